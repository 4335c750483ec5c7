/** Whether each interface endpoint can go: from a run without them, for what leads to each of them today. Pure. */
import { type EndpointAnswer, isFree, type Way } from '../report/inputs/what-if.ts';
import type { AskedTarget, LeftOut } from './asked-targets.ts';
import {
  causeOf,
  contradiction,
  leftToDo,
  neverStoodFor,
  notStoodFor,
  notTried,
  type WhatIfCause,
} from './causes.ts';
import type { Obstacle } from './change.ts';
import { addressesFor, allowedWay, allowedWays } from './endpoint-policies.ts';
import { type AskedPlace, askedPlaces, counterpart, hasDefaultRoute, placesFor } from './places.ts';
import type { RoutedRun } from './ways.ts';

export interface AskedEndpoint {
  readonly id: string;
  /** `sqs`. */
  readonly service: string;
  /** Those of its interfaces, of both families. */
  readonly addresses: readonly string[];
  readonly hasPrivateDns: boolean;
  /** Whether it has a policy of its own, which goes with it. */
  readonly hasPolicy: boolean;
  /** What else hangs on it, a clause each. */
  readonly ties: readonly string[];
}

export interface EndpointNetworks {
  readonly today: readonly RoutedRun[];
  /** With IPv6, and with neither NAT gateways nor interface endpoints. */
  readonly without: readonly RoutedRun[];
  /** The logical ids of workloads whose rights or variables are not all known: they may call anything. @default - none */
  readonly suspects?: readonly string[];
  /** In whose place no probe stood. @default - none */
  readonly leftOut?: readonly LeftOut[];
  /** What the network without them lacks, since no edit can make it. @default - none */
  readonly obstacles?: readonly Obstacle[];
}

export type EndpointConclusion = Pick<EndpointAnswer, 'answer' | 'targets' | 'lines' | 'because' | 'remedy'>;

export function concludeEndpoint(
  endpoint: AskedEndpoint,
  asked: readonly AskedTarget[],
  networks: EndpointNetworks,
): EndpointConclusion {
  const places = askedPlaces(networks.today);
  const uses = asked.flatMap((target) => {
    const leading = places.filter(({ run }) => leadsTo(endpoint, target, run));
    const own = placesFor(target, places).filter((place) => leading.includes(place));
    const suspects = leading.filter((place) => !own.includes(place) && isSuspect(place, target, networks));
    const lost = leading.length === 0 ? [] : neverStoodFor(target, places, networks.leftOut ?? []);
    return [
      ...own.map((place) => ({ ...useOf(target, place, networks), suspect: null })),
      ...lost.map((each) => untriedUse(target, each)),
      ...suspects
        .map((place) => ({ ...useOf(target, place, networks), suspect: place.workload.shown }))
        .filter(({ fate }) => fate !== 'broken'),
    ];
  });
  const targets = distinct(uses.map(({ target }) => target.url));
  const open = openQuestion(endpoint, uses);
  const broken = uses.find((use) => use.fate === 'breaks' && isKnown(use));
  if (broken) {
    const because = `${hostsOf(uses.filter(isKnown), 'breaks')} would break without it: ${broken.cause?.message ?? 'no way is left'}`;
    return { answer: 'needed', targets, lines: [], because, remedy: null };
  }
  if (open) return { answer: 'unknown', targets, lines: [], ...open };
  const lines = distinct(uses.flatMap(({ line }) => line ?? []));
  const policy = endpoint.hasPolicy ? '; its own policy no longer applies then' : '';
  return { answer: 'can-go', targets, lines, because: `${withoutIt(uses, lines)}${policy}`, remedy: null };
}

/** What becomes of one target of one workload; `broken`: it does not work today either. */
interface Use {
  readonly target: AskedTarget;
  readonly fate: 'works' | 'breaks' | 'broken' | 'unknown';
  /** The free way that is left. */
  readonly way: Way | null;
  /** What the code needs to take that way. */
  readonly line: string | null;
  readonly cause: WhatIfCause | null;
  /** The workload, where it is not known to call the target. */
  readonly suspect: string | null;
}

/** Whether something is known to call the target. */
function isKnown({ target, suspect }: Use): boolean {
  return !target.isAssumed && suspect === null;
}

function isSuspect(
  { workload: { logicalId } }: AskedPlace,
  { caller }: AskedTarget,
  { suspects = [] }: EndpointNetworks,
): boolean {
  return caller === 'code' && logicalId !== null && suspects.includes(logicalId);
}

/** By the addresses of its name, whether or not they answered: what an endpoint keeps from working leads there too. */
function leadsTo({ id, addresses }: AskedEndpoint, { asIs }: AskedTarget, { run }: RoutedRun): boolean {
  return addressesFor(asIs, run).some((address) => addresses.includes(address)) || isOwnName(asIs, id);
}

/** `vpce-0…-0a1b2c3d.sqs.us-west-2.vpce.amazonaws.com`. */
function isOwnName(url: string, endpointId = 'vpce-'): boolean {
  return url.includes('.vpce.amazonaws.com') && url.includes(endpointId);
}

