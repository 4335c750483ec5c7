/** The VPC, and its subnets. */
import { z } from 'zod';
import { type CidrBlock, contains, formatCidr, overlap, parseCidr } from './cidr.ts';
import { requireIpamBlock } from './ipv6-blocks.ts';
import type { Subnet, Vpc } from './model.ts';
import { ofVpc } from './one-vpc.ts';
import { cidrBlock, flag, ipv4CidrBlock, optionalText, refused, text } from './property-types.ts';
import { idIn, readEach } from './read-each.ts';
import { shownName } from './shown-name.ts';
import type { Stack, StackResource } from './stack.ts';
import { ipv6BlocksOfSubnet } from './subnet-blocks.ts';
import { errorAt } from './template-error.ts';
import { vpcBlocks } from './vpc-blocks.ts';
import { assumedZone, requireZone, zoneNamed } from './zones.ts';

const vpcSchema = z.object({
  CidrBlock: ipv4CidrBlock,
  EnableDnsSupport: flag,
  EnableDnsHostnames: flag,
});

const subnetSchema = z.object({
  VpcId: text,
  CidrBlock: cidrBlock('IPv4', 'Ipv6CidrBlock').optional(),
  Ipv6CidrBlock: cidrBlock('IPv6', 'CidrBlock').optional(),
  AvailabilityZone: optionalText,
  AvailabilityZoneId: optionalText,
  MapPublicIpOnLaunch: flag,
  EnableDns64: flag,
  Ipv6Native: flag,
  OutpostArn: refused('an Outpost has networks of its own'),
});

type SubnetFamilies = Pick<
  z.output<typeof subnetSchema>,
  'CidrBlock' | 'Ipv6CidrBlock' | 'Ipv6Native' | 'EnableDns64'
>;

export function buildVpc(stack: Stack, vpc: StackResource): Vpc {
  requireIpamBlock(stack, vpc, 'CidrBlock', 'Ipv4IpamPoolId');
  const { CidrBlock, EnableDnsSupport = true, EnableDnsHostnames = false } = stack.read(vpc, vpcSchema);
  const blocks = vpcBlocks(stack, vpc, CidrBlock);
  return {
    logicalId: vpc.logicalId,
    id: stack.refOf(vpc.logicalId),
    ipv4CidrBlocks: blocks.ipv4,
    ipv6CidrBlocks: blocks.ipv6,
    dnsSupport: EnableDnsSupport,
    dnsHostnames: EnableDnsHostnames,
  };
}

/** A subnet without what the rest of the template decides about it. */
export type BareSubnet = Omit<Subnet, 'routeTableId' | 'networkAclId' | 'publicAccess'>;

export function buildSubnets(stack: Stack, vpc: Vpc): BareSubnet[] {
  const taken: { readonly logicalId: string; readonly block: CidrBlock }[] = [];

  function claim(resource: StackResource, cidrBlock: string, vpcBlocks: readonly string[]): string {
    const block = parseCidr(cidrBlock);
    requirePossibleSize(resource, block);
    if (!vpcBlocks.some((outer) => contains(parseCidr(outer), block))) {
      const blocks = vpcBlocks.join(', ') || '(it has none)';
      throw errorAt(resource, `"${cidrBlock}" is not inside the VPC's blocks ${blocks}`);
    }
    const rival = taken.find((other) => overlap(other.block, block));
    if (rival) {
      throw errorAt(resource, `"${cidrBlock}" overlaps ${formatCidr(rival.block)} of ${rival.logicalId}`);
    }
    taken.push({ logicalId: resource.logicalId, block });
    return formatCidr(block);
  }

  const own = (resource: StackResource) => [stack.refOf(resource.logicalId)];
  const resources = ofVpc(stack, 'AWS::EC2::Subnet', vpc);
  const ids = resources.map((resource) => idIn(stack, resource, 'AvailabilityZoneId'));
  const subnets = readEach(stack, resources, own, (resource): BareSubnet => {
    requireIpamBlock(stack, resource, 'CidrBlock', 'Ipv4IpamPoolId');
    const properties = stack.read(resource, subnetSchema);
    requireZone(resource, properties, { region: stack.region, ids });
    const zone = zoneNamed(properties);
    const ipv4 = properties.CidrBlock;
    const ipv6 = ipv6BlockOf(stack, resource);
    requirePossibleFamilies(resource, { ...properties, CidrBlock: ipv4, Ipv6CidrBlock: ipv6 });
    return {
      logicalId: resource.logicalId,
      id: stack.refOf(resource.logicalId),
      name: shownName(stack, resource, 'Name'),
      availabilityZone: zone ?? assumedZone(stack.region),
      ...(zone === undefined && { isZoneAssumed: true as const }),
      ipv4CidrBlock: ipv4 === undefined ? null : claim(resource, ipv4, vpc.ipv4CidrBlocks),
      ipv6CidrBlock: ipv6 === undefined ? null : claim(resource, ipv6, vpc.ipv6CidrBlocks),
      mapPublicIpOnLaunch: properties.MapPublicIpOnLaunch ?? false,
      dns64: properties.EnableDns64 ?? false,
    };
  });
  noteAssumedZones(stack, subnets);
  return subnets;
}

function noteAssumedZones(stack: Stack, subnets: readonly BareSubnet[]): void {
  const names = subnets.filter(({ isZoneAssumed }) => isZoneAssumed).map(({ logicalId }) => logicalId);
  if (names.length === 0) return;
  stack.note(
    `EC2 chooses the Availability Zone of ${names.join(', ')}, since the template names none: the lab writes ${assumedZone(stack.region)}`,
  );
}

function ipv6BlockOf(stack: Stack, subnet: StackResource): string | undefined {
  const blocks = ipv6BlocksOfSubnet(stack, subnet);
  if (blocks.length <= 1) return blocks[0];
  throw errorAt(subnet, `it has the IPv6 blocks ${blocks.join(' and ')}: a subnet takes one`);
}

/** Refuses what EC2 refuses, and a subnet without any block. */
function requirePossibleFamilies(
  resource: StackResource,
  { CidrBlock, Ipv6CidrBlock, Ipv6Native = false, EnableDns64 = false }: SubnetFamilies,
): void {
  const fault = () => {
    if (Ipv6Native && CidrBlock !== undefined) return `Ipv6Native is true, so it takes no CidrBlock`;
    if (!Ipv6Native && CidrBlock === undefined)
      return `it has no CidrBlock: write Ipv6Native: true for an IPv6-only subnet`;
    if (Ipv6Native && Ipv6CidrBlock === undefined) return `Ipv6Native is true, so it needs an Ipv6CidrBlock`;
    return EnableDns64 && Ipv6CidrBlock === undefined ? `EnableDns64 needs an Ipv6CidrBlock` : null;
  };
  const found = fault();
  if (found !== null) throw errorAt(resource, found);
}

/** EC2 allows IPv4 subnets from /16 to /28, and IPv6 ones from /44 to /64 in steps of 4. */
function requirePossibleSize(resource: StackResource, { family, prefixLength }: CidrBlock): void {
  const fits =
    family === 'IPv4'
      ? prefixLength >= 16 && prefixLength <= 28
      : prefixLength >= 44 && prefixLength <= 64 && prefixLength % 4 === 0;
  if (fits) return;
  const right = family === 'IPv4' ? '/16 to /28' : '/44, /48, … /64';
  throw errorAt(resource, `an ${family} subnet cannot be a /${prefixLength}: it can be ${right}`);
}
