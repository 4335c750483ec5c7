/** Runs one query of CloudWatch Logs Insights over a log group, to its end. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CloudWatchLogsClient,
  GetQueryResultsCommand,
  type GetQueryResultsResponse,
  StartQueryCommand,
  StopQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { UserError } from '../../user-error.ts';
import { callAws, clientConfiguration } from '../client.ts';
import type { Place } from '../place.ts';

/** A query over a week of a busy VPC's logs takes some ten seconds, and waits while others of the account run. */
const QUERY_TIMEOUT_MS = 5 * 60_000;
const FIRST_POLL_MS = 250;
const LONGEST_POLL_MS = 4_000;

const DAY_MS = 24 * 3_600_000;

export interface LogQuery {
  readonly place: Place;
  readonly logGroup: string;
  readonly query: string;
  /** How many days back it reads. */
  readonly days: number;
  readonly signal: AbortSignal;
  /** @default - enough for a week of a busy VPC's logs */
  readonly timeoutMs?: number;
}

/** A row of a result: values by the names of their fields. */
export type LogRow = Readonly<Record<string, string>>;

/** @throws UserError; the signal's reason where Ctrl-C ended it */
export async function runQuery(asked: LogQuery): Promise<LogRow[]> {
  const deadline = Date.now() + (asked.timeoutMs ?? QUERY_TIMEOUT_MS);
  const queryId = await start(asked, deadline);
  try {
    return await results(asked, queryId, deadline);
  } catch (error) {
    await stop(asked, queryId);
    throw error;
  }
}

/** An account runs a limited number of queries at the same time; this one waits for its turn. */
async function start(asked: LogQuery, deadline: number): Promise<string> {
  for (let pause = FIRST_POLL_MS; ; pause = longer(pause)) {
    try {
      return await startNow(asked);
    } catch (error) {
      if (!isLimit(error) || Date.now() + pause > deadline) throw error;
      await sleep(pause, undefined, { signal: asked.signal });
    }
  }
}

function startNow({ place, logGroup, query, days, signal }: LogQuery): Promise<string> {
  const call = {
    doing: `querying the log group "${logGroup}"`,
    permission: 'logs:StartQuery',
    place,
    signal,
  };
  const now = Date.now();
  const command = new StartQueryCommand({
    logGroupName: logGroup,
    queryString: query,
    startTime: Math.floor((now - days * DAY_MS) / 1_000),
    endTime: Math.floor(now / 1_000),
  });
  return callAws(call, new CloudWatchLogsClient(clientConfiguration(place)), async (logs, options) => {
    try {
      const { queryId = '' } = await logs.send(command, options);
      return queryId;
    } catch (error) {
      throw isNamed(error, 'ResourceNotFoundException') ? missing(logGroup, place) : error;
    }
  });
}

function missing(logGroup: string, { region }: Place): UserError {
  return new UserError(
    `there is no log group "${logGroup}" in ${region}: aws logs describe-log-groups lists yours, and --region names another Region`,
  );
}

async function results(asked: LogQuery, queryId: string, deadline: number): Promise<LogRow[]> {
  const { logGroup, signal } = asked;
  for (let pause = FIRST_POLL_MS; ; pause = longer(pause)) {
    const page = await readPage(asked, queryId);
    const { status = 'Unknown' } = page;
    if (status === 'Complete') return allPages(asked, queryId, page);
    if (ENDED.has(status))
      throw new UserError(`the query over "${logGroup}" ended with the status ${status}: run it again`);
    if (Date.now() + pause > deadline) throw tooSlow(asked, status);
    await sleep(pause, undefined, { signal });
  }
}

const ENDED = new Set(['Failed', 'Cancelled', 'Timeout']);

function tooSlow({ logGroup, days, timeoutMs = QUERY_TIMEOUT_MS }: LogQuery, status: string): UserError {
  return new UserError(
    `the query over "${logGroup}" is ${status} after ${timeoutMs / 1_000} s: ask for fewer than ${days} days with --days`,
  );
}

async function allPages(asked: LogQuery, queryId: string, first: GetQueryResultsResponse): Promise<LogRow[]> {
  const rows = rowsOf(first);
  for (let { nextToken } = first; nextToken !== undefined; ) {
    const page = await readPage(asked, queryId, nextToken);
    rows.push(...rowsOf(page));
    nextToken = page.nextToken === nextToken ? undefined : page.nextToken;
  }
  return rows;
}

function readPage(
  { place, logGroup, signal }: LogQuery,
  queryId: string,
  nextToken?: string,
): Promise<GetQueryResultsResponse> {
  const call = {
    doing: `reading the answer of the log group "${logGroup}"`,
    permission: 'logs:GetQueryResults',
    place,
    signal,
  };
  return callAws(call, new CloudWatchLogsClient(clientConfiguration(place)), (logs, options) =>
    logs.send(new GetQueryResultsCommand({ queryId, nextToken }), options),
  );
}

function rowsOf({ results: rows = [] }: GetQueryResultsResponse): LogRow[] {
  return rows.map((fields) =>
    Object.fromEntries(
      fields.flatMap(({ field, value }) =>
        field === undefined || value === undefined ? [] : [[field, value]],
      ),
    ),
  );
}

const STOP_TIMEOUT_MS = 5_000;

/** It would go on and be paid for. That it cannot be stopped is not worth an error beside the one that ended it. */
async function stop({ place, logGroup }: LogQuery, queryId: string): Promise<void> {
  const call = {
    doing: `stopping the query over "${logGroup}"`,
    permission: 'logs:StopQuery',
    timeoutMs: STOP_TIMEOUT_MS,
    place,
    signal: new AbortController().signal,
  };
  await callAws(call, new CloudWatchLogsClient(clientConfiguration(place)), (logs, options) =>
    logs.send(new StopQueryCommand({ queryId }), options),
  ).catch(() => {});
}

function longer(pause: number): number {
  return Math.min(pause * 2, LONGEST_POLL_MS);
}

function isLimit(error: unknown): boolean {
  return error instanceof Error && isNamed(error.cause ?? error, 'LimitExceededException');
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}
