/**
 * Refuses addresses where the connection is opened: the checked address is the one that is connected to, so a name
 * cannot resolve differently in between.
 */
import { lookup as lookUp } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { familyOf } from '../../report/addresses.ts';
import { REFUSED } from '../../report/evidence.ts';
import type { AddressGuard } from '../../report/public-address.ts';
import { ObservedError } from '../observe.ts';

/** @throws ObservedError for the first of the host's addresses that is refused */
export function requireAllowed(
  host: string,
  addresses: readonly string[],
  guard: AddressGuard | undefined,
): void {
  for (const address of addresses) {
    const reason = guard?.(address, host);
    if (reason) throw new ObservedError('resolve', REFUSED, `${address} is ${reason}`);
  }
}

/** The same for a host that is itself an address, which is never looked up. */
export function requireAllowedHost(host: string, guard: AddressGuard | undefined): void {
  const address = host.replace(/^\[|\]$/g, '');
  if (familyOf(address) !== null) requireAllowed(host, [address], guard);
}

/** Node's own lookup, which fails if any of the addresses is refused. */
export function guardedLookup(guard: AddressGuard): LookupFunction {
  return (host, options, callback) => {
    lookUp(host, { ...options, all: true }, (error, addresses) => {
      try {
        if (error) throw error;
        requireAllowed(
          host,
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
