/**
 * The way to checkip takes 400 ms. IPv6 does not mind; Node gives each address a quarter of a second, and turns to IPv4,
 * which never answers (nodejs/node#54359).
 */
import { ipv6AddressesOf } from './hosts.ts';
import { controlsSilent, healthy, type World } from './world.ts';

const ROUND_TRIP_MS = 400;

export const slowPath: World = {
  name: 'slow-path',
  summary: "a round trip to checkip takes 400 ms: Node's own choice of address fails",
  faults: (internet) =>
    ipv6AddressesOf(internet, /^checkip\.global\.api\.aws$/).map((peerAddress) => ({
      kind: 'delay',
      peerAddress,
      milliseconds: ROUND_TRIP_MS,
    })),
  expectTarget: healthy,
  expectControls: controlsSilent,
};
