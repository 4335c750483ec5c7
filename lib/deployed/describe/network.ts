/** The VPC itself and its subnets. */
import {
  DescribeDhcpOptionsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcsCommand,
  EC2Client,
  paginateDescribeSubnets,
  type Subnet,
  type Tag,
  type Vpc,
} from '@aws-sdk/client-ec2';
import { UserError } from '../../user-error.ts';
import type { VpcFile } from '../../vpc-file/vpc-file.ts';
import { type Asker, itemsOf } from './ask.ts';

export function inVpc(vpcId: string, name = 'vpc-id') {
  return { Filters: [{ Name: name, Values: [vpcId] }] };
}

export function nameIn(tags: readonly Tag[] = []): string | null {
  return tags.find(({ Key }) => Key === 'Name')?.Value || null;
}

type OfVpc = Pick<VpcFile, 'accountId' | 'vpc'>;

/** @throws UserError also where there is no such VPC */
export async function readVpc(asker: Asker, vpcId: string, region: string): Promise<OfVpc> {
  const vpc = await asker.require({
    what: 'VPC',
    permission: 'ec2:DescribeVpcs',
    client: EC2Client,
    ask: async (client, options) =>
      (await client.send(new DescribeVpcsCommand(inVpc(vpcId)), options)).Vpcs?.[0],
  });
  if (vpc === undefined) throw noVpc(vpcId, region);
  return {
    accountId: vpc.OwnerId ?? '',
    vpc: {
      id: vpcId,
      name: nameIn(vpc.Tags),
      ...blocksOf(vpc),
      ...(await readDns(asker, vpcId)),
      nameServers: await readNameServers(asker, vpc.DhcpOptionsId),
      blockPublicAccess: vpc.BlockPublicAccessStates?.InternetGatewayBlockMode ?? 'off',
    },
  };
}

function noVpc(vpcId: string, region: string): UserError {
  return new UserError(
    `there is no VPC "${vpcId}" in ${region} in the account of these credentials: look for its Region (--region) and account (--profile)`,
  );
}

function blocksOf({ CidrBlock, CidrBlockAssociationSet = [], Ipv6CidrBlockAssociationSet = [] }: Vpc) {
  const ipv4 = CidrBlockAssociationSet.filter(({ CidrBlockState }) => isThere(CidrBlockState?.State));
  const ipv6 = Ipv6CidrBlockAssociationSet.filter(({ Ipv6CidrBlockState }) =>
    isThere(Ipv6CidrBlockState?.State),
  );
  const own = CidrBlock === undefined ? [] : [CidrBlock];
  return {
    ipv4CidrBlocks: [...new Set([...own, ...ipv4.flatMap((each) => each.CidrBlock ?? [])])],
    ipv6CidrBlocks: ipv6.flatMap(({ Ipv6CidrBlock }) => Ipv6CidrBlock ?? []),
  };
}

/** The others are on their way in or out, or failed. */
function isThere(state: string | undefined): boolean {
  return state === undefined || state === 'associated';
}

async function readDns(
  asker: Asker,
  VpcId: string,
): Promise<Pick<VpcFile['vpc'], 'dnsSupport' | 'dnsHostnames'>> {
  const answer = await asker.ask({
    what: 'DNS attributes of the VPC, both of which the lab takes as on',
    permission: 'ec2:DescribeVpcAttribute',
    client: EC2Client,
    ask: async (client, options) => {
      const attribute = (Attribute: 'enableDnsSupport' | 'enableDnsHostnames') =>
        client.send(new DescribeVpcAttributeCommand({ VpcId, Attribute }), options);
      const support = await attribute('enableDnsSupport');
      const hostnames = await attribute('enableDnsHostnames');
      return {
        dnsSupport: support.EnableDnsSupport?.Value ?? null,
        dnsHostnames: hostnames.EnableDnsHostnames?.Value ?? null,
      };
    },
  });
  return answer ?? { dnsSupport: null, dnsHostnames: null };
}

/** Null where they are Amazon's, too. */
function readNameServers(asker: Asker, optionsId: string | undefined): Promise<string[] | null> {
  // EC2's word for a VPC without options is `default`.
  if (optionsId === undefined || optionsId === 'default') return Promise.resolve(null);
  return asker.ask({
    what: "DHCP options of the VPC, whose name servers the lab takes to be Amazon's",
    permission: 'ec2:DescribeDhcpOptions',
    client: EC2Client,
    ask: async (client, options) => {
      const command = new DescribeDhcpOptionsCommand({ DhcpOptionsIds: [optionsId] });
      const { DhcpOptions = [] } = await client.send(command, options);
      const servers = DhcpOptions.flatMap(({ DhcpConfigurations = [] }) => DhcpConfigurations)
        .filter(({ Key }) => Key === 'domain-name-servers')
        .flatMap(({ Values = [] }) => Values.flatMap(({ Value }) => Value ?? []));
      return servers.length === 0 ? null : servers;
    },
  });
}

export function readSubnets(asker: Asker, vpcId: string): Promise<VpcFile['subnets']> {
  return asker.require({
    what: 'subnets',
    permission: 'ec2:DescribeSubnets',
    client: EC2Client,
    ask: async (client, options) => {
      const pages = paginateDescribeSubnets({ client }, inVpc(vpcId), options);
      return (await itemsOf(pages, ({ Subnets }) => Subnets)).map(subnetOf);
    },
  });
}

function subnetOf(subnet: Subnet): VpcFile['subnets'][number] {
  const ipv6 = (subnet.Ipv6CidrBlockAssociationSet ?? []).find(({ Ipv6CidrBlockState }) =>
    isThere(Ipv6CidrBlockState?.State),
  );
  return {
    id: subnet.SubnetId ?? '',
    name: nameIn(subnet.Tags),
    availabilityZone: subnet.AvailabilityZone ?? '',
    ipv4CidrBlock: subnet.CidrBlock || null,
    ipv6CidrBlock: ipv6?.Ipv6CidrBlock ?? null,
    mapPublicIpOnLaunch: subnet.MapPublicIpOnLaunch ?? false,
    assignIpv6AddressOnCreation: subnet.AssignIpv6AddressOnCreation ?? false,
    dns64: subnet.EnableDns64 ?? false,
    blockPublicAccess: subnet.BlockPublicAccessStates?.InternetGatewayBlockMode ?? 'off',
  };
}
