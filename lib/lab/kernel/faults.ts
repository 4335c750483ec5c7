/** Faults that a world puts between the VPC's gateways and the internet: nftables rules, except for delays. */
import { isIpv6 } from '../template/cidr.ts';
import { SET_SIZE } from './accounting.ts';
import type { Topology } from './topology.ts';

export type Fault =
  | {
      /** Packets vanish; without conditions, every one that leaves through a gateway. */
      readonly kind: 'drop';
      readonly peerAddress?: string;
      readonly family?: '4' | '6';
      readonly port?: number;
      /** Bytes, the IP header included: only packets that are larger vanish. */
      readonly largerThan?: number;
    }
  | {
      /** The first SYN of each connection is lost; its retransmission arrives. */
      readonly kind: 'lose-first-syn';
      readonly peerAddress: string;
    }
  | {
      /**
       * Packets are answered on the peer's behalf. A connect notices `admin-prohibited` only at its first retransmission,
       * a second later: the first ICMP error comes back while the system call still holds the socket.
       */
      readonly kind: 'reject';
      readonly with: 'tcp-reset' | 'admin-prohibited';
      readonly peerAddress: string;
    }
  | Delay;

/** Packets arrive late; see delay/delay-wiring.ts. */
export interface Delay {
  readonly kind: 'delay';
  /** An IPv6 address. */
  readonly peerAddress: string;
  readonly milliseconds: number;
}

export function isDelay(fault: Fault): fault is Delay {
  return fault.kind === 'delay';
}

/** Remembers the connections whose first SYN was lost. */
const LOST_SYNS = {
  ip6: { set: 'lost_syns6', type: 'ipv6_addr . inet_service . ipv6_addr . inet_service' },
  ip: { set: 'lost_syns4', type: 'ipv4_addr . inet_service . ipv4_addr . inet_service' },
} as const;

export function faultSets(faults: readonly Fault[]): string[] {
  if (!faults.some(({ kind }) => kind === 'lose-first-syn')) return [];
  return Object.values(LOST_SYNS).map(
    ({ set, type }) => `set ${set} { type ${type}; flags dynamic; size ${SET_SIZE}; }`,
  );
}

/** The rules, for packets that the VPC's own routing and filtering have let through. `count` counts the drop. */
export function faultRules(faults: readonly Fault[], { gatewayLinks }: Topology, count: string): string[] {
  const outward = gatewayLinks.map(({ name }) => `"${name}"`).join(', ');
  if (outward === '') return [];
  const filters = faults.filter((fault) => !isDelay(fault));
  return filters.flatMap((fault) => rulesOf(fault).map((rule) => `oifname { ${outward} } ${rule(count)}`));
}

type Rule = (count: string) => string;

function rulesOf(fault: Exclude<Fault, Delay>): Rule[] {
  if (fault.kind === 'drop') return [(count) => `${dropMatch(fault)}jump ${count}`];
  const ip = isIpv6(fault.peerAddress) ? 'ip6' : 'ip';
  const match = `${ip} daddr ${fault.peerAddress}`;
  if (fault.kind === 'lose-first-syn') {
    const connection = `{ ${ip} saddr . tcp sport . ${ip} daddr . tcp dport }`;
    const syn = `${match} tcp flags & (syn | ack) == syn ${ip} saddr . tcp sport . ${ip} daddr . tcp dport`;
    const { set } = LOST_SYNS[ip];
    return [(count) => `${syn} != @${set} add @${set} ${connection} jump ${count}`];
  }
  // The reject must come after the count, since it ends the packet.
  return [
    (count) => `${match} jump ${count}_only`,
    () =>
      fault.with === 'tcp-reset'
        ? `${match} meta l4proto tcp reject with tcp reset`
        : `${match} reject with ${ip === 'ip6' ? 'icmpv6' : 'icmp'} type admin-prohibited`,
  ];
}

function dropMatch({ peerAddress, family, port, largerThan }: Extract<Fault, { kind: 'drop' }>): string {
  const parts = [
    ...(family === undefined ? [] : [`meta nfproto ipv${family}`]),
    ...(peerAddress === undefined ? [] : [`${isIpv6(peerAddress) ? 'ip6' : 'ip'} daddr ${peerAddress}`]),
    ...(port === undefined ? [] : ['meta l4proto { tcp, udp }', `th dport ${port}`]),
    ...(largerThan === undefined ? [] : [`meta length > ${largerThan}`]),
  ];
  return parts.map((part) => `${part} `).join('');
}
