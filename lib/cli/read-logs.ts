/** Reads what a VPC talks to from the logs that the options name, with the credentials of the user. */
import type { LogQuery } from '../deployed/log-queries/run-query.ts';
import type { Flows, QueriedName } from '../report/inputs/found-targets.ts';
import type { Context } from './context.ts';
import { placeOf } from './options/place.ts';
import { createProgress } from './progress.ts';

export interface LogArguments {
  readonly queryLogGroup?: string;
  readonly flowLogGroup?: string;
  readonly interface?: readonly string[];
  readonly days: number;
  readonly region?: string;
  readonly profile?: string;
}

interface ReadLogs {
  readonly names: { readonly name: string; readonly names: readonly QueriedName[] } | null;
  readonly flows: Flows | null;
  /** Null where no log was asked. */
  readonly region: string | null;
}

/** @param stackRegion the template's Region, where there is a template. @throws UserError */
export async function readLogs(
  given: LogArguments,
  stackRegion: string | null,
  context: Context,
): Promise<ReadLogs> {
  const { queryLogGroup, flowLogGroup, days, profile } = given;
  const groups = [queryLogGroup, flowLogGroup].flatMap((group) => group ?? []);
  if (groups.length === 0) return { names: null, flows: null, region: null };
  const region = given.region ?? stackRegion;
  const place = await placeOf({ ...(region && { region }), ...(profile && { profile }) }, context);
  const asked = { place, days, signal: context.signal };
  const progress = createProgress(context.stderr);
  progress.step(`querying ${groups.join(' and ')} in ${place.region}`);
  const [names, flows] = await Promise.all([
    queryLogGroup === undefined ? null : readNames(queryLogGroup, asked),
    flowLogGroup === undefined ? null : readFlowLog(flowLogGroup, given.interface ?? [], asked),
  ]).finally(progress.done);
  return { names, flows, region: place.region };
}

type Asked = Omit<LogQuery, 'query' | 'logGroup'>;

/** Only here the AWS clients are loaded. */
async function readNames(logGroup: string, asked: Asked): Promise<NonNullable<ReadLogs['names']>> {
  const { readQueriedNames } = await import('../deployed/log-queries/query-log.ts');
  return { name: logGroup, names: await readQueriedNames({ ...asked, logGroup }) };
}

async function readFlowLog(logGroup: string, interfaces: readonly string[], asked: Asked): Promise<Flows> {
  const { readFlows } = await import('../deployed/log-queries/flow-log.ts');
  const { days } = asked;
  return { logGroup, days, destinations: await readFlows({ ...asked, logGroup, interfaces }) };
}
