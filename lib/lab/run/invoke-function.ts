/** Invokes a function of the lab and reads its report: a function returns it, a task leaves it in its log. */
import type { z } from 'zod';
import { reportIn } from '../../../lambda/report/report-lines.ts';
import { UserError } from '../../user-error.ts';
import type { RunningFunction } from '../runtime/start-function.ts';

export interface FunctionOutput<T> {
  readonly value: T;
  /** What the function wrote to CloudWatch Logs. */
  readonly logs: string;
}

/** @throws UserError for an event that the probe refuses; every other error is a defect of the function */
export async function invokeFunction<Schema extends z.ZodType>(
  fn: RunningFunction,
  event: unknown,
  schema: Schema,
): Promise<FunctionOutput<z.output<Schema>>> {
  const { payload, error, logs } = await fn.invoke(event);
  if (error) throw new Error(`the function failed: ${error.errorType}: ${error.errorMessage}\n${logs}`);
  const problems = (payload as { error?: { problems?: unknown } } | null)?.error?.problems;
  if (Array.isArray(problems)) {
    throw new UserError(`the probe refused the event: ${problems.join('; ')}`);
  }
  const parsed = schema.safeParse(payload ?? reportIn(logs.split('\n'), fn.reportKey).report);
  if (parsed.success) return { value: parsed.data, logs };
  throw new Error(
    `the function returned no report, and left none in its log: ${JSON.stringify(payload).slice(0, 500)}`,
  );
}
