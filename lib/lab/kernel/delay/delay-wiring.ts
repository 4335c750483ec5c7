/**
 * A long path to some hosts. Many kernels lack netem, so these packets take a detour inside the internet: out through one
 * VXLAN device, through a process that holds each datagram for a while (delay-process.ts), and in through another device.
 * Replies come back at once, so the delay is that of the whole round trip.
 */
import type { Delay } from '../faults.ts';
import type { IpBatch, NamespaceWiring } from '../namespace-wiring.ts';
import type { Topology } from '../topology.ts';

/** The namespace of the process that holds the packets: within one namespace VXLAN would bypass it. */
export const DELAY_NAMESPACE = 'delay';

/** From RFC 5737's first block for documentation; only this link uses it. */
const INTERNET_END = '192.0.2.1';
const PROCESS_END = '192.0.2.2';

/** Where the process receives the packets, and where it sends them on to. */
export const DELAY_ROUTE = {
  listen: { address: PROCESS_END, port: 4800 },
  forward: { address: INTERNET_END, port: 4801 },
} as const;

const OUT = { device: 'late-out', mac: '02:00:00:00:00:01' };
const IN = { device: 'late-in', mac: '02:00:00:00:00:02', address: 'fe80::6' };

/** As on the links to the gateways. */
const MTU_BYTES = 1500;

const DETOUR_TABLE = 99;

export function delayCreation(delays: readonly Delay[]): string[] {
  if (delays.length === 0) return [];
  return [
    `netns add ${DELAY_NAMESPACE}`,
    `link add ${DELAY_NAMESPACE} type veth peer name ${DELAY_NAMESPACE} netns ${DELAY_NAMESPACE}`,
  ];
}

/** With early demultiplexing an established connection's packets find their socket before any rule: only the handshake would be late. */
export function delaySysctls(delays: readonly Delay[]): string[] {
  return delays.length === 0 ? [] : ['net/ipv6/conf/all/forwarding=1', 'net/ipv4/tcp_early_demux=0'];
}

export function delayNamespaces(delays: readonly Delay[]): NamespaceWiring[] {
  if (delays.length === 0) return [];
  const lines = [`addr add ${PROCESS_END}/30 dev ${DELAY_NAMESPACE}`, `link set ${DELAY_NAMESPACE} up`];
  return [{ namespace: DELAY_NAMESPACE, sysctls: [], ipBatches: [{ family: null, lines }] }];
}

/** @throws if they differ: one process holds every packet for the same time */
export function delayOf(delays: readonly Delay[]): number | null {
  const [first = null, ...others] = [...new Set(delays.map(({ milliseconds }) => milliseconds))];
  if (others.length === 0) return first;
  throw new Error(
    `a world has one delay for all its late packets, not ${first} ms and ${others.join(' ms and ')} ms`,
  );
}

/** The detour, in the internet's namespace. */
export function delayBatches(delays: readonly Delay[], { gatewayLinks }: Topology): IpBatch[] {
  if (delays.length === 0) return [];
  const vxlan = ({ device, mac }: typeof OUT, where: string) =>
    `link add ${device} address ${mac} mtu ${MTU_BYTES} type vxlan id 1 ${where} nolearning`;
  return [
    {
      family: null,
      lines: [
        `addr add ${INTERNET_END}/30 dev ${DELAY_NAMESPACE}`,
        `link set ${DELAY_NAMESPACE} up`,
        vxlan(OUT, `remote ${PROCESS_END} dstport ${DELAY_ROUTE.listen.port}`),
        vxlan(IN, `dstport ${DELAY_ROUTE.forward.port}`),
        ...[OUT, IN].map(({ device }) => `link set ${device} up`),
        `addr add fe80::5/64 dev ${OUT.device} nodad`,
        `neigh add ${IN.address} lladdr ${IN.mac} dev ${OUT.device} nud permanent`,
        `route add ::/0 via ${IN.address} dev ${OUT.device} table ${DETOUR_TABLE}`,
      ],
    },
    { family: '6', lines: detourRules(delays, gatewayLinks) },
  ];
}

/** The hosts' addresses are local to the internet, and the rule for local addresses comes first: it must move behind these. */
function detourRules(delays: readonly Delay[], links: Topology['gatewayLinks']): string[] {
  return [
    ...delays.flatMap(({ peerAddress }) =>
      links.map(({ name }) => `rule add pref 10 iif ${name} to ${peerAddress} lookup ${DETOUR_TABLE}`),
    ),
    'rule add pref 100 lookup local',
    'rule del pref 0',
  ];
}
