/**
 * What becomes of a target without NAT gateways and NAT64: from which way its attempts went, never from what ought to
 * work. Pure.
 */
import { bareHost, familyOf } from '../addresses.ts';
import type { Attempt, Control, Target } from '../report-schema.ts';
import { UNKNOWN_GATEWAY } from '../route-table.ts';
import type { CauseCode, WithoutNat } from '../vocabulary.ts';
import { hasNoIpv6 } from './advice.ts';
import type { JudgeFacts } from './facts.ts';
import { failureCodeOf } from './failure.ts';
import { closedEndpointOf, dropOf } from './lab-drop.ts';
import { isWrongName } from './no-such-host.ts';
import { otherNameOf } from './other-name.ts';
import { gatewayTo } from './path.ts';
import { nameOf } from './resource-names.ts';
import { type Way, wayOf, wayTo } from './ways.ts';
import { wideDetour } from './wide-detour.ts';

interface Answer {
  readonly withoutNat: WithoutNat;
  readonly withoutNatBecause: string;
}

/** @param sdk whether AWS's SDK calls the target: unchanged code then takes its default name */
export function withoutNatOf(
  target: Target,
  controls: readonly Control[],
  sdk: boolean,
  facts: JudgeFacts,
): Answer {
  const found = withoutNatByEvidence(target, controls, sdk, facts);
  const isCarried = found.withoutNat === 'works' || found.withoutNat === 'works-with-change';
  return isCarried && isImageOfTask(target, controls, facts) ? answer('unknown', FETCHED_OVER_IPV4) : found;
}

/** An image that would be fetched for an ECS task, in a subnet that has IPv4. */
function isImageOfTask({ service }: Target, controls: readonly Control[], { lab }: JudgeFacts): boolean {
  const isTask = lab?.workload.kind === 'service' || lab?.workload.kind === 'task';
  return isTask && service === OCI && !(controls.length > 0 && controls.every(({ unsent }) => unsent));
}

/** The service of a target that names an image. */
const OCI = 'oci';

const FETCHED_OVER_IPV4 =
  'on Fargate AWS itself fetches the image, over IPv4 where the subnet has it (aws/containers-roadmap#2641, #2792): ask natless what-if';

function withoutNatByEvidence(
  target: Target,
  controls: readonly Control[],
  sdk: boolean,
  facts: JudgeFacts,
): Answer {
  const doubt = doubtAbout(target);
  if (doubt !== null) return answer('unknown', doubt);
  const asIs = attemptIn(sdk ? 'unchanged' : 'natural', target);
  const free = freeWay(asIs, facts);
  const changed = freeWay(attemptIn('natural', target), facts) ?? freeWay(target.attempts[0], facts);
  const way = free ?? changed;
  const detour = way && wasWhole(target) ? wideDetour(way, facts) : null;
  if (detour !== null) return answer('unknown', detour);
  if (free && wasWhole(target)) return answer('works', `${nameOfWay(free, facts)} carries it as it is`);
  if (changed && wasWhole(target)) return withChange(changed, asIs, facts);
  return answerWithoutFreeWay(target, controls, asIs, facts);
}

function withChange(way: Way, asIs: Attempt | undefined, facts: JudgeFacts): Answer {
  if (asIs === undefined || asIs.cutOff)
    return answer('unknown', 'there was no time left to try it as your code would');
  return answer('works-with-change', `${nameOfWay(way, facts)} carries it once the code asks for it`);
}

function answerWithoutFreeWay(
  target: Target,
  controls: readonly Control[],
  asIs: Attempt | undefined,
  facts: JudgeFacts,
): Answer {
  const hidden = hiddenWay(target, facts);
  if (hidden !== null) return answer('unknown', hidden);
  const nat = natWay(target, controls, facts);
  if (nat !== null)
    return answer(
      'breaks',
      `only ${nameOfWay(nat, facts)} carries it, ${nat.family === 'IPv4' ? 'over IPv4' : 'by NAT64'}${byThisName(target, facts)}`,
    );
  if (asIs === undefined && !hasNoIpv6(target))
    return answer('unknown', 'it was not tried as your code would');
  return isStopped(target, facts)
    ? answer('breaks', `nothing carries it today either: ${target.cause?.code}${byThisName(target, facts)}`)
    : answer('unknown', `nothing answered, so fix its cause first: ${target.cause?.code ?? 'no cause'}`);
}

/** What breaks is the name that was tried: what-if also tries the other one, and may find that a change of the code suffices. */
function byThisName(target: Target, facts: JudgeFacts): string {
  return otherNameOf(target, facts) === null ? '' : '; its dual-stack name may work: see the fix above';
}

/** Whether what stopped the forced attempt is known to stop it for good, until the network or the host changes. */
function isStopped({ cause, attempts: [forced] }: Target, facts: JudgeFacts): boolean {
  const last = forced.operations.at(-1);
  if (NOWHERE.has(cause?.code ?? 'CutOff')) return true;
  if (last !== undefined && closedEndpointOf(last, facts)) return true;
  if (last === undefined || last.error?.phase !== 'connect') return false;
  return dropOf(last, facts) !== undefined || hasNoRoute(last.dns?.aaaa ?? [], facts);
}

