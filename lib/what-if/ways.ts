/** Which way the packets of a target went in one run of the lab. Pure. */
import { gatewayTo } from '../../lambda/report/judge/path.ts';
import type { Control, Run, Target } from '../../lambda/report/report-schema.ts';
import type { RouteFinding } from '../../lambda/report/witnesses.ts';
import type { Way } from '../report/inputs/what-if.ts';

/** One run, with the effective routes of its subnet in that network. */
export interface RoutedRun {
  readonly run: Run;
  readonly route: RouteFinding;
}

/** Code that asks for a name takes what answers: IPv6 first, then IPv4 (RFC 6724, RFC 8305). */
export function wayOf(id: string, { run, route }: RoutedRun): Way {
  const target = [...run.targets, ...run.witnesses].find((each) => each.id === id);
  if (target === undefined || target.cause?.code === 'UnknownToLab') return 'unknown';
  return overIpv6(target, route) ?? overIpv4(controlOf(id, run), route);
}

function controlOf(id: string, { controls }: Run): Control | undefined {
  return controls.find((each) => each.id === id && each.kind === 'ipv4');
}

/** Null where nothing answered over IPv6. */
function overIpv6(target: Target, route: RouteFinding): Way | null {
  if (target.path === 'vpc-endpoint' && isAnswered(target)) return 'vpc-endpoint';
  const [{ operations }] = target.attempts;
  const last = operations.at(-1);
  if (!isAnswered(target) || last?.remoteAddress == null) return hiddenWay('::/0', target, route);
  return wayOfGateway(gatewayTo(last.remoteAddress, route));
}

/** A service that refuses or fails has answered: the network carried it there and back. */
function isAnswered({ attempts: [{ operations, outcome, cutOff }] }: Target): boolean {
  const isConnected =
    operations.length > 0 && operations.every(({ remoteAddress }) => remoteAddress !== null);
  return isConnected && outcome !== 'none' && !cutOff;
}

/** Nothing answers in the lab beyond a route to another network, whatever would on AWS. */
function hiddenWay(block: string, { cause }: Target, route: RouteFinding): Way | null {
  if (cause?.code === 'NoAaaaRecord' || cause?.code === 'NoSuchHost') return null;
  return isHidden(block, route) ? 'unknown' : null;
}

function isHidden(block: string, { routes }: RouteFinding): boolean {
  const gateway = routes?.find(({ destinationCidrBlocks }) => destinationCidrBlocks.includes(block))?.gateway;
  return gateway !== undefined && wayOfGateway(gateway) === 'unknown' && gateway !== 'blackhole';
}

function overIpv4(control: Control | undefined, route: RouteFinding): Way {
  if (control?.cause?.code === 'VpcEndpointInPath') return 'vpc-endpoint';
  if (control?.answeredBy == null) return isHidden('0.0.0.0/0', route) ? 'unknown' : 'none';
  return wayOfGateway(gatewayTo(control.answeredBy, route));
}

const BY_PREFIX: readonly (readonly [prefix: string, way: Way])[] = [
  ['nat-', 'nat'],
  ['eigw-', 'eigw'],
  ['igw-', 'igw'],
  ['vpce-', 'vpc-endpoint'],
  ['local', 'vpc-endpoint'],
];

function wayOfGateway(gateway: string | null): Way {
  const [, way = 'unknown'] = BY_PREFIX.find(([prefix]) => gateway?.startsWith(prefix)) ?? [];
  return way;
}
