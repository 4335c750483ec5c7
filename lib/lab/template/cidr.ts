/** CIDR arithmetic on whole address blocks of both families: containment, overlap, splitting, the nth address. */

import ipaddr from 'ipaddr.js';
import { parseBlock } from '../../../lambda/report/addresses.ts';
import { UserError } from '../../user-error.ts';

export interface CidrBlock {
  readonly family: 'IPv4' | 'IPv6';
  readonly first: bigint;
  readonly prefixLength: number;
}

const BITS = { IPv4: 32, IPv6: 128 } as const;

/** Host bits are cleared, as EC2 does (`100.68.0.18/18` becomes `100.68.0.0/18`). */
export function parseCidr(text: string): CidrBlock {
  const block = parseBlock(text);
  if (!block) {
    throw new UserError(`"${text}" is not a CIDR block: write it like 10.1.0.0/16 or 2001:db8::/56`);
  }
  const { family, prefix, length: prefixLength } = block;
  const hostBits = BigInt(BITS[family] - prefixLength);
  const address = toBigInt(ipaddr.parse(prefix).toByteArray());
  return { family, first: (address >> hostBits) << hostBits, prefixLength };
}

export function formatCidr(block: CidrBlock): string {
  return `${addressAt(block, 0)}/${block.prefixLength}`;
}

/** The address at an offset from the block's first. */
export function addressAt({ family, first, prefixLength }: CidrBlock, offset: number): string {
  if (BigInt(offset) >= 1n << BigInt(BITS[family] - prefixLength)) {
    throw new Error(`a /${prefixLength} has no address number ${offset}`);
  }
  return ipaddr.fromByteArray(toBytes(first + BigInt(offset), BITS[family] / 8)).toString();
}

/** The family of an address or block that is known to be valid. */
export function isIpv6(addressOrBlock: string): boolean {
  return addressOrBlock.includes(':');
}

/** Unique local addresses (RFC 4193): IPAM's private scope takes its blocks from them. */
export function isPrivateIpv6(block: string): boolean {
  return contains(UNIQUE_LOCAL, parseCidr(block));
}

/** How many addresses the block holds. */
export function sizeOf({ family, prefixLength }: CidrBlock): bigint {
  return 1n << BigInt(BITS[family] - prefixLength);
}

export function contains(outer: CidrBlock, inner: CidrBlock): boolean {
  return (
    inner.family === outer.family &&
    inner.prefixLength >= outer.prefixLength &&
    inner.first >= outer.first &&
    inner.first < outer.first + sizeOf(outer)
  );
}

export function overlap(a: CidrBlock, b: CidrBlock): boolean {
  return contains(a, b) || contains(b, a);
}

/** The first blocks of `hostBits` host bits each, as `Fn::Cidr` cuts them: 8 gives /24s of IPv4, 64 gives /64s. */
export function splitCidr(block: CidrBlock, count: number, hostBits: number): CidrBlock[] {
  const prefixLength = BITS[block.family] - hostBits;
  if (hostBits < 0)
    throw new UserError(`${hostBits} host bits are too few: write 0 to ${BITS[block.family]}`);
  const available = prefixLength < block.prefixLength ? 0n : 1n << BigInt(prefixLength - block.prefixLength);
  if (BigInt(count) > available) {
    throw new UserError(
      `${formatCidr(block)} holds ${available} blocks of ${hostBits} host bits, not ${count}`,
    );
  }
  return Array.from({ length: count }, (_, index) => ({
    family: block.family,
    first: block.first + (BigInt(index) << BigInt(hostBits)),
    prefixLength,
  }));
}

function toBigInt(bytes: readonly number[]): bigint {
  return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

function toBytes(value: bigint, length: number): number[] {
  return Array.from({ length }, (_, index) => Number((value >> BigInt(8 * (length - 1 - index))) & 0xffn));
}

const UNIQUE_LOCAL = parseCidr('fc00::/7');
