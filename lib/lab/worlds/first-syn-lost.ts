/**
 * The first packet of each connection to checkip is lost. IPv6 recovers within a second; Node gives up on it after
 * a quarter of one and turns to IPv4, which never answers (nodejs/node#54359).
 */
import type { Fault } from '../kernel/wiring.ts';
import type { Internet } from '../services/internet.ts';
import { ipv6AddressesOf } from './hosts.ts';
import { controlsSilent, healthy, type World } from './world.ts';

export const firstSynLost: World = {
  name: 'first-syn-lost',
  summary: "the first SYN of each connection to checkip is lost: Node's own choice of address fails",
  faults: loseFirstSyn,
  expectTarget: healthy,
  expectControls: controlsSilent,
};

export function loseFirstSyn(internet: Internet): Fault[] {
  return ipv6AddressesOf(internet, /^checkip\.global\.api\.aws$/).map((peerAddress) => ({
    kind: 'lose-first-syn',
    peerAddress,
  }));
}
