/**
 * Where a packet goes, by an independent reading of a wiring's text: through the routing tables of each namespace and the
 * router's ruleset. No namespace is made; test/lab/kernel/netns*.test.ts hold the same text to a kernel.
 */
import type { Ledger, Wiring } from '../../../../lib/lab/kernel/kernel.ts';
import { parseLedger } from '../../../../lib/lab/kernel/read-ledger.ts';
import { familyOf, INTERNET, isIn, known, type Namespace, type Route, readNamespaces } from './ip-reader.ts';
import type { Packet } from './nft-fields.ts';
import { type Ruleset, readRuleset } from './nft-reader.ts';

/** A connection that is tried: its first packet, except for the address that it comes from. */
export interface Attempt extends Partial<Packet> {
  readonly to: string;
}

/** Where a packet ended, in a word or two, and the links that it crossed. */
interface Fate {
  /** Null for a packet that was delivered. */
  readonly lost: string | null;
  readonly namespace: string;
  readonly links: readonly string[];
  readonly packet: Packet;
}

/** More than any packet crosses: one that goes on is in a loop. */
const MOST_LINKS = 8;

const ROUTER = 'router';

export class LabNetwork {
  readonly #wiring: Wiring;
  readonly #namespaces: Map<string, Namespace>;
  readonly #ruleset: Ruleset;

  constructor(wiring: Wiring) {
    this.#wiring = wiring;
    this.#namespaces = readNamespaces(wiring.creation, wiring.namespaces);
    this.#ruleset = readRuleset(wiring.nft);
  }

  /**
   * Tries a connection from a namespace, with the answer's way back.
   * @returns the link that both took, as in `eigw`, and the source that the far end sees if it is another, as in
   * `nat as 203.0.113.1`; what dropped the first packet, as in `no-route`; or what became of the answer, as in
   * `answer: network-acl` or `eigw, answer by igw`
   */
  connect(from: string, { to, ...changes }: Attempt): string {
    const source = this.#sourceOf(from, to);
    if (source === null) return 'unreachable';
    const there = this.#travel(from, null, firstPacket({ source, destination: to, ...changes }));
    if (there.lost !== null) return there.lost;
    const { packet } = there;
    const answer: Packet = {
      ...packet,
      source: packet.destination,
      destination: packet.source,
      sourcePort: packet.port,
      port: packet.sourcePort,
      flags: ['syn', 'ack'],
      state: 'established',
      direction: 'reply',
    };
    const back = this.#travel(there.namespace, null, answer, { [packet.source]: source });
    if (back.lost !== null) return `answer: ${back.lost}`;
    if (back.namespace !== from) return `answer: to ${back.namespace}`;
    const [out, home] = [there.links, back.links.toReversed()].map((links) =>
      links.filter((link) => link !== from).join(' '),
    );
    const seen = packet.source === source ? '' : ` as ${packet.source}`;
    return out === home ? `${out || 'itself'}${seen}` : `${out}${seen}, answer by ${home}`;
  }

  /** Sends one packet into the router from one of its links, whether or not anything would answer it. */
  send(link: string, packet: Partial<Packet> & Pick<Packet, 'source' | 'destination'>): string {
    const { lost, namespace, links } = this.#travel(ROUTER, link, firstPacket(packet));
    return lost ?? links.at(-1) ?? namespace;
  }

