/** Reads a task's log in CloudWatch Logs, and the report in it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { type LoggedReport, reportIn } from '../../../lambda/report/report-lines.ts';
import { CONTAINER } from '../../../lambda/report/stack-contract.ts';
import { callAws, clientConfiguration } from '../client.ts';
import type { EndedTask, TaskRun } from './run-task.ts';

/** The log driver sends every few seconds, and CloudWatch serves what it sent some seconds later. */
const LOG_TIMEOUT_MS = 45_000;
const POLL_MS = 2_000;

/** Waits for a report that has not arrived whole, for example because the log driver could not send it. */
export async function readReport(run: TaskRun, { id }: EndedTask): Promise<LoggedReport> {
  const deadline = Date.now() + LOG_TIMEOUT_MS;
  for (;;) {
    const read = reportIn(await readLines(run, id), run.key);
    if (read.problem === undefined || !read.incomplete || Date.now() > deadline) return read;
    await sleep(POLL_MS, undefined, { signal: run.signal });
  }
}

function readLines({ place, task, signal }: TaskRun, id: string): Promise<string[]> {
  const logStreamName = `${CONTAINER.logStreamPrefix}/${CONTAINER.name}/${id}`;
  const call = {
    doing: `reading the log ${logStreamName}`,
    permission: 'logs:GetLogEvents',
    place,
    signal,
  };
  const client = new CloudWatchLogsClient(clientConfiguration(place));
  return callAws(call, client, async (logs, options) => {
    const lines: string[] = [];
    let nextToken: string | undefined;
    for (;;) {
      const input = { logGroupName: task.logGroup, logStreamName, startFromHead: true, nextToken };
      const page = await logs.send(new GetLogEventsCommand(input), options).catch(unlessMissing);
      lines.push(...(page?.events ?? []).flatMap(({ message }) => message ?? []));
      // At the end, the token stays the same (CloudWatch Logs API Reference, GetLogEvents).
      if (!page || page.nextForwardToken === nextToken) return lines;
      nextToken = page.nextForwardToken;
    }
  });
}

/** A container that did not run has no stream, and one that just ended may not have one yet. */
function unlessMissing(error: unknown): null {
  if (error instanceof Error && error.name === 'ResourceNotFoundException') return null;
  throw error;
}