function useOf(
  target: AskedTarget,
  { run, workload }: AskedPlace,
  { without, leftOut = [], obstacles = [] }: EndpointNetworks,
): Omit<Use, 'suspect'> {
  const there = counterpart(workload, run, without);
  const { unchanged, dualStack } = allowedWays(target, there);
  const known = { target, way: null, line: null };
  if (isOwnName(target.asIs)) return { ...known, fate: 'breaks', cause: OWN_NAME };
  const doubt =
    notStoodFor(target, workload, leftOut) ??
    contradiction(namesBehind(target, unchanged, dualStack), [there]);
  if (doubt) return { ...known, fate: 'unknown', cause: doubt };
  if (isFree(unchanged)) return { ...known, fate: 'works', way: unchanged, cause: null };
  if (isFree(dualStack)) return { ...known, fate: 'works', way: dualStack, line: target.line, cause: null };
  const today = allowedWay(target, run);
  const isUnknown = [today, unchanged, dualStack].includes('unknown');
  const fate = isUnknown ? 'unknown' : today === 'none' ? 'broken' : 'breaks';
  const undone = fate === 'breaks' ? leftToDo(target, there, obstacles) : null;
  if (undone) return { ...known, fate: 'unknown', cause: undone };
  const isIsolated = there && fate === 'breaks' && !hasDefaultRoute(there.route);
  return { ...known, fate, cause: isIsolated ? isolated(workload.shown) : causeOf(target, there) };
}

/** Whatever leads there from another place would from this one. */
function untriedUse(target: AskedTarget, lost: LeftOut): Use {
  return { target, fate: 'unknown', way: null, line: null, cause: notTried(lost), suspect: null };
}

function isolated(workload: string): WhatIfCause {
  return {
    code: 'NetworkUnreachable',
    message: `${workload} has no way out of the VPC (--open-isolated shows it with one over IPv6)`,
    remedy: 'keep it isolated, with its endpoints, or give it a way out over IPv6',
  };
}

const OWN_NAME: WhatIfCause = {
  code: 'NoSuchHost',
  message: 'the code calls it by its own name',
  remedy: 'call the service by its own name',
};

/** The names whose records the answer rests on: a gateway endpoint carries IPv4, whatever else the name has. */
function namesBehind({ asIs, dualStack }: AskedTarget, unchanged: Way, changed: Way | null): string[] {
  if (unchanged === 'vpc-endpoint') return [];
  if (isFree(unchanged)) return [asIs];
  const other = dualStack === null ? [] : [dualStack];
  return isFree(changed) ? other : [asIs, ...other];
}

type Open = Pick<EndpointAnswer, 'because' | 'remedy'>;

/** What keeps it from being known that the endpoint can go; null where nothing does. */
function openQuestion({ ties, service, hasPrivateDns }: AskedEndpoint, uses: readonly Use[]): Open | null {
  if (uses.length === 0) return unused(hasPrivateDns);
  const unknown = uses.find(({ fate }) => fate === 'unknown') ?? uses.find(({ fate }) => fate === 'broken');
  if (unknown) return openUse(unknown, hostsOf(uses, unknown.fate));
  const assumed = uses.find(({ fate }) => fate === 'breaks');
  if (assumed) return uncalled(hostsOf(uses, 'breaks'), assumed);
  if (ties.length > 0)
    return { because: ties.join('; '), remedy: 'look at what these do without the endpoint' };
  return service === 'execute-api' ? PRIVATE_APIS : null;
}

function unused(hasPrivateDns: boolean): Open {
  return hasPrivateDns
    ? {
        because: 'no target that was asked leads to it',
        remedy: 'name what your code calls through it with --target',
      }
    : {
        because:
          'it has no private DNS, and no target names it: only code that calls it by its own name uses it',
        remedy: 'name that with --target https://vpce-…, or see whether its metric BytesProcessed stays at 0',
      };
}

function openUse({ fate, cause }: Use, hosts: string): Open {
  const reason = cause?.message ?? 'it was not tried in each of the networks';
  if (fate === 'broken')
    return { because: `broken today already: ${hosts}: ${reason}`, remedy: 'fix its cause first' };
  return { because: `not known without it: ${hosts}: ${reason}`, remedy: cause?.remedy ?? null };
}

function uncalled(hosts: string, { cause, suspect }: Use): Open {
  return {
    because: `${suspect ?? 'nothing in the template'} is ${suspect === null ? '' : 'not '}known to call ${hosts}, which would break without it: ${cause?.message ?? 'no way is left'}`,
    remedy:
      'name it with --target if your code calls it; if its metric BytesProcessed stays at 0, the endpoint can go',
  };
}

const PRIVATE_APIS: Open = {
  because:
    'a private API of API Gateway answers only over an endpoint, and whether yours is one is not known',
  remedy: 'look at the endpoint type of each API that your code calls',
};

const WAY_WORDS: Readonly<Record<Way, string>> = {
  eigw: 'the egress-only internet gateway',
  igw: 'the internet gateway',
  'vpc-endpoint': 'a gateway endpoint',
  nat: 'NAT',
  none: 'no way',
  unknown: 'an unknown way',
};

function withoutIt(uses: readonly Use[], lines: readonly string[]): string {
  const ways = distinct(uses.flatMap(({ way }) => (way === null ? [] : [WAY_WORDS[way]])));
  const code = lines.length === 0 ? '' : `, once the code has ${lines.join(' and ')}`;
  return `${hostsOf(uses, 'works')}: over ${ways.join(' and ')}${code}`;
}

function hostsOf(uses: readonly Use[], wanted: Use['fate']): string {
  const urls = uses.filter(({ fate }) => fate === wanted).map(({ target }) => target.url);
  return distinct(urls.map((url) => url.replace(/^https:\/\//, ''))).join(', ');
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
