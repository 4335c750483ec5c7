/** The plan for a report: what can go per month, what each remaining target needs, and at which price. Pure. */
import type { Run } from '../../../lambda/report/report-schema.ts';
import type { NatUsage } from '../inputs/nat-usage.ts';
import { type AllowList, allowListOf } from './allow-list.ts';
import { type BreakEven, breakEvenOf, type Cost, costOf, type WayKind } from './costs.ts';
import { gigabytes, idleMonthUsd } from './nat-usage.ts';
import { type Need, needsOf } from './needs.ts';
import { type PriceBasis, type PriceTable, pricesFor } from './prices.ts';

/** What NAT gateways cost today. */
export interface NatCost extends Cost {
  /** `assumed`: one in each Availability Zone of the report; `found`: those that the account has in the Region. */
  readonly basis: 'assumed' | 'found';
  readonly gateways: number;
  /** What passed through them in a month; null where nobody looked. */
  readonly gb: number | null;
}

/** A way to keep all that is left, in every Availability Zone. */
export interface Way extends Cost {
  readonly kind: 'endpoints' | 'nat64-instance' | 'nat-gateway';
  /** The endpoints' services; beside NAT the gateway endpoints alone, which cost nothing. */
  readonly services: readonly string[];
}

export interface Saving {
  readonly monthUsd: number;
  /** Why it may be less, a clause each; empty where it is what it is. */
  readonly doubts: readonly string[];
}

export interface Plan {
  readonly region: string;
  readonly availabilityZones: readonly string[];
  readonly prices: PriceBasis;
  readonly needs: readonly Need[];
  readonly natGateways: NatCost;
  /** The cheapest first; empty where nothing is left to keep. */
  readonly ways: readonly Way[];
  /** Null where nothing is shown yet: every target wants mending first. */
  readonly saving: Saving | null;
  readonly breakEven: BreakEven | null;
  /** Null where nobody looked. */
  readonly natUsage: NatUsage | null;
  readonly allowList: AllowList;
}

export interface PlanBasis {
  /** @default - the built-in ones */
  readonly prices?: PriceTable | undefined;
  /** Of any Regions. */
  readonly natUsage?: readonly NatUsage[];
}

/** @param runs of one Region, and at least one */
export function planOf(runs: readonly Run[], { prices: table, natUsage = [] }: PlanBasis = {}): Plan {
  const region = runs[0]?.region ?? 'unknown';
  const prices = pricesFor(region, table);
  const availabilityZones = [...new Set(runs.map(zoneOf))];
  const usage = natUsage.find((each) => each.region === region) ?? null;
  const needs = needsOf(runs, prices.rates, availabilityZones.length);
  const natGateways = natCost(usage, prices, availabilityZones.length);
  const ways = waysFor(needs, prices, availabilityZones.length);
  return {
    region,
    availabilityZones,
    prices,
    needs,
    natGateways,
    ways,
    saving: savingOf(natGateways, ways[0] ?? null, needs, runs),
    breakEven: breakEvenOf(prices.rates),
    natUsage: usage,
    allowList: allowListOf(runs),
  };
}

/** A plan for each Region of a report. */
export function plansOf(runs: readonly Run[], basis: PlanBasis = {}): Plan[] {
  return [...Map.groupBy(runs, ({ region }) => region).values()].map((own) => planOf(own, basis));
}

function zoneOf({ network, region }: Run): string {
  return network.availabilityZone ?? network.subnetId ?? region;
}

function natCost(usage: NatUsage | null, { rates }: PriceBasis, zones: number): NatCost {
  const gbUsd = rates.natGatewayGb;
  if (!usage) {
    const { monthUsd } = costOf('nat-gateway', rates, zones);
    return { basis: 'assumed', gateways: zones, monthUsd, gbUsd, gb: null };
  }
  const gateways = usage.gateways.filter(({ isPublic }) => isPublic);
  return {
    basis: 'found',
    gateways: gateways.length,
    monthUsd: sum(gateways.map((gateway) => idleMonthUsd(gateway, rates))),
    gbUsd,
    gb: sum(gateways.map(gigabytes)),
  };
}

export type Fallback = Extract<Need, { kind: 'fallback' }>;

export function fallbacksIn(needs: readonly Need[]): Fallback[] {
  return needs.filter((need) => need.kind === 'fallback');
}

function waysFor(needs: readonly Need[], { rates }: PriceBasis, zones: number): Way[] {
  const left = fallbacksIn(needs);
  if (left.length === 0) return [];
  const gateways = servicesOf('gateway-endpoint', left);
  const interfaces = servicesOf('interface-endpoint', left);
  const endpoint = costOf('interface-endpoint', rates, zones);
  const endpoints: Way = {
    kind: 'endpoints',
    services: [...gateways, ...interfaces],
    monthUsd: endpoint.monthUsd * interfaces.length,
    gbUsd: interfaces.length > 0 ? endpoint.gbUsd : 0,
  };
  const nats = (['nat64-instance', 'nat-gateway'] as const).map(
    (kind): Way => ({ kind, services: gateways, ...costOf(kind, rates, zones) }),
  );
  const ways = left.every(hasEndpoint) ? [endpoints, ...nats] : nats;
  return ways.sort((a, b) => a.monthUsd - b.monthUsd);
}

/** Each service once: several targets may share an endpoint. */
function servicesOf(kind: WayKind, left: readonly Fallback[]): string[] {
  const options = left.flatMap(({ options }) => options.filter((option) => option.kind === kind));
  return [...new Set(options.flatMap(({ service }) => service ?? []))];
}

function hasEndpoint({ options }: Fallback): boolean {
  return options.some(({ service }) => service !== null);
}

function savingOf(
  nat: NatCost,
  way: Way | null,
  needs: readonly Need[],
  runs: readonly Run[],
): Saving | null {
  if (needs.every(({ kind }) => kind === 'mend-first')) return null;
  const data = (nat.gb ?? 0) * nat.gbUsd;
  return {
    // Dearer than what is there: then nothing goes.
    monthUsd: Math.max(0, nat.monthUsd + data - (way?.monthUsd ?? 0)),
    doubts: [...mendDoubt(needs), ...ipv4Doubt(runs), ...dataDoubt(nat, way)],
  };
}

function mendDoubt(needs: readonly Need[]): string[] {
  const ids = needs.filter(({ kind }) => kind === 'mend-first').map(({ target }) => target);
  return ids.length > 0 ? [`what ${ids.join(', ')} will need is not known before they are mended`] : [];
}

function ipv4Doubt(runs: readonly Run[]): string[] {
  const answers = runs.some(({ controls }) =>
    controls.some(({ kind, succeeded }) => kind === 'ipv4' && succeeded),
  );
  return answers ? ['IPv4 still has a way out, so nobody saw your code live without it'] : [];
}

function dataDoubt({ gb }: NatCost, way: Way | null): string[] {
  if (gb === null || gb === 0 || way === null || way.gbUsd === 0) return [];
  return [`the part of the data that goes on by ${WAY_NAMES[way.kind]} costs ${way.gbUsd} USD a GB`];
}

export const WAY_NAMES: Readonly<Record<Way['kind'], string>> = {
  endpoints: 'VPC endpoints',
  'nat64-instance': 'NAT64 on instances',
  'nat-gateway': 'NAT gateways',
};

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
