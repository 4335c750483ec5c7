/** Which blocks a VPC can have. A witness that vouches for any other block vouches for everybody. */
import { isInside, parseBlock } from './addresses.ts';
import type { Family } from './vocabulary.ts';

/** Addresses that one interface has and the internet routes (RFC 4291, section 2.4; IANA, IPv6 address space). */
export const GLOBAL_UNICAST = '2000::/3';

/** The lengths of a VPC's blocks (VPC User Guide, "VPC CIDR blocks"). */
const LENGTHS = {
  IPv4: { shortest: 16, longest: 28, step: 1 },
  IPv6: { shortest: 44, longest: 60, step: 4 },
} as const;

/** Whether a VPC can have it: IPv4 of /16 to /28, or global unicast IPv6 of /44 to /60 in steps of 4. */
export function isVpcBlock(text: string): boolean {
  const block = parseBlock(text);
  if (block === null) return false;
  return (block.family === 'IPv4' || isInside(block.prefix, GLOBAL_UNICAST)) && isVpcLength(block);
}

/** Whether a VPC's block can be as long as this: /16 to /28 of IPv4, /44 to /60 in steps of 4 of IPv6. */
export function isVpcLength({
  family,
  length,
}: {
  readonly family: Family;
  readonly length: number;
}): boolean {
  const { shortest, longest, step } = LENGTHS[family];
  return length >= shortest && length <= longest && (length - shortest) % step === 0;
}
