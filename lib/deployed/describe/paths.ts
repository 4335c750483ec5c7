/** What carries packets: route tables, gateways, VPC endpoints, peering connections. */
import {
  EC2Client,
  type NatGateway,
  paginateDescribeEgressOnlyInternetGateways,
  paginateDescribeInternetGateways,
  paginateDescribeNatGateways,
  paginateDescribeRouteTables,
  paginateDescribeVpcEndpoints,
  paginateDescribeVpcPeeringConnections,
  type Route,
  type RouteTable,
  type VpcEndpoint,
} from '@aws-sdk/client-ec2';
import { ROUTE_TARGETS, type VpcFile } from '../../vpc-file/vpc-file.ts';
import { type Asker, itemsOf } from './ask.ts';
import { inVpc, nameIn } from './network.ts';

type Tables = NonNullable<VpcFile['routeTables']>;

export function readTables(asker: Asker, vpcId: string): Promise<Tables | null> {
  return asker.ask({
    what: 'route tables',
    permission: 'ec2:DescribeRouteTables',
    client: EC2Client,
    ask: async (client, options) => {
      const pages = paginateDescribeRouteTables({ client }, inVpc(vpcId), options);
      return (await itemsOf(pages, ({ RouteTables }) => RouteTables)).map(tableOf);
    },
  });
}

function tableOf({ RouteTableId = '', Associations = [], Routes = [] }: RouteTable): Tables[number] {
  // Static ones first: they go before propagated ones to the same destination (VPC User Guide, "Route priority").
  const byPriority = Routes.toSorted((a, b) => Number(isPropagated(a)) - Number(isPropagated(b)));
  return {
    id: RouteTableId,
    main: Associations.some(({ Main }) => Main),
    subnetIds: Associations.flatMap(({ SubnetId }) => SubnetId ?? []),
    routes: byPriority.flatMap(routeOf),
  };
}

function isPropagated({ Origin }: Route): boolean {
  return Origin === 'EnableVgwRoutePropagation';
}

/** Without the local ones, which every table has, and those that gateway endpoints bring. */
function routeOf(route: Route): Tables[number]['routes'] {
  const destination =
    route.DestinationIpv6CidrBlock ?? route.DestinationCidrBlock ?? route.DestinationPrefixListId;
  const by = targetProperty(route);
  // A route server left it out of the table.
  if (destination === undefined || by === undefined || route.State === 'filtered') return [];
  const target = String(route[by as keyof Route]);
  if (target === 'local') return [];
  const isEndpoint = by === 'GatewayId' && target.startsWith('vpce-');
  if (isEndpoint && destination.startsWith('pl-')) return [];
  return [
    {
      destination,
      by: isEndpoint ? 'VpcEndpointId' : by,
      target,
      blackhole: route.State === 'blackhole',
    },
  ];
}

/** A route to an instance also names its interface: one target is enough. */
function targetProperty(route: Route): (typeof ROUTE_TARGETS)[number] | undefined {
  return ROUTE_TARGETS.find((name) => name in route && route[name as keyof Route] !== undefined);
}

export function readGateways(asker: Asker, vpcId: string): Promise<{ id: string }[] | null> {
  return asker.ask({
    what: 'internet gateways',
    permission: 'ec2:DescribeInternetGateways and ec2:DescribeEgressOnlyInternetGateways',
    client: EC2Client,
    ask: async (client, options) => {
      const ofVpc = inVpc(vpcId, 'attachment.vpc-id');
      const open = await itemsOf(
        paginateDescribeInternetGateways({ client }, ofVpc, options),
        ({ InternetGateways }) => InternetGateways,
      );
      // This call has no filter for the VPC (EC2 API Reference).
      const egressOnly = await itemsOf(
        paginateDescribeEgressOnlyInternetGateways({ client }, {}, options),
        ({ EgressOnlyInternetGateways }) => EgressOnlyInternetGateways,
      );
      const attached = egressOnly.filter(({ Attachments = [] }) =>
        Attachments.some(({ VpcId }) => VpcId === vpcId),
      );
      return [
        ...open.map(({ InternetGatewayId }) => InternetGatewayId),
        ...attached.map(({ EgressOnlyInternetGatewayId }) => EgressOnlyInternetGatewayId),
      ].flatMap((id) => (id === undefined ? [] : [{ id }]));
    },
  });
}

