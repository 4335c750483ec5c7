/** Faults on the path to hosts, for worlds about connections and packets. */
import type { Fault } from '../../kernel/kernel.ts';
import type { World } from '../world.ts';
import { ipv6AddressesOf } from './hosts.ts';

type Faults = NonNullable<World['faults']>;

export function reject(host: RegExp, answer: Extract<Fault, { kind: 'reject' }>['with']): Faults {
  return faultTo(host, (peerAddress) => ({ kind: 'reject', with: answer, peerAddress }));
}

export function delay(host: RegExp, milliseconds: number): Faults {
  return faultTo(host, (peerAddress) => ({ kind: 'delay', peerAddress, milliseconds }));
}

export function loseFirstSyn(host: RegExp): Faults {
  return faultTo(host, (peerAddress) => ({ kind: 'lose-first-syn', peerAddress }));
}

function faultTo(host: RegExp, fault: (peerAddress: string) => Fault): Faults {
  return (internet) => ipv6AddressesOf(internet, host).map(fault);
}
