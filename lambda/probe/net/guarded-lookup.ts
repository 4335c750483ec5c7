/**
 * Refuses addresses where the connection is opened: the check is made on the address that is then connected to, so no
 * name can change its mind between.
 */
import { lookup as lookUp } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { REFUSED } from '../../report/evidence.ts';
import type { AddressGuard } from '../../report/public-address.ts';
import { ObservedError } from '../observe.ts';

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
