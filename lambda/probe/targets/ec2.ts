/** EC2: asks for the VPC's route tables. It is a target like the others, and also the run's route witness. */

import { effectiveTable, type PrefixLists, prefixListIds, routeFinding } from '../../report/route-table.ts';
import { ENV } from '../../report/stack-contract.ts';
import type { AttemptContext } from '../attempts/attempt.ts';
import { requireValue } from '../environment.ts';
import { ec2Query } from '../witness/ec2-query.ts';
import { readPrefixLists, readRouteTables } from '../witness/ec2-xml.ts';
import { ContentMismatch, type TargetCode } from './target.ts';

export const ec2: TargetCode = {
  attempt: async (context) => {
    const vpcId = requireValue(context.environment.vpcId, ENV.vpcId);
    const subnetId = requireValue(context.environment.subnetId, ENV.subnetId);
    const filter = { 'Filter.1.Name': 'vpc-id', 'Filter.1.Value.1': vpcId };
    const tables = readRouteTables(await ec2Query(context, 'DescribeRouteTables', filter));
    const table = effectiveTable(tables, subnetId);
    if (!table) throw new ContentMismatch(`EC2's answer holds no route table for ${subnetId}`);
    return { route: routeFinding(table, await describePrefixLists(context, prefixListIds(table))) };
  },
};

/** Called only where the table holds a prefix-list route. */
async function describePrefixLists(context: AttemptContext, ids: readonly string[]): Promise<PrefixLists> {
  if (ids.length === 0) return new Map();
  const parameters = Object.fromEntries(ids.map((id, index) => [`PrefixListId.${index + 1}`, id]));
  return readPrefixLists(await ec2Query(context, 'DescribePrefixLists', parameters));
}
