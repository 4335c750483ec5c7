/** Invokes a probe function and reads its report. */
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { type Report, reportSchema } from '../../lambda/probe/report-schema.ts';
import { clientConfiguration } from './client.ts';
import { DeployedProblem, explain, type Place } from './problem.ts';

/** The function's own time-out of 60 s, and half a minute for a first start in a VPC. */
const INVOCATION_TIMEOUT_MS = 90_000;

/** @throws DeployedProblem */
export async function invokeProbe(
  functionName: string,
  event: Readonly<Record<string, unknown>>,
  place: Place,
  signal: AbortSignal,
): Promise<Report> {
  const doing = `invoking ${functionName}`;
  const client = new LambdaClient({ ...clientConfiguration(place, INVOCATION_TIMEOUT_MS), maxAttempts: 1 });
  try {
    const command = new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify(event) });
    const answer = await client.send(command, { abortSignal: signal });
    const payload = answer.Payload?.transformToString() ?? '';
    if (answer.FunctionError) throw functionError(doing, payload);
    return readReport(doing, payload);
  } catch (error) {
    throw explain(error, doing, place);
  } finally {
    client.destroy();
  }
}

function functionError(doing: string, payload: string): DeployedProblem {
  const { errorType = 'Error', errorMessage = payload } = parse(payload) as Record<string, string>;
  const help = /timed out/.test(errorMessage)
    ? 'the deadline inside the function should have come first: read its log group, and run the command again'
    : 'read its log group: its name is among the outputs of the stack';
  return new DeployedProblem(
    `${doing} failed: the function itself failed (${errorType}: ${errorMessage}): ${help}`,
  );
}

function readReport(doing: string, payload: string): Report {
  const answer = parse(payload);
  const refusal = answer as { error?: { problems?: unknown } } | null;
  if (Array.isArray(refusal?.error?.problems)) {
    throw new DeployedProblem(
      `${doing} failed: the probe refused the event: ${refusal.error.problems.join('; ')}`,
    );
  }
  const report = reportSchema.safeParse(answer);
  if (report.success) return report.data;
  throw new DeployedProblem(
    `${doing} failed: what it returned is no report of this version: deploy the stack again with npx cdk deploy`,
  );
}

function parse(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return {};
  }
}
