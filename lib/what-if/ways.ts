/** Which way the packets of a target went in one run of the lab, as the judge sees it. Pure. */

import {
  hiddenRoute,
  type RoutedNetwork,
  wayOf as wayOfAttempt,
  wayTo,
} from '../../lambda/report/judge/ways.ts';
import { detourBeside } from '../../lambda/report/judge/wide-detour.ts';
import { doubtAbout, isAnswered } from '../../lambda/report/judge/without-nat.ts';
import type { Control, Run, Target } from '../../lambda/report/report-schema.ts';
import type { RouteFinding } from '../../lambda/report/witnesses.ts';
import type { CodeWays, Way } from '../report/inputs/what-if.ts';
import type { AskedTarget } from './asked-targets.ts';
import { isEcrImage, isImage } from './ecr-images.ts';
import type { PolicedEndpoint } from './policed-endpoint.ts';

/** One run, with the effective routes of its subnet in that network. */
export interface RoutedRun {
  readonly run: Run;
  readonly route: RouteFinding;
  /** The network's VPC endpoints that have a policy. @default - none */
  readonly policies?: readonly PolicedEndpoint[];
}

/** Code that asks for a name takes what answers: IPv6 first, then IPv4 (RFC 6724, RFC 8305). */
export function wayOf(id: string, routed: RoutedRun): Way {
  const target = targetIn(id, routed);
  if (target === null) return 'unknown';
  return overIpv6(target, networkOf(routed)) ?? overIpv4(controlIn(id, routed), networkOf(routed));
}

/** @param instances the ids by which routes name NAT instances */
export function hasNat({ route: { routes } }: RoutedRun, instances: readonly string[]): boolean {
  return (routes ?? []).some(
    ({ gateway }) => gateway !== null && (gateway.startsWith('nat-') || instances.includes(gateway)),
  );
}

/**
 * The way of the target's own name. Fargate itself takes IPv4 wherever the task's interface has it, whatever the names; where there
 * is none, its agent asks for dual-stack names (Amazon ECS Developer Guide; aws/containers-roadmap#2641, #2792). So does the ECS
 * agent of an instance without IPv4, by its source (aws/amazon-ecs-agent, `InstanceIPCompatibility`); with IPv4 it takes what the
 * default name has, as Docker does.
 */
export function unchangedWay({ asIs, caller, dualStack }: AskedTarget, routed: RoutedRun): Way {
  if (caller === 'code') return isImage(asIs) ? imageWay(asIs, routed) : wayOf(asIs, routed);
  if (caller === 'fargate' && hasIpv4(routed)) return fargateWay(asIs, routed);
  if (isImage(asIs)) return isEcrImage(asIs) ? wayOf(asIs, routed) : imageWay(asIs, routed);
  if (hasIpv4(routed)) return wayOf(asIs, routed);
  return caller === 'fargate' && isOfLogs(asIs) ? 'unknown' : wayOf(dualStack ?? asIs, routed);
}

/** Whether the log driver uses a dual-stack name is not documented. */
export function isOfLogs(url: string): boolean {
  return url.startsWith('https://logs.');
}

/** @returns false where every control says that the interface has no IPv4 */
export function hasIpv4({ run: { controls } }: RoutedRun): boolean {
  return controls.length === 0 || !controls.every(({ unsent }) => unsent);
}

function imageWay(id: string, routed: RoutedRun): Way {
  const target = targetIn(id, routed);
  if (target === null) return 'unknown';
  return overIpv6(target, networkOf(routed)) ?? pullOverIpv4(id, routed);
}

/** What else a pull from ECR takes is asked for apart. */
function fargateWay(id: string, routed: RoutedRun): Way {
  if (targetIn(id, routed) === null) return 'unknown';
  return isImage(id) && !isEcrImage(id)
    ? pullOverIpv4(id, routed)
    : overIpv4(controlIn(id, routed), networkOf(routed));
}

/** A control connects to one host: behind an endpoint the others of a pull have ways of their own. */
function pullOverIpv4(id: string, routed: RoutedRun): Way {
  const way = overIpv4(controlIn(id, routed), networkOf(routed));
  return way === 'vpc-endpoint' ? 'unknown' : way;
}

