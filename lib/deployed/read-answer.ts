/** Reads a probe's answer, from an invocation or from a log. */
import type { z } from 'zod';
import { plainText } from '../../lambda/report/plain-text.ts';
import { problemIn } from '../../lambda/report/read-report.ts';
import { UserError } from '../user-error.ts';

/** @param doing what was tried, for example `invoking Probe0`. @throws UserError unless the answer satisfies the schema */
export function readAnswer<Schema extends z.ZodType>(
  doing: string,
  answer: unknown,
  schema: Schema,
): z.output<Schema> {
  const problems = refusalIn(answer);
  if (problems) {
    const list = plainText(problems.join('; '));
    throw new UserError(
      `${doing} failed: the probe refused the event: ${list}; if the stack has another version, deploy it again with npx cdk deploy`,
    );
  }
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new UserError(
    `${doing} failed: what it returned is not a report of this version (${problemIn(parsed.error, answer)}): deploy the stack again with npx cdk deploy`,
  );
}

function refusalIn(answer: unknown): readonly unknown[] | null {
  const problems = (answer as { error?: { problems?: unknown } } | null)?.error?.problems;
  return Array.isArray(problems) ? problems : null;
}
