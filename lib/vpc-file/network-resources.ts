/** The VPC and its subnets as resources of a template: blocks, zones, names, the resolver, public access. Pure. */
import { type Entry, entry, nameTags, withoutNulls } from './resource.ts';
import type { VpcFile } from './vpc-file.ts';

export function networkResources(file: VpcFile): Entry[] {
  return [
    vpc(file),
    ...blocks(file),
    ...nameServers(file),
    ...file.subnets.map((subnet) => subnetResource(subnet, file)),
    ...publicAccess(file),
    ...(file.peering ?? []).map(({ id, peerVpcId }) =>
      entry(id, 'AWS::EC2::VPCPeeringConnection', { VpcId: file.vpc.id, PeerVpcId: peerVpcId }),
    ),
  ];
}

function vpc({ vpc: { id, name, ipv4CidrBlocks, dnsSupport, dnsHostnames } }: VpcFile): Entry {
  return entry(id, 'AWS::EC2::VPC', {
    CidrBlock: ipv4CidrBlocks[0],
    EnableDnsSupport: dnsSupport ?? true,
    EnableDnsHostnames: dnsHostnames ?? true,
    ...nameTags(name),
  });
}

function blocks({ vpc: { id, ipv4CidrBlocks, ipv6CidrBlocks } }: VpcFile): Entry[] {
  const VpcId = { Ref: id };
  return [
    ...ipv4CidrBlocks
      .slice(1)
      .map((CidrBlock) => entry(`${id} ${CidrBlock}`, 'AWS::EC2::VPCCidrBlock', { VpcId, CidrBlock })),
    ...ipv6CidrBlocks.map((Ipv6CidrBlock) =>
      entry(`${id} ${Ipv6CidrBlock}`, 'AWS::EC2::VPCCidrBlock', { VpcId, Ipv6CidrBlock }),
    ),
  ];
}

function nameServers({ vpc: { id, nameServers: servers } }: VpcFile): Entry[] {
  if (servers === null) return [];
  const options = `${id} DHCP options`;
  return [
    entry(options, 'AWS::EC2::DHCPOptions', { DomainNameServers: servers }),
    entry(`${options} association`, 'AWS::EC2::VPCDHCPOptionsAssociation', {
      VpcId: { Ref: id },
      DhcpOptionsId: { Ref: options },
    }),
  ];
}

function subnetResource(subnet: VpcFile['subnets'][number], { vpc: { id } }: VpcFile): Entry {
  return entry(
    subnet.id,
    'AWS::EC2::Subnet',
    withoutNulls({
      VpcId: { Ref: id },
      CidrBlock: subnet.ipv4CidrBlock,
      Ipv6CidrBlock: subnet.ipv6CidrBlock,
      AvailabilityZone: subnet.availabilityZone,
      MapPublicIpOnLaunch: subnet.mapPublicIpOnLaunch,
      AssignIpv6AddressOnCreation: subnet.assignIpv6AddressOnCreation,
      EnableDns64: subnet.dns64,
      Ipv6Native: subnet.ipv4CidrBlock === null,
      ...nameTags(subnet.name),
    }),
  );
}

/** EC2 says what is in force for each subnet: the setting of the account, as exclusions leave it. */
function publicAccess({ vpc: { blockPublicAccess }, subnets }: VpcFile): Entry[] {
  const modes = [blockPublicAccess, ...subnets.map((subnet) => subnet.blockPublicAccess)];
  const mode = (['block-bidirectional', 'block-ingress'] as const).find((each) => modes.includes(each));
  if (mode === undefined) return [];
  return [
    entry('block public access', 'AWS::EC2::VPCBlockPublicAccessOptions', { InternetGatewayBlockMode: mode }),
    ...subnets
      .filter((subnet) => subnet.blockPublicAccess !== mode)
      .map(({ id, blockPublicAccess: own }) =>
        entry(`${id} exclusion`, 'AWS::EC2::VPCBlockPublicAccessExclusion', {
          SubnetId: id,
          InternetGatewayExclusionMode: own === 'off' ? 'allow-bidirectional' : 'allow-egress',
        }),
      ),
  ];
}
