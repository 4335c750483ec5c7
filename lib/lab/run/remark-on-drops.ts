/** What to say of dropped packets while the program that sent them still waits. Its only state is what it has said. */
import type { Drop } from '../kernel/kernel.ts';
import type { Internet } from '../services/internet/internet.ts';
import { isIpv6 } from '../template/cidr.ts';
import { nameAt, REASONS } from './describe-traffic.ts';

/** More lines than a person reads while they wait; the description at the end has every destination. */
const MOST_REMARKS = 20;

/**
 * What to say of the drops while a program waits: a line once packets to a destination are dropped and it sends more.
 * One that fell back to the other family at the first loss is not waiting.
 * @returns what takes the counts so far, again and again, and returns the new lines
 */
export function remarksOnDrops(internet: Internet): (drops: readonly Drop[]) => string[] {
  const seen = new Map<string, number>();
  const said = new Set<string>();
  return (drops) =>
    drops.flatMap((drop) => {
      const { reason, peerAddress, peerPort, packets } = drop;
      const before = seen.get(`${reason} ${peerAddress} ${peerPort}`) ?? packets;
      seen.set(`${reason} ${peerAddress} ${peerPort}`, packets);
      const destination = [
        reason,
        nameAt(peerAddress, internet) ?? peerAddress,
        peerPort,
        isIpv6(peerAddress),
      ];
      if (packets <= before || said.has(destination.join(' ')) || said.size >= MOST_REMARKS) return [];
      said.add(destination.join(' '));
      return [remarkOn(drop, internet)];
    });
}

function remarkOn({ peerAddress, peerPort, reason }: Drop, internet: Internet): string {
  const name = nameAt(peerAddress, internet);
  const to =
    name === null ? `${peerAddress} (port ${peerPort})` : `${name} (${peerAddress}, port ${peerPort})`;
  return `packets to ${to} over ${isIpv6(peerAddress) ? 'IPv6' : 'IPv4'} are ${REASONS[reason]}`;
}
