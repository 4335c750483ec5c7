/** Which blocks a VPC can have. A witness that vouches for any other block vouches for everybody. */
import { isInside, parseBlock } from './addresses.ts';

/** Addresses that one interface has and the internet routes (RFC 4291, section 2.4; IANA, IPv6 address space). */
export const GLOBAL_UNICAST = '2000::/3';

/** The lengths of a VPC's blocks (VPC User Guide, "VPC CIDR blocks"). */
const IPV4_LENGTHS = { shortest: 16, longest: 28, step: 1 };
const IPV6_LENGTHS = { shortest: 44, longest: 60, step: 4 };

/** Whether a VPC can have it: IPv4 of /16 to /28, or global unicast IPv6 of /44 to /60 in steps of 4. */
export function isVpcBlock(text: string): boolean {
  const block = parseBlock(text);
  if (block === null) return false;
  if (block.family === 'IPv4') return isAmong(block.length, IPV4_LENGTHS);
  return isInside(block.prefix, GLOBAL_UNICAST) && isAmong(block.length, IPV6_LENGTHS);
}

function isAmong(length: number, { shortest, longest, step }: typeof IPV4_LENGTHS): boolean {
  return length >= shortest && length <= longest && (length - shortest) % step === 0;
}
