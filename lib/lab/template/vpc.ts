/** The template's one VPC, and its subnets. */
import { z } from 'zod';
import { type CidrBlock, formatCidr, isInside, overlap, parseCidr } from './cidr.ts';
import { ipv6CidrBlocks, secondaryIpv4CidrBlocks } from './ipv6-blocks.ts';
import type { Subnet, Vpc } from './model.ts';
import {
  flag,
  ipv4CidrBlock,
  ipv6CidrBlock,
  nameTag,
  optionalText,
  refused,
  tags,
  text,
} from './property-types.ts';
import type { Stack, StackResource } from './stack.ts';
import { placeOf, TemplateError } from './template-error.ts';

const IPAM = refused('its address range is chosen by IPAM; name the block itself');

const vpcSchema = z.object({
  CidrBlock: ipv4CidrBlock,
  EnableDnsSupport: flag,
  EnableDnsHostnames: flag,
  Ipv4IpamPoolId: IPAM,
});

const subnetSchema = z.object({
  VpcId: text,
  CidrBlock: ipv4CidrBlock.optional(),
  Ipv6CidrBlock: ipv6CidrBlock.optional(),
  AvailabilityZone: optionalText,
  MapPublicIpOnLaunch: flag,
  EnableDns64: flag.refine((value) => !value, 'the lab has no DNS64: leave it out'),
  Ipv4IpamPoolId: IPAM,
  Ipv6IpamPoolId: IPAM,
  OutpostArn: refused('an Outpost has networks of its own'),
  Tags: tags,
});

export function buildVpc(stack: Stack): Vpc {
  const vpcs = stack.resourcesOfType('AWS::EC2::VPC');
  const [vpc] = vpcs;
  if (!vpc) throw new TemplateError('the template has no AWS::EC2::VPC: the lab needs the one to test');
  if (vpcs.length > 1) {
    const names = vpcs.map(({ logicalId }) => logicalId).join(', ');
    throw new TemplateError(`the template has ${vpcs.length} VPCs (${names}): the lab holds one`);
  }
  const { CidrBlock, EnableDnsSupport = true, EnableDnsHostnames = false } = stack.read(vpc, vpcSchema);
  return {
    logicalId: vpc.logicalId,
    id: stack.refOf(vpc.logicalId),
    ipv4CidrBlocks: [
      formatCidr(parseCidr(CidrBlock)),
      ...secondaryIpv4CidrBlocks(stack).map(({ cidrBlock }) => cidrBlock),
    ],
    ipv6CidrBlocks: ipv6CidrBlocks(stack).map(({ cidrBlock }) => cidrBlock),
    dnsSupport: EnableDnsSupport,
    dnsHostnames: EnableDnsHostnames,
  };
}

/** A subnet before it is known what else of the template concerns it. */
export type BareSubnet = Omit<Subnet, 'routeTableId' | 'networkAclId' | 'publicAccess'>;

export function buildSubnets(stack: Stack, vpc: Vpc): BareSubnet[] {
  const taken: { readonly logicalId: string; readonly block: CidrBlock }[] = [];

  function claim(resource: StackResource, cidrBlock: string, vpcBlocks: readonly string[]): string {
    const block = parseCidr(cidrBlock);
    refuseSize(resource, block);
    if (!vpcBlocks.some((outer) => isInside(block, parseCidr(outer)))) {
      const blocks = vpcBlocks.join(', ') || 'of which there are none';
      throw new TemplateError(
        `${placeOf(resource)}: "${cidrBlock}" is not inside the VPC's blocks ${blocks}`,
      );
    }
    const rival = taken.find((other) => overlap(other.block, block));
    if (rival) {
      throw new TemplateError(
        `${placeOf(resource)}: "${cidrBlock}" overlaps ${formatCidr(rival.block)} of ${rival.logicalId}`,
      );
    }
    taken.push({ logicalId: resource.logicalId, block });
    return formatCidr(block);
  }

  return stack.resourcesOfType('AWS::EC2::Subnet').map((resource) => {
    const properties = stack.read(resource, subnetSchema);
    const { CidrBlock: ipv4, Ipv6CidrBlock: ipv6 } = properties;
    if (ipv4 === undefined && ipv6 === undefined) {
      throw new TemplateError(`${placeOf(resource)}: it has neither a CidrBlock nor an Ipv6CidrBlock`);
    }
    return {
      logicalId: resource.logicalId,
      id: stack.refOf(resource.logicalId),
      name: nameTag(properties.Tags) ?? resource.logicalId,
      availabilityZone: properties.AvailabilityZone ?? `${stack.region}a`,
      ipv4CidrBlock: ipv4 === undefined ? null : claim(resource, ipv4, vpc.ipv4CidrBlocks),
      ipv6CidrBlock: ipv6 === undefined ? null : claim(resource, ipv6, vpc.ipv6CidrBlocks),
      mapPublicIpOnLaunch: properties.MapPublicIpOnLaunch ?? false,
    };
  });
}

/** EC2 takes IPv4 subnets from /16 to /28, and IPv6 ones from /44 to /64 in steps of 4. */
function refuseSize(resource: StackResource, { family, prefixLength }: CidrBlock): void {
  const fits =
    family === 'IPv4'
      ? prefixLength >= 16 && prefixLength <= 28
      : prefixLength >= 44 && prefixLength <= 64 && prefixLength % 4 === 0;
  if (fits) return;
  const right = family === 'IPv4' ? '/16 to /28' : '/44, /48, … /64';
  throw new TemplateError(
    `${placeOf(resource)}: an ${family} subnet cannot be a /${prefixLength}: ${right} can`,
  );
}
