/**
 * Refuses addresses that a user's target may not lead to: whoever may name targets must not thereby reach what only
 * the function can. The check is made on the address that is then connected to, so no name can change its mind between.
 */
import { lookup as lookUp } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { ObservedError, REFUSED } from '../evidence.ts';
import { isInside, OWN_BLOCKS } from './address.ts';

/** Why an address is refused; null where it is not. */
export type AddressGuard = (address: string) => string | null;

/** IANA's special-purpose address registries (RFC 6890), as far as they lead inside, to the host itself, or to many. */
const SPECIAL: readonly (readonly [reason: string, ...blocks: string[]])[] = [
  ['this network', '0.0.0.0/8', '::/128'],
  ['a loopback address', '127.0.0.0/8', '::1/128'],
  ['a link-local or metadata address', '169.254.0.0/16', 'fe80::/10', 'fd00:ec2::/32'],
  // Behind the metadata service's, which is a unique local address too.
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

/** Apart by family: a block of mapped addresses would match every plain IPv4 address as well. */
const LISTS = (['ipv4', 'ipv6'] as const).flatMap((family) =>
  SPECIAL.map(([reason, ...blocks]) => ({ reason, family, list: blockList(blocks, family) })),
);

/** @param vpcCidrBlocks the VPC's own blocks; null where unknown */
export function publicOnly(vpcCidrBlocks: readonly (string | null)[]): AddressGuard {
  return (address) => {
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    const special = LISTS.find((entry) => entry.family === family && entry.list.check(address, family));
    if (special) return special.reason;
    return vpcCidrBlocks.some((block) => isInside(address, block))
      ? "an address of the function's own VPC"
      : null;
  };
}

/** @throws ObservedError for the first address that is refused */
export function requireAllowed(addresses: readonly string[], guard: AddressGuard | undefined): void {
  for (const address of addresses) {
    const reason = guard?.(address);
    if (reason) throw new ObservedError('resolve', REFUSED, `${address} is ${reason}`);
  }
}

/** The same for a host that is an address itself, which nobody would look up. */
export function requireAllowedHost(host: string, guard: AddressGuard | undefined): void {
  const address = host.replace(/^\[|\]$/g, '');
  if (isIP(address) !== 0) requireAllowed([address], guard);
}

/** Node's own choice of addresses, from those that are allowed: if one is not, none is. */
export function guardedLookup(guard: AddressGuard): LookupFunction {
  return (host, options, callback) => {
    lookUp(host, { ...options, all: true }, (error, addresses) => {
      try {
        if (error) throw error;
        requireAllowed(
          addresses.map(({ address }) => address),
          guard,
        );
        if (options.all) callback(null, addresses);
        else callback(null, addresses[0]?.address ?? '', addresses[0]?.family);
      } catch (refusal) {
        callback(refusal as Error, []);
      }
    });
  };
}

function blockList(blocks: readonly string[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const block of blocks) {
    const [prefix = '', length] = block.split('/');
    if (family === `ipv${isIP(prefix)}`) list.addSubnet(prefix, Number(length), family);
  }
  return list;
}
