/** Where a probe could not ask EC2 for its route, asks with the user's own credentials. */
import {
  type Route as DescribedRoute,
  type RouteTable as DescribedTable,
  DescribePrefixListsCommand,
  DescribeRouteTablesCommand,
  DescribeSubnetsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import type { RouteFinding } from '../../lambda/probe/witness/findings.ts';
import {
  effectiveTable,
  type PrefixLists,
  prefixListIds,
  type Route,
  type RouteTable,
  routeFinding,
} from '../../lambda/probe/witness/route.ts';
import { clientConfiguration } from './client.ts';
import { explain, type Place } from './problem.ts';

/** Null where EC2 names no table; @throws DeployedProblem, for example where the credentials may not ask. */
export async function lookUpRoute(
  subnetId: string,
  place: Place,
  abortSignal: AbortSignal,
): Promise<RouteFinding | null> {
  const client = new EC2Client(clientConfiguration(place));
  try {
    const table = effectiveTable(await describeTables(client, subnetId, abortSignal), subnetId);
    if (!table) return null;
    return routeFinding(table, await describePrefixLists(client, prefixListIds(table), abortSignal));
  } catch (error) {
    throw explain(error, `looking up the route table of ${subnetId}`, place);
  } finally {
    client.destroy();
  }
}

async function describeTables(
  client: EC2Client,
  subnetId: string,
  abortSignal: AbortSignal,
): Promise<RouteTable[]> {
  const { Subnets: [subnet] = [] } = await client.send(
    new DescribeSubnetsCommand({ SubnetIds: [subnetId] }),
    { abortSignal },
  );
  const filter = { Name: 'vpc-id', Values: [subnet?.VpcId ?? 'unknown'] };
  const answer = await client.send(new DescribeRouteTablesCommand({ Filters: [filter] }), { abortSignal });
  return (answer.RouteTables ?? []).map(readTable);
}

function readTable({ Associations = [], Routes = [] }: DescribedTable): RouteTable {
  return {
    associations: Associations.map(({ SubnetId = null, Main = false }) => ({
      subnetId: SubnetId,
      main: Main,
    })),
    routes: Routes.map(readRoute),
  };
}

function readRoute(route: DescribedRoute): Route {
  const destination =
    route.DestinationIpv6CidrBlock ?? route.DestinationCidrBlock ?? route.DestinationPrefixListId;
  const target =
    route.EgressOnlyInternetGatewayId ??
    route.GatewayId ??
    route.NatGatewayId ??
    route.TransitGatewayId ??
    route.VpcPeeringConnectionId ??
    route.NetworkInterfaceId;
  return {
    destination: destination ?? 'unknown',
    target: target ?? 'unknown',
    blackhole: route.State === 'blackhole',
  };
}

async function describePrefixLists(
  client: EC2Client,
  ids: string[],
  abortSignal: AbortSignal,
): Promise<PrefixLists> {
  if (ids.length === 0) return new Map();
  const answer = await client.send(new DescribePrefixListsCommand({ PrefixListIds: ids }), { abortSignal });
  return new Map(
    (answer.PrefixLists ?? []).map(({ PrefixListId = '', Cidrs = [] }) => [PrefixListId, Cidrs]),
  );
}
