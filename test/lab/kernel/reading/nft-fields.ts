/** A packet as nftables sees it, and the fields of it that a rule may read. */
import { familyOf } from './ip-reader.ts';

export interface Packet {
  readonly source: string;
  readonly destination: string;
  /** `tcp`, `udp`, `icmp`, `ipv6-icmp`, or a number. */
  readonly protocol: string;
  readonly sourcePort: number;
  readonly port: number;
  /** Type and code. */
  readonly icmp: readonly [number, number];
  readonly flags: readonly string[];
  readonly length: number;
  readonly state: 'new' | 'established' | 'related';
  readonly direction: 'original' | 'reply';
}

/** A packet with the devices that it came in by and will leave by, as far as they are known. */
export interface Seen extends Packet {
  readonly iifname: string;
  readonly oifname: string;
}

export type Value = string | number | readonly string[] | undefined;

/** The type that a set of a field's values has, and what reads it. */
export type Field = readonly [type: string, read: (packet: Seen) => Value];

/** The fields that a rule may read, with the type that a set of them has; undefined where a packet does not have one. */
export const FIELDS: Readonly<Record<string, Field>> = {
  iifname: ['ifname', ({ iifname }) => iifname],
  oifname: ['ifname', ({ oifname }) => oifname],
  'ct state': ['ct_state', ({ state }) => state],
  'ct direction': ['ct_dir', ({ direction }) => direction],
  'meta nfproto': ['nf_proto', ({ source }) => `ipv${familyOf(source)}`],
  'meta l4proto': ['inet_proto', ({ protocol }) => protocol],
  'meta length': ['integer', ({ length }) => length],
  'ip saddr': ['ipv4_addr', ({ source }) => (familyOf(source) === '4' ? source : undefined)],
  'ip daddr': ['ipv4_addr', ({ destination }) => (familyOf(destination) === '4' ? destination : undefined)],
  'ip6 saddr': ['ipv6_addr', ({ source }) => (familyOf(source) === '6' ? source : undefined)],
  'ip6 daddr': ['ipv6_addr', ({ destination }) => (familyOf(destination) === '6' ? destination : undefined)],
  'th sport': ['inet_service', (packet) => transport(packet).sourcePort],
  'th dport': ['inet_service', (packet) => transport(packet).port],
  'tcp sport': ['inet_service', ({ protocol, sourcePort }) => (protocol === 'tcp' ? sourcePort : undefined)],
  'tcp dport': ['inet_service', ({ protocol, port }) => (protocol === 'tcp' ? port : undefined)],
  'udp dport': ['inet_service', ({ protocol, port }) => (protocol === 'udp' ? port : undefined)],
  'tcp flags': ['tcp_flag', ({ protocol, flags }) => (protocol === 'tcp' ? flags : undefined)],
  'icmp type': ['icmp_type', ({ protocol, icmp }) => (protocol === 'icmp' ? icmp[0] : undefined)],
  'icmp code': ['icmp_code', ({ protocol, icmp }) => (protocol === 'icmp' ? icmp[1] : undefined)],
  'icmpv6 type': ['icmpv6_type', ({ protocol, icmp }) => (protocol === 'ipv6-icmp' ? icmp[0] : undefined)],
  'icmpv6 code': ['icmpv6_code', ({ protocol, icmp }) => (protocol === 'ipv6-icmp' ? icmp[1] : undefined)],
};

/** `th` reads the same bytes of every protocol: a rule must ask for TCP or UDP first. */
function transport(packet: Seen): Seen {
  if (['tcp', 'udp'].includes(packet.protocol)) return packet;
  throw new Error(`a rule reads ports from a packet of ${packet.protocol}`);
}
