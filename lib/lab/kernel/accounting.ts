/** The ledger in the kernel: dynamic sets with a counter for each pair of addresses and port. */
import type { Drop } from './ledger.ts';
import type { Topology } from './topology.ts';

/**
 * More flows than any run has. The kernel allocates each set at once: 24 sets of this size take 8 ms, 24 sets of 65,535
 * take 75 ms (measured).
 */
export const SET_SIZE = 8192;

export const DROP_REASONS: readonly Drop['reason'][] = [
  'security-group',
  'endpoint-security-group',
  'network-acl',
  'block-public-access',
  'port-blocked',
  'no-route',
  'other-network',
  'no-public-address',
  'fault',
];

/** The counts of a flow at a gateway's link. */
export const FLOW_COUNTS = ['out', 'in', 'handshakes'] as const;
export type FlowCount = (typeof FLOW_COUNTS)[number];

/** The counts of new connections from the internet, by the interface's address. */
const INBOUND_COUNTS = ['refused', 'arrived'] as const;
export type InboundCount = (typeof INBOUND_COUNTS)[number];

const FAMILIES = ['4', '6'] as const;
type Family = (typeof FAMILIES)[number];

export function flowSet(count: FlowCount, link: string, family: Family): string {
  return `flow_${count}_${link}_${family}`;
}

export function dropSet(reason: Drop['reason'], family: Family): string {
  return `drop_${reason}_${family}`;
}

export function inboundSet(count: InboundCount, family: Family): string {
  return `inbound_${count}_${family}`;
}

/** The chain that counts a drop and ends the packet; `…_only` counts without ending it. */
export function dropChain(reason: Drop['reason']): string {
  return `drop_${reason}`;
}

export function accountingSets({ gatewayLinks }: Topology): string[] {
  return FAMILIES.flatMap((family) => {
    const address = `ipv${family}_addr`;
    const flow = `${address} . ${address} . inet_service`;
    return [
      ...gatewayLinks.flatMap(({ name }) =>
        FLOW_COUNTS.map((count) => set(flowSet(count, name, family), flow)),
      ),
      ...DROP_REASONS.map((reason) => set(dropSet(reason, family), flow)),
      ...INBOUND_COUNTS.map((count) => set(inboundSet(count, family), address)),
    ];
  });
}

function set(name: string, type: string): string {
  return `set ${name} { type ${type}; flags dynamic; size ${SET_SIZE}; }`;
}

/** Two chains for each reason: one counts and drops, `…_only` counts. */
export function dropChains(): string[] {
  return DROP_REASONS.flatMap((reason) => [
    `chain ${dropChain(reason)}_only {`,
    ...FAMILIES.flatMap((family) => countDrop(reason, family)),
    '}',
    `chain ${dropChain(reason)} {`,
    `jump ${dropChain(reason)}_only`,
    'drop',
    '}',
  ]);
}

/** A network ACL drops replies too: those count for the interface that sent the request, under the request's peer. */
function countDrop(reason: Drop['reason'], family: Family): string[] {
  const set = dropSet(reason, family);
  if (reason !== 'network-acl') return [update(set, outward(family), family)];
  return [
    `ct direction original ${update(set, outward(family), family)}`,
    `ct direction reply ${update(set, inward(family), family)}`,
  ];
}

/** Counts what crosses each gateway, after everything that could stop it. */
export function accountingRules({ gatewayLinks, interfaces }: Topology): string[] {
  const names = interfaces.map(({ name }) => `"${name}"`).join(', ');
  if (names === '') return [];
  return gatewayLinks.flatMap(({ name }) =>
    FAMILIES.flatMap((family) => [
      `iifname { ${names} } oifname "${name}" ${update(flowSet('out', name, family), outward(family), family)}`,
      `iifname "${name}" oifname { ${names} } ${update(flowSet('in', name, family), inward(family), family)}`,
      `iifname "${name}" oifname { ${names} } tcp flags & (syn | ack) == (syn | ack) ${update(flowSet('handshakes', name, family), inward(family), family)}`,
      `iifname "${name}" oifname { ${names} } ct state new ${countInbound('arrived', family)}`,
    ]),
  );
}

/** Counts a new connection from the internet by its destination address. */
export function countInbound(count: InboundCount, family: Family): string {
  return `meta nfproto ipv${family} update @${inboundSet(count, family)} { ${ip(family)} daddr counter }`;
}

function update(name: string, key: string, family: Family): string {
  return `meta nfproto ipv${family} meta l4proto { tcp, udp } update @${name} { ${key} counter }`;
}

/** Keys always name the interface's address first, then the peer's address and port. */
function outward(family: Family): string {
  return `${ip(family)} saddr . ${ip(family)} daddr . th dport`;
}

function inward(family: Family): string {
  return `${ip(family)} daddr . ${ip(family)} saddr . th sport`;
}

function ip(family: Family): 'ip' | 'ip6' {
  return family === '4' ? 'ip' : 'ip6';
}
