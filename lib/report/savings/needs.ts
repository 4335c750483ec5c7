/** What each target of a report needs without NAT gateways: nothing, a fix, another name, or a way that costs money. */
import {
  dualStackName,
  type ServiceHosts,
  serviceHosts,
} from '../../../lambda/report/catalogue/dual-stack-name.ts';
import { hasNoIpv6 } from '../../../lambda/report/judge/advice.ts';
import { isOthers, partOf } from '../../../lambda/report/judge/sum-without-nat.ts';
import type { Cause, Run, Target } from '../../../lambda/report/report-schema.ts';
import type { WithoutNat } from '../../../lambda/report/vocabulary.ts';
import type { Rates } from '../../prices/prices.ts';
import { type Cost, costOf, type OptionKind } from './costs.ts';
import { type EndpointService, endpointFor, hasDefaultName, isAwsHost } from './endpoints.ts';

/** A way to keep one target, and what it costs for this target only. */
interface FallbackOption extends Cost {
  readonly kind: OptionKind;
  /** The endpoint service's name, for example `com.amazonaws.us-west-2.sts`; null for NAT. */
  readonly service: string | null;
}

export type Need = { readonly target: string } & (
  | { readonly kind: 'nothing' }
  /** Nothing but the advice for the code. */
  | { readonly kind: 'change' }
  /** An endpoint of the VPC already carries it. */
  | { readonly kind: 'kept' }
  /** What it needs is not known, and so has no price. */
  | { readonly kind: 'unknown'; readonly because: string }
  /** It failed, or proved nothing, for a reason other than a lack of IPv6, which no other way would fix. */
  | { readonly kind: 'fix-first'; readonly cause: Cause | null }
  /** Its service was reached in the same report, by a name that has IPv6. */
  | { readonly kind: 'other-name'; readonly host: string; readonly name: string }
  | {
      readonly kind: 'fallback';
      readonly host: string;
      readonly cause: Cause;
      /** A name of the same service that should have IPv6, and that the report has not tried. */
      readonly tryFirst: string | null;
      /** Whether it is an AWS host for which no endpoint is known here. */
      readonly endpointUnknown: boolean;
      /** The cheapest first. */
      readonly options: readonly FallbackOption[];
    }
);

/** One need for each target, in the order of the report. `runs` are of one Region. */
export function needsOf(runs: readonly Run[], rates: Rates, zones: number): Need[] {
  const all = partOf(runs).counted.flatMap(resultsOf);
  const hosts = serviceHosts(runs[0]?.region ?? '');
  const tries = triesOf(all.map(({ target }) => target));
  return [...Map.groupBy(all, ({ target }) => target.id)].map(([id, results]) => {
    const kind = commonKind(results.map(({ target, others }) => needKindOf(target, hosts, others)));
    const cause = results[0]?.target.cause ?? null;
    if (kind !== 'fallback' || cause === null) return needWithout(kind, id, results, hosts);
    const host = results.map(({ target }) => lastHost(target))[0] ?? id;
    const { name, reached, tried } = otherName(host, tries, hosts);
    if (name !== null && reached) return { target: id, kind: 'other-name', host, name };
    const endpoint = endpointFor(host, hosts);
    return {
      ...{ target: id, kind, host, cause, tryFirst: tried ? null : name },
      endpointUnknown: endpoint === null && isAwsHost(host, hosts),
      options: optionsFor(endpoint, rates, zones),
    };
  });
}

interface Result {
  readonly target: Target;
  /** Whether it was tried in another project's network. */
  readonly others: boolean;
}

function resultsOf(run: Run): Result[] {
  return run.targets.map((target) => ({ target, others: isOthers(run) }));
}

/** Whether every target that called a host passes, by host. */
type Tries = ReadonlyMap<string, boolean>;

function triesOf(targets: readonly Target[]): Tries {
  const tries = new Map<string, boolean>();
  for (const target of targets) {
    for (const host of hostsOf(target)) {
      tries.set(host, (tries.get(host) ?? true) && target.verdict === 'pass');
    }
  }
  return tries;
}

/** The name of the same service that should have IPv6, and what the report shows about it. */
function otherName(host: string, tries: Tries, hosts: ServiceHosts) {
  const name = dualStackName(host, hosts.region);
  const reached = name === null ? undefined : tries.get(name);
  return { name, tried: reached !== undefined, reached: reached ?? false };
}

