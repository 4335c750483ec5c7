/** What the clients on the user's side have in common. */
import type { Place } from './problem.ts';

/** Long enough for a far Region, short enough that a wrong one does not look like work. */
const CONNECTION_TIMEOUT_MS = 10_000;

export function clientConfiguration({ region, profile }: Place, requestTimeout = 30_000) {
  return {
    region,
    ...(profile === null ? {} : { profile }),
    requestHandler: { connectionTimeout: CONNECTION_TIMEOUT_MS, requestTimeout },
  };
}
