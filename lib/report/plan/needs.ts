/** What each target of a report needs once no NAT gateway is there: nothing, a mend, another name, or a way that costs. */
import { hasNoIpv6 } from '../../../lambda/report/judge/advice.ts';
import type { Cause, Run, Target } from '../../../lambda/report/report-schema.ts';
import { type Cost, costOf, type WayKind } from './costs.ts';
import { dualStackName, type EndpointService, endpointFor, hasDefaultName, isAwsHost } from './endpoints.ts';
import type { Rates } from './prices.ts';

/** A way to keep one target, and what it costs for this target alone. */
export interface Option extends Cost {
  readonly kind: WayKind;
  /** Of an endpoint: the service's name, for example `com.amazonaws.us-west-2.sts`. */
  readonly service: string | null;
}

export type Need = { readonly target: string } & (
  | { readonly kind: 'nothing' }
  /** An endpoint of the VPC carries it already. */
  | { readonly kind: 'kept' }
  /** It failed, or could not be shown, for another reason than want of IPv6: no way that costs would cure that. */
  | { readonly kind: 'mend-first'; readonly cause: Cause | null }
  /** Its service was reached in the same report, by a name that has IPv6. */
  | { readonly kind: 'other-name'; readonly host: string; readonly name: string }
  | {
      readonly kind: 'fallback';
      readonly host: string;
      readonly cause: Cause;
      /** A name of the same service that should have IPv6, and that nobody has tried yet. */
      readonly tryFirst: string | null;
      /** Whether the host is AWS's, but no endpoint for it is known here. */
      readonly endpointUnknown: boolean;
      /** The cheapest first. */
      readonly options: readonly Option[];
    }
);

/** One need for each target, in the order of the report. `runs` are of one Region. */
export function needsOf(runs: readonly Run[], rates: Rates, zones: number): Need[] {
  const targets = runs.flatMap((run) => run.targets);
  const region = runs[0]?.region ?? '';
  return [...Map.groupBy(targets, ({ id }) => id)].map(([id, results]) => {
    const kind = commonKind(results.map((result) => kindOf(result, region)));
    const [{ cause } = { cause: null }] = results;
    if (kind !== 'fallback' || cause === null) return needWithout(kind, id, results, region);
    const host = results.map(lastHost)[0] ?? id;
    const { name, reached, tried } = otherName(host, targets, region);
    if (name !== null && reached) return { target: id, kind: 'other-name', host, name };
    const endpoint = endpointFor(host, region);
    return {
      ...{ target: id, kind, host, cause, tryFirst: tried ? null : name },
      endpointUnknown: endpoint === null && isAwsHost(host, region),
      options: optionsFor(endpoint, rates, zones),
    };
  });
}

/** The name of the same service that should have IPv6, and what the report shows of it. */
function otherName(host: string, targets: readonly Target[], region: string) {
  const name = dualStackName(host, region);
  const triers = targets.filter((target) => name !== null && hostsOf(target).includes(name));
  const tried = triers.length > 0;
  return { name, tried, reached: tried && triers.every(({ verdict }) => verdict === 'pass') };
}

type Kind = 'nothing' | 'kept' | 'mend-first' | 'fallback';

function kindOf(target: Target, region: string): Kind {
  if (target.verdict === 'pass') return 'nothing';
  if (target.path === 'vpc-endpoint') return 'kept';
  // DNS64 makes an address up only where the name has none of its own (RFC 6147, section 5.1.1).
  if (target.path === 'nat64') return 'fallback';
  return hasNoIpv6(target) && isName(target, region) ? 'fallback' : 'mend-first';
}

/** That AWS has no such dual-stack name leaves the default one, which is IPv4 only; any other name is just wrong. */
function isName(target: Target, region: string): boolean {
  return target.cause?.code !== 'NoSuchHost' || hasDefaultName(lastHost(target), region);
}

/** What differs between the subnets is no property of the target's: something in one of them wants mending. */
function commonKind(kinds: readonly Kind[]): Kind {
  const [first = 'mend-first', ...others] = kinds;
  return others.every((kind) => kind === first) ? first : 'mend-first';
}

function needWithout(kind: Kind, target: string, results: readonly Target[], region: string): Need {
  if (kind === 'nothing' || kind === 'kept') return { target, kind };
  const odd = results.find((result) => kindOf(result, region) === 'mend-first') ?? results.find(hasCause);
  return { target, kind: 'mend-first', cause: odd?.cause ?? null };
}

function hasCause({ cause }: Target): boolean {
  return cause !== null;
}

/** Where it ended: a redirect may have led elsewhere. */
function lastHost(target: Target): string {
  return hostsOf(target).at(-1) ?? target.id;
}

function hostsOf({ attempts }: Target): string[] {
  return attempts.find(({ mode }) => mode === 'ipv6')?.operations.map(({ host }) => host) ?? [];
}

function optionsFor(endpoint: EndpointService | null, rates: Rates, zones: number): Option[] {
  const option = (kind: WayKind, service: string | null = null): Option => ({
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
