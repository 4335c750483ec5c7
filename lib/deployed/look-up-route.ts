/** Looks up a subnet's route with the user's own credentials, where its probe could not. */
import { DescribePrefixListsCommand, DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  effectiveTable,
  type PrefixLists,
  prefixListIds,
  type RouteTable,
  routeFinding,
} from '../../lambda/report/route-table.ts';
import type { RouteFinding } from '../../lambda/report/witnesses.ts';
import { callAws, clientConfiguration } from './client.ts';
import { describeTables } from './describe-tables.ts';
import type { Place } from './place.ts';

type Options = { readonly abortSignal: AbortSignal };

/** @returns null where EC2 knows no table; @throws UserError, for example where the credentials are not allowed to */
export function lookUpRoute(
  subnetId: string,
  place: Place,
  signal: AbortSignal,
): Promise<RouteFinding | null> {
  const call = {
    doing: `looking up the route table of ${subnetId}`,
    permission: 'ec2:DescribeSubnets, ec2:DescribeRouteTables and ec2:DescribePrefixLists',
    place,
    signal,
  };
  return callAws(call, new EC2Client(clientConfiguration(place)), async (client, options) => {
    const table = effectiveTable(await tablesOf(client, subnetId, options), subnetId);
    if (!table) return null;
    return routeFinding(table, await describePrefixLists(client, prefixListIds(table), options));
  });
}

/** All tables of the subnet's VPC: a subnet without a table of its own uses the main one. */
async function tablesOf(client: EC2Client, subnetId: string, options: Options): Promise<RouteTable[]> {
  const { Subnets } = await client.send(new DescribeSubnetsCommand({ SubnetIds: [subnetId] }), options);
  return describeTables(
    client,
    (Subnets ?? []).flatMap(({ VpcId }) => VpcId ?? []),
    options,
  );
}

async function describePrefixLists(client: EC2Client, ids: string[], options: Options): Promise<PrefixLists> {
  if (ids.length === 0) return new Map();
  const answer = await client.send(new DescribePrefixListsCommand({ PrefixListIds: ids }), options);
  return new Map(
    (answer.PrefixLists ?? []).map(({ PrefixListId = '', Cidrs = [] }) => [PrefixListId, Cidrs]),
  );
}
