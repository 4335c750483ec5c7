/**
 * Which addresses a user's target may not lead to: a right to name targets must not give access to what only the function
 * can reach.
 */
import { BlockList } from 'node:net';
import { familyOf, isInside, OWN_BLOCKS } from './addresses.ts';
import type { Family } from './vocabulary.ts';

/** Why an address is refused; null where it is not. */
export type AddressGuard = (address: string) => string | null;

/** From IANA's special-purpose address registries (RFC 6890): what leads inside, to the host itself, or to many hosts. */
const SPECIAL: readonly (readonly [reason: string, ...blocks: string[]])[] = [
  ['this network', '0.0.0.0/8', '::/128'],
  ['a loopback address', '127.0.0.0/8', '::1/128'],
  ['a link-local or metadata address', '169.254.0.0/16', 'fe80::/10', 'fd00:ec2::/32'],
  // After the metadata service's address, which is also a unique local one.
  ...OWN_BLOCKS,
  ['a multicast address', '224.0.0.0/4', 'ff00::/8'],
  ['a reserved address', '240.0.0.0/4', '192.0.0.0/24', 'fec0::/10'],
  // Each of these carries an IPv4 address inside, which may be any of the above.
  [
    'an IPv4 address in disguise',
    '::ffff:0:0/96',
    '::/96',
    '64:ff9b::/96',
    '64:ff9b:1::/48',
    '2002::/16',
    '2001::/32',
  ],
];

/** One list per family: a block of mapped addresses would also match every plain IPv4 address. */
const LISTS = (['IPv4', 'IPv6'] as const).flatMap((family) =>
  SPECIAL.map(([reason, ...blocks]) => ({ reason, family, list: blockList(blocks, family) })),
);

/** @param vpcCidrBlocks the VPC's own blocks; null where unknown */
export function publicOnly(vpcCidrBlocks: readonly (string | null)[]): AddressGuard {
  return (address) => {
    const family = familyOf(address) ?? 'IPv4';
    const special = LISTS.find(
      (entry) => entry.family === family && entry.list.check(address, typeOf(family)),
    );
    if (special) return special.reason;
    return vpcCidrBlocks.some((block) => isInside(address, block))
      ? "an address of the function's own VPC"
      : null;
  };
}

function blockList(blocks: readonly string[], family: Family): BlockList {
  const list = new BlockList();
  for (const block of blocks) {
    const [prefix = '', length] = block.split('/');
    if (family === familyOf(prefix)) list.addSubnet(prefix, Number(length), typeOf(family));
  }
  return list;
}

function typeOf(family: Family): 'ipv4' | 'ipv6' {
  return family === 'IPv6' ? 'ipv6' : 'ipv4';
}
