/** EC2: asks for the VPC's route tables. It is a target like the others, and also the run's route witness. */

import { readPrefixLists } from '../../report/prefix-lists.ts';
import { effectiveTable, prefixListIds, routeFinding } from '../../report/route-table.ts';
import { ENV } from '../../report/stack-contract.ts';
import { requireValue } from '../environment.ts';
import { ec2Query } from '../witness/ec2-query.ts';
import { readRouteTables } from '../witness/ec2-xml.ts';
import { prefixListQueries } from '../witness/prefix-list-queries.ts';
import { ContentMismatch, type TargetCode } from './target.ts';

export const ec2: TargetCode = {
  attempt: async (context) => {
    const vpcId = requireValue(context.environment.vpcId, ENV.vpcId);
    const subnetId = requireValue(context.environment.subnetId, ENV.subnetId);
    const filter = { 'Filter.1.Name': 'vpc-id', 'Filter.1.Value.1': vpcId };
    const tables = readRouteTables(await ec2Query(context, 'DescribeRouteTables', filter));
    const table = effectiveTable(tables, subnetId);
    if (!table) throw new ContentMismatch(`EC2's answer holds no route table for ${subnetId}`);
    const lists = await readPrefixLists(prefixListIds(table), prefixListQueries(context));
    return { route: routeFinding(table, lists) };
  },
};
