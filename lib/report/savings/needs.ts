/** What each target of a report needs without NAT gateways: nothing, a fix, another name, or a way that costs money. */
import { hasNoIpv6 } from '../../../lambda/report/judge/advice.ts';
import type { Cause, Run, Target } from '../../../lambda/report/report-schema.ts';
import type { Rates } from '../../prices/prices.ts';
import { type Cost, costOf, type OptionKind } from './costs.ts';
import {
  dualStackName,
  type EndpointService,
  endpointFor,
  hasDefaultName,
  isAwsHost,
  type ServiceHosts,
  serviceHosts,
} from './endpoints.ts';

/** A way to keep one target, and what it costs for this target only. */
interface FallbackOption extends Cost {
  readonly kind: OptionKind;
  /** The endpoint service's name, for example `com.amazonaws.us-west-2.sts`; null for NAT. */
  readonly service: string | null;
}

export type Need = { readonly target: string } & (
  | { readonly kind: 'nothing' }
  /** An endpoint of the VPC already carries it. */
  | { readonly kind: 'kept' }
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
  const targets = runs.flatMap((run) => run.targets);
  const hosts = serviceHosts(runs[0]?.region ?? '');
  const tries = triesOf(targets);
  return [...Map.groupBy(targets, ({ id }) => id)].map(([id, results]) => {
    const kind = commonKind(results.map((result) => needKindOf(result, hosts)));
    const [{ cause } = { cause: null }] = results;
    if (kind !== 'fallback' || cause === null) return needWithout(kind, id, results, hosts);
    const host = results.map(lastHost)[0] ?? id;
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
  const name = dualStackName(host, hosts);
  const reached = name === null ? undefined : tries.get(name);
  return { name, tried: reached !== undefined, reached: reached ?? false };
}

/** Whether the lab did not have the host, so that nothing is known of what it needs. */
export function isUnknown(need: Need): boolean {
  return need.kind === 'fix-first' && need.cause?.code === 'UnknownToLab';
}

type Kind = 'nothing' | 'kept' | 'fix-first' | 'fallback';

function needKindOf(target: Target, hosts: ServiceHosts): Kind {
  if (target.verdict === 'pass') return 'nothing';
  if (target.path === 'vpc-endpoint') return 'kept';
  // DNS64 synthesizes an address only for a name that has no AAAA record (RFC 6147, section 5.1.1).
  if (target.path === 'nat64') return 'fallback';
  return hasNoIpv6(target) && isName(target, hosts) ? 'fallback' : 'fix-first';
}

/** A missing dual-stack name of AWS leaves the default name, which is IPv4 only; any other missing name is just wrong. */
function isName(target: Target, hosts: ServiceHosts): boolean {
  return target.cause?.code !== 'NoSuchHost' || hasDefaultName(lastHost(target), hosts);
}

/** What differs between the subnets is not a property of the target: something in one of them needs a fix. */
function commonKind(kinds: readonly Kind[]): Kind {
  const [first = 'fix-first', ...others] = kinds;
  return others.every((kind) => kind === first) ? first : 'fix-first';
}

function needWithout(kind: Kind, target: string, results: readonly Target[], hosts: ServiceHosts): Need {
  if (kind === 'nothing' || kind === 'kept') return { target, kind };
  const odd = results.find((result) => needKindOf(result, hosts) === 'fix-first') ?? results.find(hasCause);
  return { target, kind: 'fix-first', cause: odd?.cause ?? null };
}

function hasCause({ cause }: Target): boolean {
  return cause !== null;
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
