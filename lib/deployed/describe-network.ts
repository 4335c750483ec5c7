/** The probed subnets' VPC as EC2 describes it, for the picture of a report. Read-only. */
import {
  type Subnet as DescribedSubnet,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  EC2Client,
  paginateDescribeSubnets,
  type Vpc,
} from '@aws-sdk/client-ec2';
import { effectiveTable, type RouteTable } from '../../lambda/report/route-table.ts';
import type { DrawnNetwork, DrawnSubnet } from '../report/inputs/network.ts';
import { callAws, clientConfiguration } from './client.ts';
import { describeTables } from './describe-tables.ts';
import type { Place } from './place.ts';

type Options = { readonly abortSignal: AbortSignal };

/** @throws UserError, for example where the credentials are not allowed to */
export function describeNetwork(
  subnetIds: readonly string[],
  place: Place,
  signal: AbortSignal,
): Promise<DrawnNetwork> {
  const call = {
    doing: 'looking up the network for the picture',
    permission: 'ec2:DescribeSubnets, ec2:DescribeVpcs and ec2:DescribeRouteTables',
    place,
    signal,
  };
  return callAws(call, new EC2Client(clientConfiguration(place)), async (client, options) => {
    const vpcIds = await vpcsOf(client, subnetIds, options);
    const [subnets, vpcs, tables] = await Promise.all([
      subnetsOf(client, vpcIds, options),
      client.send(new DescribeVpcsCommand({ VpcIds: vpcIds }), options),
      describeTables(client, vpcIds, options),
    ]);
    return networkOf(vpcs.Vpcs ?? [], subnets, tables);
  });
}

async function vpcsOf(client: EC2Client, subnetIds: readonly string[], options: Options): Promise<string[]> {
  const { Subnets } = await client.send(new DescribeSubnetsCommand({ SubnetIds: [...subnetIds] }), options);
  return [...new Set((Subnets ?? []).flatMap(({ VpcId }) => VpcId ?? []))];
}

async function subnetsOf(client: EC2Client, vpcIds: string[], options: Options): Promise<DescribedSubnet[]> {
  const input = { Filters: [{ Name: 'vpc-id', Values: vpcIds }] };
  const subnets: DescribedSubnet[] = [];
  for await (const page of paginateDescribeSubnets({ client }, input, options)) {
    subnets.push(...(page.Subnets ?? []));
  }
  return subnets;
}

function networkOf(
  vpcs: readonly Vpc[],
  subnets: readonly DescribedSubnet[],
  tables: readonly RouteTable[],
): DrawnNetwork {
  const described = subnets.map((subnet) => subnetOf(subnet, tables));
  const gateways = described.flatMap(({ routes }) => routes?.map(({ gatewayId }) => gatewayId) ?? []);
  return {
    ipv4CidrBlocks: vpcs.flatMap(({ CidrBlock }) => CidrBlock ?? []),
    ipv6CidrBlocks: vpcs.flatMap(({ Ipv6CidrBlockAssociationSet: blocks = [] }) =>
      blocks.flatMap(({ Ipv6CidrBlock }) => Ipv6CidrBlock ?? []),
    ),
    subnets: described,
    gateways: [...new Set(gateways)].map((id) => ({ id })),
  };
}

function subnetOf(subnet: DescribedSubnet, tables: readonly RouteTable[]): DrawnSubnet {
  const { SubnetId: id = 'unknown subnet', AvailabilityZone = 'unknown zone', CidrBlock, Tags = [] } = subnet;
  const ipv6Blocks = subnet.Ipv6CidrBlockAssociationSet ?? [];
  const routes = effectiveTable(tables, id)?.routes.filter(
    ({ target, state }) => target !== 'local' && state !== 'filtered',
  );
  return {
    id,
    name: Tags.find(({ Key }) => Key === 'Name')?.Value ?? id,
    availabilityZone: AvailabilityZone,
    cidrBlocks: [CidrBlock ?? [], ipv6Blocks.flatMap(({ Ipv6CidrBlock }) => Ipv6CidrBlock ?? [])].flat(),
    routes: routes?.map(({ destination, target }) => ({ destination, gatewayId: target })) ?? null,
  };
}
