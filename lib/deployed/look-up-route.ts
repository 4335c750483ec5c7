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
import { ask, clientConfiguration } from './client.ts';
import type { Place } from './place.ts';

type Options = { readonly abortSignal: AbortSignal };

/** Null where EC2 names no table; @throws DeployedProblem, for example where the credentials may not ask */
export function lookUpRoute(
  subnetId: string,
  place: Place,
  signal: AbortSignal,
): Promise<RouteFinding | null> {
  const asking = {
    doing: `looking up the route table of ${subnetId}`,
    permission: 'ec2:DescribeSubnets, ec2:DescribeRouteTables and ec2:DescribePrefixLists',
    place,
    signal,
  };
  return ask(asking, new EC2Client(clientConfiguration(place)), async (client, options) => {
    const table = effectiveTable(await describeTables(client, subnetId, options), subnetId);
    if (!table) return null;
    return routeFinding(table, await describePrefixLists(client, prefixListIds(table), options));
  });
}

/** All tables of the subnet's VPC: a subnet that is associated with none uses the main one. */
async function describeTables(client: EC2Client, subnetId: string, options: Options): Promise<RouteTable[]> {
  const { Subnets } = await client.send(new DescribeSubnetsCommand({ SubnetIds: [subnetId] }), options);
  const vpcIds = (Subnets ?? []).flatMap(({ VpcId }) => VpcId ?? []);
  const command = new DescribeRouteTablesCommand({ Filters: [{ Name: 'vpc-id', Values: vpcIds }] });
  const { RouteTables } = vpcIds.length > 0 ? await client.send(command, options) : {};
  return (RouteTables ?? []).map(readTable);
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
  return {
    destination: destination ?? 'unknown',
    target: targetOf(route) ?? 'unknown',
    blackhole: route.State === 'blackhole',
  };
}

/** A route has one target, each kind in a field of its own (Amazon EC2 API Reference, Route). */
function targetOf(route: DescribedRoute): string | undefined {
  return (
    route.EgressOnlyInternetGatewayId ??
    route.GatewayId ??
    route.NatGatewayId ??
    route.TransitGatewayId ??
    route.VpcPeeringConnectionId ??
    route.LocalGatewayId ??
    route.CarrierGatewayId ??
    route.CoreNetworkArn ??
    route.NetworkInterfaceId ??
    route.InstanceId
  );
}

async function describePrefixLists(client: EC2Client, ids: string[], options: Options): Promise<PrefixLists> {
  if (ids.length === 0) return new Map();
  const answer = await client.send(new DescribePrefixListsCommand({ PrefixListIds: ids }), options);
  return new Map(
    (answer.PrefixLists ?? []).map(({ PrefixListId = '', Cidrs = [] }) => [PrefixListId, Cidrs]),
  );
}
