/** Questions about IP addresses, answered by Node's own address matching. */
import { BlockList, isIP } from 'node:net';
import type { Family } from './vocabulary.ts';

/** Whether `address` lies in `cidrBlock` (`2600:1f14::/56`, `10.1.0.0/16`); false where either is malformed. */
export function isInside(address: string, cidrBlock: string | null): boolean {
  const [prefix, length] = cidrBlock?.split('/') ?? [];
  const family = familyOf(address);
  if (prefix === undefined || length === undefined || family === null || family !== familyOf(prefix)) {
    return false;
  }
  const block = new BlockList();
  block.addSubnet(prefix, Number(length), family === 'IPv6' ? 'ipv6' : 'ipv4');
  return block.check(address, family === 'IPv6' ? 'ipv6' : 'ipv4');
}

/** Addresses that networks use inside and the internet does not route, with what each is called (RFC 1918, 6598, 4193). */
export const OWN_BLOCKS: readonly (readonly [name: string, ...blocks: string[]])[] = [
  ['a private address', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'],
  ['a shared address', '100.64.0.0/10'],
  ['a unique local address', 'fc00::/7'],
];

/** The well-known prefix of NAT64 (RFC 6052, section 2.1). */
export const NAT64_PREFIX = '64:ff9b::/96';

/** Null for text that is not an address. */
export function familyOf(address: string): Family | null {
  const version = isIP(address);
  if (version === 0) return null;
  return version === 6 ? 'IPv6' : 'IPv4';
}
