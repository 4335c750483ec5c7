/** What carries packets: route tables, gateways, VPC endpoints, as resources of a template. Pure. */

import { BLACK_HOLE } from '../lab/template/black-hole.ts';
import { isEc2Id } from './fields.ts';
import { type Entry, entry, isIpv6Block, nameTags, withoutNulls } from './resource.ts';
import type { VpcFile } from './vpc-file.ts';

type Table = NonNullable<VpcFile['routeTables']>[number];
type Route = Table['routes'][number];
type NatGateway = NonNullable<VpcFile['natGateways']>[number];
type Endpoint = NonNullable<VpcFile['vpcEndpoints']>[number];

export function pathResources(file: VpcFile): Entry[] {
  const isThere = ({ id }: { readonly id: string }) => !lostTargets(file).includes(id);
  return [
    ...(file.gateways ?? []).filter(isThere).flatMap(({ id }) => gateway(id, file)),
    ...(file.natGateways ?? []).filter(isThere).flatMap((nat) => natGateway(nat, file)),
    ...mainFirst(file.routeTables ?? []).flatMap((table) => routeTable(table, file)),
    ...(file.vpcEndpoints ?? []).map((endpoint) => vpcEndpoint(endpoint, file)),
  ];
}

/** EC2 lists a NAT gateway for a while after it is gone. */
function lostTargets({ routeTables }: VpcFile): string[] {
  const routes = (routeTables ?? []).flatMap((table) => table.routes);
  return routes.filter(({ blackhole }) => blackhole).map(({ target }) => target);
}

function mainFirst(tables: readonly Table[]): Table[] {
  return tables.toSorted((a, b) => Number(b.main) - Number(a.main));
}

function gateway(id: string, { vpc }: VpcFile): Entry[] {
  const VpcId = { Ref: vpc.id };
  if (isEc2Id('eigw', id)) return [entry(id, 'AWS::EC2::EgressOnlyInternetGateway', { VpcId })];
  return [
    entry(id, 'AWS::EC2::InternetGateway', {}),
    entry(`${id} attachment`, 'AWS::EC2::VPCGatewayAttachment', { VpcId, InternetGatewayId: id }),
  ];
}

/** The lab's internet knows Elastic IPs of its own: the real address could be that of one of its hosts. */
function natGateway(nat: NatGateway, { vpc }: VpcFile): Entry[] {
  const address = `${nat.id} address`;
  const place =
    nat.subnetId === null
      ? { AvailabilityMode: 'regional', VpcId: { Ref: vpc.id } }
      : { SubnetId: nat.subnetId };
  return [
    entry(address, 'AWS::EC2::EIP', { Domain: 'vpc' }),
    entry(nat.id, 'AWS::EC2::NatGateway', {
      ...place,
      ...nameTags(nat.name),
      ...(nat.public
        ? { AllocationId: { 'Fn::GetAtt': [address, 'AllocationId'] } }
        : { ConnectivityType: 'private' }),
    }),
  ];
}

/** A subnet that no table names has the main one. */
function routeTable({ id, subnetIds, routes }: Table, file: VpcFile): Entry[] {
  return [
    entry(id, 'AWS::EC2::RouteTable', { VpcId: { Ref: file.vpc.id } }),
    ...subnetIds
      .filter((subnetId) => file.subnets.some((subnet) => subnet.id === subnetId))
      .map((SubnetId) =>
        entry(`${SubnetId} of ${id}`, 'AWS::EC2::SubnetRouteTableAssociation', {
          SubnetId,
          RouteTableId: id,
        }),
      ),
    ...routes.map((route) => routeResource(route, id)),
  ];
}

function routeResource({ by, target, blackhole, destination }: Route, table: string): Entry {
  const to = isEc2Id('pl', destination)
    ? { DestinationPrefixListId: destination }
    : isIpv6Block(destination)
      ? { DestinationIpv6CidrBlock: destination }
      : { DestinationCidrBlock: destination };
  const properties = { RouteTableId: table, ...to, [by]: target };
  const [id, resource] = entry(`${table} ${destination}`, 'AWS::EC2::Route', properties);
  return [id, blackhole ? { ...resource, Metadata: BLACK_HOLE } : resource];
}

function vpcEndpoint(endpoint: Endpoint, { vpc }: VpcFile): Entry {
  const isGateway = endpoint.type === 'Gateway';
  return entry(
    endpoint.id,
    'AWS::EC2::VPCEndpoint',
    withoutNulls({
      VpcId: { Ref: vpc.id },
      ServiceName: endpoint.serviceName,
      VpcEndpointType: endpoint.type,
      IpAddressType: endpoint.ipAddressType,
      ...(isGateway
        ? { RouteTableIds: endpoint.routeTableIds }
        : {
            SubnetIds: endpoint.subnetIds,
            SecurityGroupIds: endpoint.securityGroupIds,
            PrivateDnsEnabled: endpoint.privateDns,
          }),
      // A gateway endpoint changes no name.
      DnsOptions:
        endpoint.dnsRecordIpType === null || isGateway ? null : { DnsRecordIpType: endpoint.dnsRecordIpType },
    }),
  );
}
