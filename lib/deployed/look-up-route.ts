/** Looks up a subnet's route with the user's own credentials, where its probe could not. */
import {
  DescribeSubnetsCommand,
  EC2Client,
  paginateDescribePrefixLists,
  paginateGetManagedPrefixListEntries,
} from '@aws-sdk/client-ec2';
import { type PrefixListSource, readPrefixLists } from '../../lambda/report/prefix-lists.ts';
import {
  effectiveTable,
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
    permission:
      'ec2:DescribeSubnets, ec2:DescribeRouteTables, ec2:DescribePrefixLists and ec2:GetManagedPrefixListEntries',
    place,
    signal,
  };
  return callAws(call, new EC2Client(clientConfiguration(place)), async (client, options) => {
    const table = effectiveTable(await tablesOf(client, subnetId, options), subnetId);
    if (!table) return null;
    const lists = await readPrefixLists(prefixListIds(table), prefixListQueries(client, options));
    return routeFinding(table, lists);
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

function prefixListQueries(client: EC2Client, options: Options): PrefixListSource {
  return {
    ofServices: async (ids) => {
      const lists = new Map<string, readonly string[]>();
      // By a filter, since an id that EC2 does not know is an error by itself.
      const input = { Filters: [{ Name: 'prefix-list-id', Values: [...ids] }] };
      for await (const { PrefixLists = [] } of paginateDescribePrefixLists({ client }, input, options)) {
        for (const { PrefixListId = '', Cidrs = [] } of PrefixLists) lists.set(PrefixListId, Cidrs);
      }
      return lists;
    },
    entriesOf: async (PrefixListId) => {
      const blocks: string[] = [];
      const pages = paginateGetManagedPrefixListEntries({ client }, { PrefixListId }, options);
      for await (const { Entries = [] } of pages) blocks.push(...Entries.flatMap(({ Cidr }) => Cidr ?? []));
      return blocks;
    },
  };
}
