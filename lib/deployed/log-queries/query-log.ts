/** Which names a VPC looked up, from a query log of Route 53 Resolver in CloudWatch Logs. */
import type { QueriedName } from '../../report/inputs/found-targets.ts';
import { type LogQuery, runQuery } from './run-query.ts';

/** docs/finding-targets.md has it too; a test compares them. */
export const NAMES_QUERY = [
  'filter query_type = "A" and rcode = "NOERROR"',
  String.raw`| filter query_name not like /\.(internal|local|in-addr\.arpa)\.$/`,
  '| stats count(*) as lookups by query_name',
  '| sort lookups desc',
  '| limit 1000',
].join('\n');

/** @throws UserError */
export async function readQueriedNames(asked: Omit<LogQuery, 'query'>): Promise<QueriedName[]> {
  const rows = await runQuery({ ...asked, query: NAMES_QUERY });
  return rows.flatMap(({ query_name: name, lookups }) =>
    name === undefined ? [] : [{ name, lookups: Number(lookups ?? 0) || 0 }],
  );
}