/** Whether it is not known what the target needs, so that it has no price. */
export function isUnknown({ kind }: Need): boolean {
  return kind === 'unknown';
}

type Kind = Exclude<Need['kind'], 'other-name'>;

function needKindOf(target: Target, hosts: ServiceHosts, others: boolean): Kind {
  if (target.cause?.code === 'UnknownToLab') return 'unknown';
  if (others && target.withoutNat) return needInOthersNetwork(target, hosts, target.withoutNat);
  if (target.verdict === 'pass') return 'nothing';
  if (target.path === 'vpc-endpoint') return 'kept';
  return needOfMissing(target, hosts);
}

function needInOthersNetwork(target: Target, hosts: ServiceHosts, withoutNat: WithoutNat): Kind {
  switch (withoutNat) {
    case 'works':
      return isKept(target) ? 'kept' : 'nothing';
    case 'works-with-change':
      return 'change';
    case 'unknown':
      return 'unknown';
    case 'breaks':
      return needOfMissing(target, hosts);
  }
}

/** Whether unchanged code takes an endpoint. */
function isKept({ attempts }: Target): boolean {
  return attempts.at(-1)?.path === 'vpc-endpoint';
}

function needOfMissing(target: Target, hosts: ServiceHosts): Kind {
  // DNS64 synthesizes an address only for a name that has no AAAA record (RFC 6147, section 5.1.1).
  if (target.path === 'nat64') return 'fallback';
  return hasNoIpv6(target) && isName(target, hosts) ? 'fallback' : 'fix-first';
}

/** A missing dual-stack name of AWS leaves the default name, which is IPv4 only; any other missing name is just wrong. */
function isName(target: Target, hosts: ServiceHosts): boolean {
  return target.cause?.code !== 'NoSuchHost' || hasDefaultName(lastHost(target), hosts);
}

/** What needs nothing that costs anything may differ between subnets; the most that one of them needs is what it needs. */
const FREE: readonly Kind[] = ['change', 'kept', 'nothing'];

/** Any other difference is not a property of the target: something in one of the subnets needs a fix. */
function commonKind(kinds: readonly Kind[]): Kind {
  const [first = 'fix-first', ...rest] = kinds;
  if (rest.every((kind) => kind === first)) return first;
  return kinds.every((kind) => FREE.includes(kind))
    ? (FREE.find((kind) => kinds.includes(kind)) ?? first)
    : 'fix-first';
}

function needWithout(kind: Kind, target: string, results: readonly Result[], hosts: ServiceHosts): Need {
  if (kind === 'nothing' || kind === 'kept' || kind === 'change') return { target, kind };
  if (kind === 'unknown') return { target, kind, because: whyUnknown(results) };
  const odd = results.find(({ target: one, others }) => needKindOf(one, hosts, others) === 'fix-first');
  return { target, kind: 'fix-first', cause: (odd ?? results.find(hasCause))?.target.cause ?? null };
}

function whyUnknown(results: readonly Result[]): string {
  return results.flatMap(({ target }) => target.withoutNatBecause ?? [])[0] ?? 'no reason is known';
}

function hasCause({ target }: Result): boolean {
  return target.cause !== null;
}

/** The host that it ended at: a redirect may have led elsewhere. */
function lastHost(target: Target): string {
  return hostsOf(target).at(-1) ?? target.id;
}

export function hostsOf({ attempts }: Pick<Target, 'attempts'>): string[] {
  return attempts.find(({ mode }) => mode === 'ipv6')?.operations.map(({ host }) => host) ?? [];
}

function optionsFor(endpoint: EndpointService | null, rates: Rates, zones: number): FallbackOption[] {
  const option = (kind: OptionKind, service: string | null = null): FallbackOption => ({
    kind,
    service,
    ...costOf(kind, rates, zones),
  });
  const options = [
    ...(endpoint ? [option(`${endpoint.kind}-endpoint`, endpoint.name)] : []),
    option('nat64-instance'),
    option('nat-gateway'),
  ];
  return options.sort((a, b) => a.monthUsd - b.monthUsd);
}