type Nats = NonNullable<VpcFile['natGateways']>;

export function readNatGateways(asker: Asker, vpcId: string): Promise<Nats | null> {
  return asker.ask({
    what: 'NAT gateways',
    permission: 'ec2:DescribeNatGateways',
    client: EC2Client,
    ask: async (client, options) => {
      const input = { Filter: inVpc(vpcId).Filters };
      const all = await itemsOf(
        paginateDescribeNatGateways({ client }, input, options),
        ({ NatGateways }) => NatGateways,
      );
      return all.filter(({ State }) => State === undefined || State === 'available').map(natOf);
    },
  });
}

function natOf(nat: NatGateway): Nats[number] {
  return {
    id: nat.NatGatewayId ?? '',
    name: nameIn(nat.Tags),
    subnetId: nat.AvailabilityMode === 'regional' ? null : (nat.SubnetId ?? null),
    public: nat.ConnectivityType !== 'private',
    publicIpv4Address: nat.NatGatewayAddresses?.find(({ PublicIp }) => PublicIp)?.PublicIp ?? null,
  };
}

type Endpoints = NonNullable<VpcFile['vpcEndpoints']>;

export function readEndpoints(asker: Asker, vpcId: string): Promise<Endpoints | null> {
  return asker.ask({
    what: 'VPC endpoints',
    permission: 'ec2:DescribeVpcEndpoints',
    client: EC2Client,
    ask: async (client, options) => {
      const pages = paginateDescribeVpcEndpoints({ client }, inVpc(vpcId), options);
      const all = await itemsOf(pages, ({ VpcEndpoints }) => VpcEndpoints);
      return all.filter(({ State }) => !GONE.test(State ?? '')).map(endpointOf);
    },
  });
}

const GONE = /^(deleting|deleted|rejected|failed|expired)$/i;

function endpointOf(endpoint: VpcEndpoint): Endpoints[number] {
  const { RouteTableIds = [], SubnetIds = [], Groups = [], DnsOptions } = endpoint;
  return {
    id: endpoint.VpcEndpointId ?? '',
    serviceName: endpoint.ServiceName ?? '',
    type: endpoint.VpcEndpointType ?? '',
    routeTableIds: RouteTableIds,
    subnetIds: SubnetIds,
    securityGroupIds: Groups.flatMap(({ GroupId }) => GroupId ?? []),
    privateDns: endpoint.PrivateDnsEnabled ?? false,
    ipAddressType: endpoint.IpAddressType ?? 'ipv4',
    dnsRecordIpType: DnsOptions?.DnsRecordIpType ?? null,
    ownPolicy: hasOwnPolicy(endpoint.PolicyDocument),
  };
}

/** The default one allows every action on everything to everybody. */
function hasOwnPolicy(document = ''): boolean {
  const plain = document.replaceAll(/\s|"Version":"[^"]*",?|"Sid":"[^"]*",?/g, '');
  const members = ['"Action":"*"', '"Effect":"Allow"', '"Principal":"*"', '"Resource":"*"'];
  const rest = members.reduce((text, member) => text.replace(member, ''), plain);
  return document !== '' && rest.replaceAll(/[,[\]{}]/g, '') !== '"Statement":';
}

export function readPeering(asker: Asker, vpcId: string): Promise<VpcFile['peering']> {
  return asker.ask({
    what: 'peering connections',
    permission: 'ec2:DescribeVpcPeeringConnections',
    client: EC2Client,
    ask: async (client, options) => {
      const named = async (filter: string) =>
        itemsOf(
          paginateDescribeVpcPeeringConnections({ client }, inVpc(vpcId, filter), options),
          ({ VpcPeeringConnections }) => VpcPeeringConnections,
        );
      const requested = await named('requester-vpc-info.vpc-id');
      const accepted = await named('accepter-vpc-info.vpc-id');
      const all = [
        ...requested.map((each) => [each.VpcPeeringConnectionId, each.AccepterVpcInfo?.VpcId] as const),
        ...accepted.map((each) => [each.VpcPeeringConnectionId, each.RequesterVpcInfo?.VpcId] as const),
      ];
      return all.flatMap(([id, peerVpcId]) =>
        id === undefined || peerVpcId === undefined ? [] : [{ id, peerVpcId }],
      );
    },
  });
}