function hasNoRoute(addresses: readonly string[], { route }: JudgeFacts): boolean {
  if (route.routes === null || addresses.length === 0) return false;
  return addresses.every((address) => [null, 'blackhole'].includes(gatewayTo(address, route)));
}

/** Without an address of the family on either side, no way is left that could be missing from the evidence. */
const NOWHERE: ReadonlySet<CauseCode> = new Set([
  'NoAaaaRecord',
  'NoSuchHost',
  'NetworkUnreachable',
  'Dns64WithoutRoute',
  'PortBlocked',
  'PrivateIpv6Block',
]);

/** What contradicts the path that the addresses show, or keeps the target from having been tried. */
const DOUBTS: Readonly<Partial<Record<CauseCode, string>>> = {
  SourceMismatch: 'the packets were seen to come from somewhere else',
  WitnessDenied: 'AWS did not see the request come from the VPC',
  TargetRefused: 'the probe may not connect to its address',
  CutOff: 'the deadline came first',
};

export function doubtAbout(target: Target): string | null {
  const { cause } = target;
  if (isWrongName(target)) return 'there is no such name';
  if (cause?.code === 'UnknownToLab') return cause.message;
  return cause === null ? null : (DOUBTS[cause.code] ?? null);
}

/** Whether the forced attempt did not end at a later hop, to which the other modes do not follow a redirect. */
function wasWhole({ attempts: [{ operations }] }: Target): boolean {
  return operations.length < 2 || operations.at(-1)?.error?.phase === 'request' || !operations.at(-1)?.error;
}

/** The way of an attempt that something answered, if no part of it depends on NAT. */
function freeWay(attempt: Attempt | undefined, facts: JudgeFacts): Way | null {
  if (attempt === undefined || !isAnswered(attempt)) return null;
  const way = wayOf(attempt, facts);
  return way?.kind === 'free' ? way : null;
}

/** A denial or an error of the service is an answer too; what is not the service's own answer is none. */
export function isAnswered(attempt: Attempt): boolean {
  const { outcome, cause, cutOff, operations } = attempt;
  const isWhole = operations.length > 0 && operations.every(({ remoteAddress }) => remoteAddress !== null);
  const codes = [cause?.code, failureCodeOf(attempt)];
  const isStrange = codes.some((code) => code && STRANGE.has(code));
  return isWhole && !cutOff && outcome !== 'none' && !isStrange;
}

const STRANGE: ReadonlySet<CauseCode> = new Set(['ResponseInvalid', 'SourceMismatch', 'WitnessDenied']);

/** Something answered, or would have to, beyond a route that hides what comes after it. */
function hiddenWay(target: Target, facts: JudgeFacts): string | null {
  const ways = target.attempts.flatMap((attempt) =>
    isAnswered(attempt) ? (wayOf(attempt, facts) ?? []) : [],
  );
  const tried = addressesOf(target).map((address) => wayTo(address, facts));
  const hidden = [...ways, ...tried.filter(({ gateway }) => gateway !== null && facts.route.routes !== null)];
  const unknown = hidden.find(({ kind, gateway }) => kind === 'unknown' && gateway !== 'blackhole');
  return unknown ? unclear(unknown.family, unknown.gateway, facts) : null;
}

/** The addresses of its names, of each family that it and the workload have. */
function addressesOf({ cause, attempts }: Target): string[] {
  const operations = attempts.flatMap((attempt) => attempt.operations);
  const hosts = operations.map(({ host }) => bareHost(host));
  const ipv6 = cause?.code === 'NetworkUnreachable' ? [] : operations.flatMap(({ dns }) => dns?.aaaa ?? []);
  return [...hosts, ...ipv6, ...operations.flatMap(({ dns }) => dns?.a ?? [])].filter(
    (address) => familyOf(address) !== null,
  );
}

function unclear(family: Way['family'], gateway: string | null, facts: JudgeFacts): string {
  return gateway === null || gateway === UNKNOWN_GATEWAY
    ? `where ${family} leads is unknown`
    : `${family} leads to ${nameOf(gateway, facts)}, and what comes after it is unknown`;
}

/** Its own attempts, or, where IPv6 was silent, the control's connect to the addresses of its name. */
function natWay(target: Target, controls: readonly Control[], facts: JudgeFacts): Way | null {
  const tried = target.attempts.flatMap((attempt) =>
    isAnswered(attempt) ? (wayOf(attempt, facts) ?? []) : [],
  );
  const isSilent = target.attempts[0].operations.at(-1)?.remoteAddress === null;
  const answered = controls
    .filter(({ id, kind }) => isSilent && id === target.id && kind === 'ipv4')
    .flatMap(({ answeredBy }) => (answeredBy === null ? [] : [wayTo(answeredBy, facts)]));
  return [...tried, ...answered].find(({ kind }) => kind === 'nat') ?? null;
}

function nameOfWay({ gateway, family }: Way, facts: JudgeFacts): string {
  return gateway === null ? `${family} within the VPC` : nameOf(gateway, facts);
}

function attemptIn(mode: Attempt['mode'], { attempts }: Target): Attempt | undefined {
  return attempts.find((attempt) => attempt.mode === mode);
}

function answer(withoutNat: WithoutNat, withoutNatBecause: string): Answer {
  return { withoutNat, withoutNatBecause };
}
