/** Questions about IP addresses, answered by Node's own address matching. */
import { BlockList, isIP } from 'node:net';
import type { Family } from './vocabulary.ts';

interface Block {
  readonly family: Family;
  readonly prefix: string;
  /** In bits. */
  readonly length: number;
}

const BITS: Readonly<Record<Family, number>> = { IPv4: 32, IPv6: 128 };
const LENGTH = /^(?:0|[1-9]\d{0,2})$/;

/** Before the name of an interface, as in `fe80::1%eth0` (RFC 4007, section 11). */
const ZONE = '%';

/** Null for everything that is not an address without a zone, a slash, and a length that its family can have. */
export function parseBlock(text: string): Block | null {
  const [prefix = '', length = '', ...more] = text.split('/', 3);
  const family = prefix.includes(ZONE) ? null : familyOf(prefix);
  if (family === null || more.length > 0 || !LENGTH.test(length) || Number(length) > BITS[family])
    return null;
  return { family, prefix, length: Number(length) };
}

/** Whether `address` lies in `cidrBlock` (`2600:1f14::/56`, `10.1.0.0/16`); false where either is malformed. */
export function isInside(address: string, cidrBlock: string | null): boolean {
  const family = familyOf(address);
  const block = cidrBlock === null ? null : parseBlock(cidrBlock);
  if (block === null || family !== block.family) return false;
  const [plain = ''] = address.split(ZONE);
  const type = family === 'IPv6' ? 'ipv6' : 'ipv4';
  return listOf(block, type).check(plain, type);
}

/** A list costs more to make than a thousand questions to it, and a run asks hundreds about a few blocks. */
const lists = new Map<string, BlockList>();

/** A stranger's report may name any number of blocks. */
const MOST_LISTS = 1_000;

function listOf({ prefix, length }: Block, type: 'ipv4' | 'ipv6'): BlockList {
  const key = `${prefix}/${length}`;
  const known = lists.get(key);
  if (known) return known;
  if (lists.size >= MOST_LISTS) lists.clear();
  const list = new BlockList();
  list.addSubnet(prefix, length, type);
  lists.set(key, list);
  return list;
}

/** Addresses that networks use inside and the internet does not route, with what each is called (RFC 1918, 6598, 4193). */
export const OWN_BLOCKS: readonly (readonly [name: string, ...blocks: string[]])[] = [
  ['a private address', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'],
  ['a shared address', '100.64.0.0/10'],
  ['a unique local address', 'fc00::/7'],
];

/** The well-known prefix of NAT64 (RFC 6052, section 2.1). */
export const NAT64_PREFIX = '64:ff9b::/96';

/** IPv4 addresses written as IPv6 (RFC 4291, section 2.5.5.2). */
export const MAPPED_PREFIX = '::ffff:0:0/96';

/** Null for text that is not an address. */
export function familyOf(address: string): Family | null {
  const version = isIP(address);
  if (version === 0) return null;
  return version === 6 ? 'IPv6' : 'IPv4';
}

/** A host without the brackets that a URL puts around an IPv6 address. */
export function bareHost(host: string): string {
  return host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
}
