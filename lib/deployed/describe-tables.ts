/** The route tables of a VPC, as EC2 describes them to its user. */
import {
  type Route as DescribedRoute,
  type RouteTable as DescribedTable,
  DescribeRouteTablesCommand,
  type EC2Client,
} from '@aws-sdk/client-ec2';
import { type Route, type RouteTable, routeState } from '../../lambda/report/route-table.ts';

export async function describeTables(
  client: EC2Client,
  vpcIds: readonly string[],
  options: { readonly abortSignal: AbortSignal },
): Promise<RouteTable[]> {
  if (vpcIds.length === 0) return [];
  const command = new DescribeRouteTablesCommand({ Filters: [{ Name: 'vpc-id', Values: [...vpcIds] }] });
  const { RouteTables } = await client.send(command, options);
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
    state: routeState(route.State),
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
    route.InstanceId ??
    route.OdbNetworkArn
  );
}
