/** Which way the packets of a target went in one run of the lab, as the judge sees it. Pure. */
import {
  hiddenRoute,
  type RoutedNetwork,
  wayOf as wayOfAttempt,
  wayTo,
} from '../../lambda/report/judge/ways.ts';
import { doubtAbout, isAnswered } from '../../lambda/report/judge/without-nat.ts';
import type { Control, Run, Target } from '../../lambda/report/report-schema.ts';
import type { RouteFinding } from '../../lambda/report/witnesses.ts';
import type { CodeWays, Way } from '../report/inputs/what-if.ts';
import type { AskedTarget } from './asked-targets.ts';

/** One run, with the effective routes of its subnet in that network. */
export interface RoutedRun {
  readonly run: Run;
  readonly route: RouteFinding;
}

/** Code that asks for a name takes what answers: IPv6 first, then IPv4 (RFC 6724, RFC 8305). */
export function wayOf(id: string, { run, route }: RoutedRun): Way {
  const target = run.targets.find((each) => each.id === id);
  if (target === undefined || doubtAbout(target) !== null) return 'unknown';
  const { vpcIpv4CidrBlocks, vpcIpv6CidrBlocks } = run.network;
  const network = { route, vpcIpv4CidrBlocks, vpcIpv6CidrBlocks };
  const control = run.controls.find((each) => each.id === id && each.kind === 'ipv4');
  return overIpv6(target, network) ?? overIpv4(control, network);
}

export function codeWays({ asIs, dualStack }: AskedTarget, run: RoutedRun | undefined): CodeWays {
  if (!run) return { unchanged: 'unknown', dualStack: null };
  return { unchanged: wayOf(asIs, run), dualStack: dualStack === null ? null : wayOf(dualStack, run) };
}

/** Null where nothing answered over IPv6. */
function overIpv6({ attempts: [forced] }: Target, network: RoutedNetwork): Way | null {
  if (forced.cutOff) return 'unknown';
  if (isAnswered(forced)) return named(wayOfAttempt(forced, network));
  return isHidden(forced.operations.at(-1)?.dns?.aaaa ?? [], network) ? 'unknown' : null;
}

/** A name without an A record has no control. */
function overIpv4(control: Control | undefined, network: RoutedNetwork): Way {
  if (control === undefined) return 'none';
  if (control.cause?.code === 'VpcEndpointInPath') return 'vpc-endpoint';
  if (control.answeredBy !== null) return named(wayTo(control.answeredBy, network));
  return control.cutOff || isHidden(control.remoteAddresses, network) ? 'unknown' : 'none';
}

/** Nothing answers in the lab beyond a route to another network, whatever would on AWS. */
function isHidden(addresses: readonly string[], network: RoutedNetwork): boolean {
  return addresses.some((address) => hiddenRoute(address, network) !== null);
}

function named(way: ReturnType<typeof wayOfAttempt>): Way {
  if (way === null || way.kind === 'unknown') return 'unknown';
  if (way.kind === 'nat') return 'nat';
  if (way.gateway?.startsWith('eigw-')) return 'eigw';
  return way.gateway?.startsWith('igw-') ? 'igw' : 'vpc-endpoint';
}