  /** The addresses that a namespace has on a device. */
  addressesOn(namespace: string, device: string): readonly string[] {
    return known(known(this.#namespaces, namespace, 'namespace').devices, device, 'device').addresses;
  }

  /** What the router counted, as the lab reads it. */
  get ledger(): Ledger {
    const key = (text: string) => text.split(' . ');
    const element = ([text, packets]: readonly [string, number]) => ({
      elem: { val: text.includes(' . ') ? { concat: key(text) } : text, counter: { packets } },
    });
    const sets = [...this.#ruleset.sets].map(([name, elements]) => ({
      set: { name, elem: [...elements].map(element) },
    }));
    return parseLedger(this.#wiring, { nftables: sets });
  }

  /** The interface's own address of the family; null where it has none, and so no way to send. */
  #sourceOf(namespace: string, to: string): string | null {
    const devices = [...known(this.#namespaces, namespace, 'namespace').devices.values()];
    const own = devices.flatMap(({ addresses }) => addresses).filter((each) => !isIn(each, 'fe80::/10'));
    return own.find((address) => familyOf(address) === familyOf(to)) ?? null;
  }

  /** @param untranslated the private addresses behind public ones, for the answer to a packet that was translated */
  #travel(from: string, by: string | null, first: Packet, untranslated: Record<string, string> = {}): Fate {
    let [namespace, device, packet] = [from, by, first];
    const links: string[] = [];
    const fate = (lost: string | null): Fate => ({ lost, namespace, links, packet });
    while (links.length < MOST_LINKS) {
      const here = known(this.#namespaces, namespace, 'namespace');
      if (namespace === ROUTER) {
        packet = { ...packet, destination: untranslated[packet.destination] ?? packet.destination };
        const dropped = this.#filter('prerouting', packet, device, '');
        if (dropped !== null) return fate(dropped);
      }
      if (device !== null && !passesReversePath(here, packet, device)) return fate('reverse path');
      const next = routeOf(here, packet, device);
      if (next === 'local')
        return fate(namespace === ROUTER ? this.#filter('input', packet, device, '') : null);
      if (next === null) return fate(device === null ? 'unreachable' : `no host in ${namespace}`);
      if (device !== null && !forwards(here, packet)) return fate(`no host in ${namespace}`);
      if (namespace === ROUTER) {
        const dropped = this.#filter('forward', packet, device, next);
        if (dropped !== null) return fate(dropped);
        packet = this.#translate(packet, device, next);
      }
      const { peer } = known(here.devices, next, 'device');
      if (peer === null) return fate(`by ${next}`);
      if (!peer.up) return fate(`${peer.name} of ${peer.namespace} is down`);
      // Both ends of a gateway's link have its name; a function's end is called by its namespace.
      links.push(namespace === ROUTER || namespace === INTERNET ? next : namespace);
      [namespace, device] = [peer.namespace, peer.name];
    }
    throw new Error(`a packet to ${packet.destination} goes in circles: ${links.join(', ')}`);
  }

  /** What dropped or rejected the packet; null for one that passes. */
  #filter(hook: string, packet: Packet, iifname: string | null, oifname: string): string | null {
    const verdict = this.#ruleset.run(hook, { ...packet, iifname: iifname ?? '', oifname });
    if (verdict.kind === 'reject') return verdict.chain;
    if (verdict.kind !== 'drop') return null;
    return verdict.chain.startsWith('drop_')
      ? verdict.chain.slice('drop_'.length)
      : `dropped in ${verdict.chain}`;
  }

  /** Only the first packet of a connection meets the chains that translate. */
  #translate(packet: Packet, iifname: string | null, oifname: string): Packet {
    if (packet.state !== 'new') return packet;
    const verdict = this.#ruleset.run('postrouting', { ...packet, iifname: iifname ?? '', oifname });
    return verdict.kind === 'snat' ? { ...packet, source: verdict.to } : packet;
  }
}

function firstPacket(packet: Partial<Packet> & Pick<Packet, 'source' | 'destination'>): Packet {
  return {
    protocol: 'tcp',
    sourcePort: 50_000,
    port: 443,
    icmp: [0, 0],
    flags: ['syn'],
    length: 60,
    state: 'new',
    direction: 'original',
    ...packet,
  };
}

/** `local`, the device that the packet leaves by, or null where no route leads anywhere. */
function routeOf(here: Namespace, packet: Packet, device: string | null): string | null {
  const { source, destination } = packet;
  for (const { iif, from, to, table } of here.rules[familyOf(destination)]) {
    if (iif !== undefined && iif !== device) continue;
    if (from !== undefined && !isIn(source, from)) continue;
    if (to !== undefined && !isIn(destination, to)) continue;
    if (table === 'local') {
      if (isIn(destination, 'ff02::/16')) return 'local';
      const holder = [...here.devices.values()].find(({ addresses }) => addresses.includes(destination));
      if (holder?.up && (device !== null || here.devices.get('lo')?.up)) return 'local';
    } else {
      const route = longestMatch(here, table, destination);
      if (route) return usable(here, route);
    }
  }
  return null;
}

function longestMatch({ routes }: Namespace, table: string, destination: string) {
  const matching = routes.filter((route) => route.table === table && isIn(destination, route.block));
  const length = ({ block }: Route) => Number(block.split('/')[1]);
  return matching.sort((a, b) => length(b) - length(a) || a.metric - b.metric)[0];
}

/** The next hop must be a neighbour: an address of the link's other end, or one that is set. */
function usable(here: Namespace, { device, nextHop }: Route): string {
  const { up, peer, addresses } = known(here.devices, device, 'device');
  if (!up) throw new Error(`${device} is down in ${here.name}`);
  const near = [...(peer?.addresses ?? []), ...here.neighbours];
  if (nextHop !== null && !(near.includes(nextHop) && addresses.some((each) => isIn(each, 'fe80::/64')))) {
    throw new Error(`${nextHop} is not a neighbour on ${device} of ${here.name}`);
  }
  return device;
}

/** Unless it is off, the kernel drops an IPv4 packet whose answer would not leave by the device that it came in by. */
function passesReversePath(here: Namespace, packet: Packet, device: string): boolean {
  if (familyOf(packet.source) === '6' || here.sysctls.includes('net/ipv4/conf/*/rp_filter=0')) return true;
  return (
    routeOf(here, { ...packet, source: packet.destination, destination: packet.source }, device) === device
  );
}

function forwards({ sysctls }: Namespace, { source }: Packet): boolean {
  return sysctls.includes(
    familyOf(source) === '6' ? 'net/ipv6/conf/all/forwarding=1' : 'net/ipv4/ip_forward=1',
  );
}
