/** The address blocks of the VPC: its own, those that the template associates with it, and which of them EC2 refuses. */
import { GLOBAL_UNICAST, isVpcLength } from '../../../lambda/report/vpc-block.ts';
import { type CidrBlock, contains, formatCidr, isPrivateIpv6, overlap, parseCidr } from './cidr.ts';
import { type AssociatedBlock, ipv6CidrBlocks, secondaryIpv4CidrBlocks } from './ipv6-blocks.ts';
import type { Stack, StackResource } from './stack.ts';
import { errorAt, placeOf } from './template-error.ts';

const ASSOCIATION = 'AWS::EC2::VPCCidrBlock';

interface OwnedBlock {
  readonly logicalId: string;
  readonly type: string;
  readonly block: CidrBlock;
}

/**
 * @param own the block of the VPC itself
 * @throws TemplateError for a block that EC2 refuses, by itself or beside the others
 */
export function vpcBlocks(
  stack: Stack,
  vpc: StackResource,
  own: string,
): { readonly ipv4: string[]; readonly ipv6: string[] } {
  const id = stack.refOf(vpc.logicalId);
  const associated = (blocks: readonly AssociatedBlock[]): OwnedBlock[] =>
    blocks
      .filter(({ vpcId }) => vpcId === id)
      .map(({ logicalId, cidrBlock }) => ({ logicalId, type: ASSOCIATION, block: parseCidr(cidrBlock) }));
  const first = { logicalId: vpc.logicalId, type: vpc.type, block: parseCidr(own) };
  const ipv4 = [first, ...associated(secondaryIpv4CidrBlocks(stack))];
  const ipv6 = associated(ipv6CidrBlocks(stack));
  for (const owned of [...ipv4, ...ipv6]) requirePossible(owned);
  requireApart([...ipv4, ...ipv6]);
  for (const owned of ipv6) notePrivate(stack, owned);
  return {
    ipv4: ipv4.map(({ block }) => formatCidr(block)),
    ipv6: ipv6.map(({ block }) => formatCidr(block)),
  };
}

const LENGTHS = { IPv4: '/16 to /28', IPv6: '/44, /48, /52, /56 or /60' } as const;

/** Blocks that no VPC can have (VPC User Guide, "VPC CIDR blocks"; IPAM User Guide, "Create IPv6 pools"). */
const RESERVED = [
  ['0.0.0.0/8', 'means this network'],
  ['127.0.0.0/8', 'is for loopback'],
  ['169.254.0.0/16', 'is link-local'],
  ['224.0.0.0/4', 'is for multicast'],
  ['fd00::/16', 'is reserved for Amazon'],
] as const;

/** What a VPC's IPv6 block is part of: public addresses, or private ones from IPAM. */
const IPV6_RANGES = [GLOBAL_UNICAST, 'fd00::/8'];

function requirePossible(owned: OwnedBlock): void {
  const { family, prefixLength: length } = owned.block;
  const text = formatCidr(owned.block);
  if (!isVpcLength({ family, length }))
    throw errorAt(owned, `"${text}" cannot be a VPC's ${family} block: it can be ${LENGTHS[family]}`);
  const reserved = RESERVED.find(([range]) => overlap(parseCidr(range), owned.block));
  if (reserved) throw errorAt(owned, `"${text}" cannot be a VPC's block: ${reserved[0]} ${reserved[1]}`);
  if (family === 'IPv6' && !IPV6_RANGES.some((range) => contains(parseCidr(range), owned.block)))
    throw errorAt(owned, `"${text}" cannot be a VPC's block: it can be part of ${IPV6_RANGES.join(' or ')}`);
}

function notePrivate(stack: Stack, owned: OwnedBlock): void {
  const text = formatCidr(owned.block);
  if (!isPrivateIpv6(text)) return;
  stack.note(
    `${placeOf(owned)}: ${text} is a private IPv6 block, which AWS does not advertise: no gateway to the internet carries its addresses`,
  );
}

function requireApart(blocks: readonly OwnedBlock[]): void {
  for (const [index, owned] of blocks.entries()) {
    const rival = blocks.slice(0, index).find(({ block }) => overlap(block, owned.block));
    if (!rival) continue;
    throw errorAt(
      owned,
      `"${formatCidr(owned.block)}" overlaps ${formatCidr(rival.block)} of ${rival.logicalId}: the blocks of a VPC cannot overlap`,
    );
  }
}