/** Null where its evidence is not of the target itself. */
function targetIn(id: string, { run: { targets } }: RoutedRun): Target | null {
  const target = targets.find((each) => each.id === id);
  return target === undefined || doubtAbout(target) !== null ? null : target;
}

function controlIn(id: string, { run: { controls } }: RoutedRun): Control | undefined {
  return controls.find((each) => each.id === id && each.kind === 'ipv4');
}

function networkOf({ run, route }: RoutedRun): RoutedNetwork {
  const { vpcIpv4CidrBlocks, vpcIpv6CidrBlocks } = run.network;
  return { route, vpcIpv4CidrBlocks, vpcIpv6CidrBlocks };
}

export function codeWays(target: AskedTarget, run: RoutedRun | undefined): CodeWays {
  if (!run) return { unchanged: 'unknown', dualStack: null };
  const { dualStack } = target;
  return {
    unchanged: unchangedWay(target, run),
    dualStack: dualStack === null || !canBeRenamed(target, run) ? null : wayOf(dualStack, run),
  };
}

/** Only an image's name is the user's in what AWS itself calls, and to Fargate over IPv4 it makes no difference. */
export function canBeRenamed(target: AskedTarget, run: RoutedRun): boolean {
  if (target.caller === 'code') return true;
  return isRenamedByImage(target) && (target.caller === 'ecs-agent' || !hasIpv4(run));
}

/** An image, or the bucket with its layers. */
export function isRenamedByImage({ asIs, renamedBy = null }: AskedTarget): boolean {
  return isImage(asIs) || renamedBy !== null;
}

/** Null where nothing answered over IPv6. */
function overIpv6({ attempts: [forced] }: Target, network: RoutedNetwork): Way | null {
  if (forced.cutOff) return 'unknown';
  if (isAnswered(forced)) return named(wayOfAttempt(forced, network), network);
  return isHidden(forced.operations.at(-1)?.dns?.aaaa ?? [], network) ? 'unknown' : null;
}

/** The block of public addresses that leads elsewhere, and so leaves unknown which way the real host is; null where none does. */
export function detourOf(id: string, routed: RoutedRun): string | null {
  const network = networkOf(routed);
  const [forced] = targetIn(id, routed)?.attempts ?? [];
  const { answeredBy = null } = controlIn(id, routed) ?? {};
  const ways = [
    forced && isAnswered(forced) ? wayOfAttempt(forced, network) : null,
    answeredBy === null ? null : wayTo(answeredBy, network),
  ];
  const free = ways.find((way) => way?.kind === 'free');
  return free ? detourBeside(free, network) : null;
}

/** A name without an A record has no control. */
function overIpv4(control: Control | undefined, network: RoutedNetwork): Way {
  if (control === undefined) return 'none';
  if (control.cause?.code === 'VpcEndpointInPath') return 'vpc-endpoint';
  if (control.answeredBy !== null) return named(wayTo(control.answeredBy, network), network);
  return control.cutOff || isHidden(control.remoteAddresses, network) ? 'unknown' : 'none';
}

/** Whether IPv4 leaves by one of these, which the lab does not have. */
export function leavesBy(ids: readonly string[], target: string, routed: RoutedRun): boolean {
  const addresses = controlIn(target, routed)?.remoteAddresses ?? [];
  return addresses.some((address) => ids.includes(hiddenRoute(address, networkOf(routed)) ?? ''));
}

/** Nothing answers in the lab beyond a route to another network, whatever would on AWS. */
function isHidden(addresses: readonly string[], network: RoutedNetwork): boolean {
  return addresses.some((address) => hiddenRoute(address, network) !== null);
}

function named(way: ReturnType<typeof wayOfAttempt>, network: RoutedNetwork): Way {
  if (way === null || way.kind === 'unknown') return 'unknown';
  if (way.kind === 'nat') return 'nat';
  if (detourBeside(way, network) !== null) return 'unknown';
  if (way.gateway?.startsWith('eigw-')) return 'eigw';
  return way.gateway?.startsWith('igw-') ? 'igw' : 'vpc-endpoint';
}
