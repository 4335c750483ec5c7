/** The blocks that the template associates with its VPCs: those that it names, and those that Amazon would provide. */
import { z } from 'zod';
import { addressAt, formatCidr, parseCidr } from './cidr.ts';
import { missingBlock } from './missing-values.ts';
import { cidrBlock, flag, text } from './property-types.ts';
import { isSet } from './read-each.ts';
import type { Stack, StackResource } from './stack.ts';
import { errorAt } from './template-error.ts';

/** The lab's first Amazon-provided block: a /56 of the documentation prefix (RFC 3849). Further ones follow it. */
const FIRST_PROVIDED_BLOCK = '2001:db8:1234:1a00::/56';

const vpcCidrBlockSchema = z.object({
  VpcId: text,
  AmazonProvidedIpv6CidrBlock: flag,
  Ipv6CidrBlock: cidrBlock('IPv6', 'CidrBlock').optional(),
  CidrBlock: cidrBlock('IPv4', 'Ipv6CidrBlock').optional(),
});

export interface AssociatedBlock {
  readonly logicalId: string;
  readonly vpcId: string;
  readonly cidrBlock: string;
}

export function blocksOf(vpc: string, blocks: readonly AssociatedBlock[]): string[] {
  return blocks.filter(({ vpcId }) => vpcId === vpc).map(({ cidrBlock }) => cidrBlock);
}

type Reader = Pick<Stack, 'resourcesOfType' | 'read' | 'property'>;

/** @throws MissingValues where a pool of IPAM chooses the block, and the user has not given it */
export function requireIpamBlock(
  stack: Pick<Stack, 'property'>,
  resource: StackResource,
  block: string,
  pool: string,
): void {
  if (isSet(stack, resource, block) || !isSet(stack, resource, pool)) return;
  throw missingBlock(resource.logicalId, block);
}

export function ipv6CidrBlocks(stack: Reader): AssociatedBlock[] {
  let provided = 0;
  return associations(stack).flatMap(({ logicalId, vpcId, ipv6 }) => {
    if (ipv6 === null) return [];
    const cidrBlock = ipv6 === 'amazon' ? providedBlock(provided++) : formatCidr(parseCidr(ipv6));
    return [{ logicalId, vpcId, cidrBlock }];
  });
}

/** The VPC's secondary IPv4 blocks. */
export function secondaryIpv4CidrBlocks(stack: Reader): AssociatedBlock[] {
  return associations(stack).flatMap(({ logicalId, vpcId, ipv4 }) =>
    ipv4 === null ? [] : [{ logicalId, vpcId, cidrBlock: formatCidr(parseCidr(ipv4)) }],
  );
}

function associations(stack: Reader) {
  return stack.resourcesOfType('AWS::EC2::VPCCidrBlock').map((resource) => {
    requireIpamBlock(stack, resource, 'CidrBlock', 'Ipv4IpamPoolId');
    requireIpamBlock(stack, resource, 'Ipv6CidrBlock', 'Ipv6IpamPoolId');
    const properties = stack.read(resource, vpcCidrBlockSchema);
    const ipv6 = properties.AmazonProvidedIpv6CidrBlock ? 'amazon' : (properties.Ipv6CidrBlock ?? null);
    const ipv4 = properties.CidrBlock ?? null;
    requireOneBlock(resource, [properties.AmazonProvidedIpv6CidrBlock, properties.Ipv6CidrBlock, ipv4]);
    return { logicalId: resource.logicalId, vpcId: properties.VpcId, ipv6, ipv4 };
  });
}

function requireOneBlock(resource: StackResource, choices: readonly unknown[]): void {
  if (choices.filter(Boolean).length === 1) return;
  throw errorAt(
    resource,
    `exactly one of AmazonProvidedIpv6CidrBlock, Ipv6CidrBlock and CidrBlock must be given`,
  );
}

function providedBlock(index: number): string {
  const first = parseCidr(FIRST_PROVIDED_BLOCK);
  const size = 1n << 72n;
  return `${addressAt({ ...first, first: first.first + BigInt(index) * size }, 0)}/56`;
}
