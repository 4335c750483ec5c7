/** Reads the ledger out of nftables' JSON listing. */
import { z } from 'zod';
import {
  DROP_REASONS,
  dropSet,
  FLOW_COUNTS,
  type FlowCount,
  flowSet,
  type InboundCount,
  inboundSet,
  SET_SIZE,
} from './accounting.ts';
import type { NetworkInterface } from './interfaces.ts';
import type { Drop, Flow, Ledger } from './ledger.ts';
import type { Wiring } from './wiring.ts';

const key = z.union([z.string(), z.number()]);
const elementSchema = z.object({
  elem: z.object({
    val: z.union([
      key.transform((value) => [value]),
      z.object({ concat: z.array(key) }).transform(({ concat }) => concat),
    ]),
    counter: z.object({ packets: z.int() }),
  }),
});
const listingSchema = z.object({
  nftables: z.array(
    z.looseObject({ set: z.object({ name: z.string(), elem: z.array(z.unknown()).optional() }).optional() }),
  ),
});

/** One element of a set: the interface's address, the peer's address and port (absent in inbound sets), packets. */
interface Entry {
  readonly address: string;
  readonly peerAddress: string;
  readonly peerPort: number;
  readonly packets: number;
}

type Sets = ReadonlyMap<string, readonly unknown[]>;

const FAMILIES = ['4', '6'] as const;

export function parseLedger(
  { interfaces, gatewayLinks }: Pick<Wiring, 'interfaces' | 'gatewayLinks'>,
  listing: unknown,
): Ledger {
  const sets = readSets(listing);
  const owner = (address: string) => ownerOf(address, interfaces);
  return {
    flows: gatewayLinks.flatMap(({ name, kind }) =>
      flowsOf(sets, name).flatMap(({ address, ...flow }) => {
        const networkInterface = owner(address);
        return networkInterface === null ? [] : [{ networkInterface, link: kind, ...flow }];
      }),
    ),
    drops: DROP_REASONS.flatMap((reason) =>
      entriesOf(sets, (family) => dropSet(reason, family)).flatMap(({ address, ...drop }): Drop[] => {
        // A packet from the internet that a security group refused was not sent by the interface.
        const networkInterface = owner(address);
        return networkInterface === null ? [] : [{ networkInterface, reason, ...drop }];
      }),
    ),
    inbound: interfaces.map((networkInterface) => ({
      networkInterface: networkInterface.name,
      droppedAtEgressOnlyGateway: inboundOf(sets, 'refused', networkInterface),
      arrived: inboundOf(sets, 'arrived', networkInterface),
    })),
  };
}

function readSets(listing: unknown): Sets {
  const { nftables } = listingSchema.parse(listing);
  return new Map(nftables.flatMap(({ set }) => (set ? [[set.name, set.elem ?? []] as const] : [])));
}

/** A full set silently stops counting, so it is an error. */
function readEntries(name: string, elements: readonly unknown[]): Entry[] {
  if (elements.length < SET_SIZE) return elements.map(readEntry);
  throw new Error(
    `the set "${name}" is full with ${elements.length} flows: the run has more than the lab counts`,
  );
}

function readEntry(element: unknown): Entry {
  const { val, counter } = elementSchema.parse(element).elem;
  const [address = '', peerAddress = '', peerPort = 0] = val;
  return {
    address: String(address),
    peerAddress: String(peerAddress),
    peerPort: Number(peerPort),
    packets: counter.packets,
  };
}

function entriesOf(sets: Sets, name: (family: '4' | '6') => string): Entry[] {
  return FAMILIES.map(name).flatMap((set) => readEntries(set, sets.get(set) ?? []));
}

/** The three counts of each pair of addresses and port, joined. */
function flowsOf(
  sets: Sets,
  link: string,
): (Omit<Flow, 'networkInterface' | 'link'> & { address: string })[] {
  const joined = new Map<string, Entry & Record<FlowCount, number>>();
  for (const count of FLOW_COUNTS) {
    for (const entry of entriesOf(sets, (family) => flowSet(count, link, family))) {
      const id = `${entry.address} ${entry.peerAddress} ${entry.peerPort}`;
      const flow = joined.get(id) ?? { ...entry, out: 0, in: 0, handshakes: 0 };
      joined.set(id, { ...flow, [count]: entry.packets });
    }
  }
  return [...joined.values()].map((flow) => ({
    address: flow.address,
    peerAddress: flow.peerAddress,
    peerPort: flow.peerPort,
    packetsOut: flow.out,
    packetsIn: flow.in,
    handshakes: flow.handshakes,
  }));
}

function inboundOf(sets: Sets, count: InboundCount, { ipv4Address, ipv6Address }: NetworkInterface): number {
  return entriesOf(sets, (family) => inboundSet(count, family))
    .filter(({ address }) => address === ipv4Address || address === ipv6Address)
    .reduce((sum, { packets }) => sum + packets, 0);
}

function ownerOf(address: string, interfaces: readonly NetworkInterface[]): string | null {
  const owner = interfaces.find(
    ({ ipv4Address, ipv6Address }) => address === ipv4Address || address === ipv6Address,
  );
  return owner?.name ?? null;
}
