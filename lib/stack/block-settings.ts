/** The settings that are blocks of addresses: the IPv4 block of a VPC to build, and the IPv6 blocks of an existing one. */
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { SPECIAL_RANGES } from '../../lambda/report/special-addresses.ts';
import { GLOBAL_UNICAST } from '../../lambda/report/vpc-block.ts';

/** Subnets are /24s at fixed places, the last of them the eleventh; a /20 holds sixteen. */
const SMALLEST_IPV4 = 20;
/** EC2 does not allow a larger IPv4 block for a VPC. */
const LARGEST_IPV4 = 16;

export const ipv4CidrBlock = z
  .string('write a block in quotes, such as "10.1.0.0/16"')
  .refine((text) => text === canonicalIpv4(text) && isPrivateAndFits(text), {
    error: ({ input }) => usableIpv4(String(input)),
  })
  .default('10.1.0.0/16');

/** What to write instead: the block that was meant, where that is clear. */
function usableIpv4(text: string): string {
  const meant = canonicalIpv4(text);
  const example = meant !== null && isPrivateAndFits(meant) ? meant : '10.1.0.0/16';
  return `write a private IPv4 block of /${LARGEST_IPV4} to /${SMALLEST_IPV4}, such as "${example}"`;
}

/** As EC2 writes it: four decimal parts, no bits set beyond its length. */
function canonicalIpv4(text: string): string | null {
  if (!ipaddr.IPv4.isValidCIDR(text)) return null;
  const [, length] = ipaddr.IPv4.parseCIDR(text);
  return `${ipaddr.IPv4.networkAddressFromCIDR(text)}/${length}`;
}

/** RFC 1918. */
function isPrivateAndFits(block: string): boolean {
  const [address, length] = ipaddr.IPv4.parseCIDR(block);
  return address.range() === 'private' && length >= LARGEST_IPV4 && length <= SMALLEST_IPV4;
}

/** A VPC's IPv6 blocks: their lengths, and how many it may have (VPC User Guide, "VPC CIDR blocks" and its quotas). */
const LARGEST_IPV6 = 44;
const SMALLEST_IPV6 = 60;
const STEP = 4;
const MOST_BLOCKS = 5;

const EXAMPLE = '2600:1f14:abc:de00::/56';

/** What of global unicast a VPC does not get. */
const SPECIAL = SPECIAL_RANGES.filter(
  ({ block }) => ipaddr.IPv6.isValidCIDR(block) && overlap(block, GLOBAL_UNICAST),
);

const ipv6Block = z
  .string(`write a block in quotes, such as "${EXAMPLE}"`)
  .refine((text) => ipv6Problem(text) === null, { error: ({ input }) => ipv6Problem(String(input)) ?? '' });

const ipv6Blocks = z
  .array(ipv6Block)
  .min(1, `write at least one block, such as "${EXAMPLE}"`)
  .max(MOST_BLOCKS, `write at most ${MOST_BLOCKS} blocks: a VPC has no more`)
  .refine((list) => new Set(list).size === list.length, 'write each block once');

/** One block, or a list of them. */
export const ipv6CidrBlocks = z
  .unknown()
  .optional()
  .transform((given, context): readonly string[] | undefined => {
    if (given === undefined) return undefined;
    const parsed = ipv6Blocks.safeParse(Array.isArray(given) ? given : [given]);
    if (parsed.success) return parsed.data;
    for (const { message, path } of parsed.error.issues) {
      context.issues.push({ code: 'custom', message, input: given, path: Array.isArray(given) ? path : [] });
    }
    return z.NEVER;
  });

/**
 * What is wrong with a block of a VPC, and what to write. The role's grants hold for the block's addresses, and the IAM
 * control for all others: with a block that is too large, or never seen on the internet, neither would mean anything.
 */
function ipv6Problem(text: string): string | null {
  if (!ipaddr.IPv6.isValidCIDR(text)) return `write an IPv6 block such as "${EXAMPLE}"`;
  const [, length] = ipaddr.IPv6.parseCIDR(text);
  if (length < LARGEST_IPV6 || length > SMALLEST_IPV6 || length % STEP !== 0)
    return `write a block of /${LARGEST_IPV6} to /${SMALLEST_IPV6} in steps of ${STEP}, as VPCs have them, such as "${EXAMPLE}"`;
  if (!overlap(text, GLOBAL_UNICAST))
    return `it is not in ${GLOBAL_UNICAST}, so its addresses do not reach the internet: write the VPC's public block, such as "${EXAMPLE}"`;
  const special = SPECIAL.find(({ block }) => overlap(text, block));
  if (special)
    return `it is not a VPC's: ${special.block} is set aside (${special.name}, ${special.source}); write the VPC's own block, such as "${EXAMPLE}"`;
  const canonical = `${ipaddr.IPv6.networkAddressFromCIDR(text)}/${length}`;
  const [written] = ipaddr.IPv6.parseCIDR(text);
  return `${written}/${length}` === canonical
    ? null
    : `it has bits set beyond its length: write "${canonical}"`;
}

/** Blocks overlap where one holds the other. */
function overlap(one: string, other: string): boolean {
  const [first, firstLength] = ipaddr.IPv6.parseCIDR(one);
  const [second, secondLength] = ipaddr.IPv6.parseCIDR(other);
  return first.match([second, Math.min(firstLength, secondLength)]);
}
