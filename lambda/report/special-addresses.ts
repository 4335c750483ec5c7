/**
 * Addresses that are not a public host's: all of IANA's special-purpose address registries for IPv4 and IPv6 (RFC 6890, as
 * of October 2026), multicast, and what IPv6 had for itself before.
 */
import { isInside, MAPPED_PREFIX, NAT64_PREFIX } from './addresses.ts';
import { lengthOf } from './route-table.ts';

export interface SpecialRange {
  readonly block: string;
  /** As the registry calls it. */
  readonly name: string;
  readonly source: string;
}

type Row = readonly [block: string, name: string, source: string];

/**
 * The registry calls 192.0.0.9, 192.0.0.10, AMT and AS112 globally reachable. They are anycast: the nearest
 * network answers, perhaps the function's own, and no public service has its name there. So they are refused as the rest is.
 */
const IPV4: readonly Row[] = [
  ['0.0.0.0/8', 'this network', 'RFC 791, section 3.2'],
  ['0.0.0.0/32', 'this host on this network', 'RFC 1122, section 3.2.1.3'],
  ['10.0.0.0/8', 'private use', 'RFC 1918'],
  ['100.64.0.0/10', 'shared address space', 'RFC 6598'],
  ['127.0.0.0/8', 'loopback', 'RFC 1122, section 3.2.1.3'],
  ['169.254.0.0/16', 'link-local, AWS metadata among it', 'RFC 3927'],
  ['172.16.0.0/12', 'private use', 'RFC 1918'],
  ['192.0.0.0/24', 'IETF protocol assignments', 'RFC 6890, section 2.1'],
  ['192.0.0.0/29', 'IPv4 service continuity prefix', 'RFC 7335'],
  ['192.0.0.8/32', 'IPv4 dummy address', 'RFC 7600'],
  ['192.0.0.9/32', 'Port Control Protocol anycast', 'RFC 7723'],
  ['192.0.0.10/32', 'TURN anycast', 'RFC 8155'],
  ['192.0.0.170/32', 'NAT64/DNS64 discovery', 'RFC 8880'],
  ['192.0.0.171/32', 'NAT64/DNS64 discovery', 'RFC 8880'],
  ['192.0.2.0/24', 'documentation', 'RFC 5737'],
  ['192.31.196.0/24', 'AS112', 'RFC 7535'],
  ['192.52.193.0/24', 'AMT', 'RFC 7450'],
  ['192.88.99.0/24', 'deprecated 6to4 relay anycast', 'RFC 7526'],
  ['192.88.99.2/32', '6a44 relay anycast', 'RFC 6751'],
  ['192.168.0.0/16', 'private use', 'RFC 1918'],
  ['192.175.48.0/24', 'direct delegation AS112 service', 'RFC 7534'],
  ['198.18.0.0/15', 'benchmarking', 'RFC 2544'],
  ['198.51.100.0/24', 'documentation', 'RFC 5737'],
  ['203.0.113.0/24', 'documentation', 'RFC 5737'],
  ['224.0.0.0/4', 'multicast', 'RFC 5771'],
  ['240.0.0.0/4', 'reserved', 'RFC 1112, section 4'],
  ['255.255.255.255/32', 'limited broadcast', 'RFC 919'],
];

/**
 * The registry calls some of these globally reachable: the anycast addresses of 2001:1::/32, AMT and AS112, which are refused
 * for the reason above, and ORCHID's and drones' identifiers, which only look like addresses.
 */
const IPV6: readonly Row[] = [
  ['::/128', 'unspecified', 'RFC 4291'],
  ['::1/128', 'loopback', 'RFC 4291'],
  ['64:ff9b:1::/48', 'local-use IPv4/IPv6 translation', 'RFC 8215'],
  ['100::/64', 'discard-only', 'RFC 6666'],
  ['100:0:0:1::/64', 'dummy prefix', 'RFC 9780'],
  ['2001::/23', 'IETF protocol assignments', 'RFC 2928'],
  ['2001:1::1/128', 'Port Control Protocol anycast', 'RFC 7723'],
  ['2001:1::2/128', 'TURN anycast', 'RFC 8155'],
  ['2001:1::3/128', 'DNS-SD registration anycast', 'RFC 9665'],
  ['2001:2::/48', 'benchmarking', 'RFC 5180'],
  ['2001:3::/32', 'AMT', 'RFC 7450'],
  ['2001:4:112::/48', 'AS112', 'RFC 7535'],
  ['2001:10::/28', 'deprecated ORCHID', 'RFC 4843'],
  ['2001:20::/28', 'ORCHIDv2', 'RFC 7343'],
  ['2001:30::/28', "drones' identifiers", 'RFC 9374'],
  ['2001:db8::/32', 'documentation', 'RFC 3849'],
  ['2620:4f:8000::/48', 'direct delegation AS112 service', 'RFC 7534'],
  ['3fff::/20', 'documentation', 'RFC 9637'],
  ['5f00::/16', 'segment routing identifiers', 'RFC 9602'],
  ['fc00::/7', 'unique local', 'RFC 4193'],
  ['fd00:ec2::/32', 'AWS metadata and resolver', 'Amazon EC2 User Guide, "Instance metadata"'],
  ['fe80::/10', 'link-local', 'RFC 4291'],
  ['fec0::/10', 'deprecated site-local', 'RFC 3879'],
  ['ff00::/8', 'multicast', 'RFC 4291'],
];

/** Each of these addresses has an IPv4 address in it, and leads to that or to a relay, if it leads anywhere. */
const IPV4_INSIDE: readonly Row[] = [
  ['::/96', 'an IPv4-compatible address', 'RFC 4291'],
  [MAPPED_PREFIX, 'an IPv4-mapped address', 'RFC 4291'],
  ['::ffff:0:0:0/96', 'an IPv4-translated address', 'RFC 2765'],
  [NAT64_PREFIX, 'an IPv4 address behind NAT64', 'RFC 6052'],
  ['2001::/32', 'a Teredo address', 'RFC 4380'],
  ['2002::/16', 'a 6to4 address', 'RFC 3056'],
];

export const SPECIAL_RANGES: readonly SpecialRange[] = [...IPV4, ...IPV6, ...IPV4_INSIDE]
  .map(([block, name, source]) => ({ block, name, source }))
  // The narrowest says best what an address is.
  .sort((one, other) => lengthOf(other.block) - lengthOf(one.block));

export function specialRange(address: string): SpecialRange | null {
  return SPECIAL_RANGES.find(({ block }) => isInside(address, block)) ?? null;
}

/** What the lab's own internet and public addresses are made of, so that they are never a real host's. */
export const LAB_RANGES: readonly string[] = ['198.18.0.0/15', '203.0.113.0/24', '2001:db8::/32'];
