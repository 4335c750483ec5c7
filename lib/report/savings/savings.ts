/** What a report saves: what can go each month, what each remaining target needs, and at which price. Pure. */

import { isWayOut } from '../../../lambda/report/judge/judge-control.ts';
import { isOthers } from '../../../lambda/report/judge/sum-without-nat.ts';
import type { GroundRecord } from '../../../lambda/report/lab-schema.ts';
import type { Run } from '../../../lambda/report/report-schema.ts';
import { type PriceBasis, type PriceTable, pricesFor } from '../../prices/prices.ts';
import type { NatUsage } from '../inputs/nat-usage.ts';
import { zoneOf } from '../zone.ts';
import { type BreakEven, breakEvenOf, type Cost, costOf, type OptionKind } from './costs.ts';
import { addressMonthUsd, gigabytes, idleMonthUsd } from './nat-cost.ts';
import { hostsOf, isUnknown, type Need, needsOf } from './needs.ts';

/** What NAT gateways cost today. */
interface NatCost extends Cost {
  /** `assumed`: one in each Availability Zone of the report; `found`: those that the account has in the Region. */
  readonly basis: 'assumed' | 'found';
  readonly gateways: number;
  /** What their public addresses cost of the month; the rest is their hours. */
  readonly addressesUsd: number;
  /** What passed through them in a month; null where it was not read. */
  readonly gb: number | null;
}

/** A way to keep every target that is left, in every Availability Zone. */
export interface Way extends Cost {
  readonly kind: 'endpoints' | 'nat64-instance' | 'nat-gateway';
  /** The endpoints' services; beside NAT only those with gateway endpoints, which cost nothing. */
  readonly services: readonly string[];
}

interface Saving {
  readonly monthUsd: number;
  /** Why it may be less, a clause each; empty where nothing is in doubt. */
  readonly doubts: readonly string[];
}

export interface Savings {
  readonly region: string;
  readonly availabilityZones: readonly string[];
  readonly prices: PriceBasis;
  readonly needs: readonly Need[];
  readonly natGateways: NatCost;
  /** The cheapest first; empty where nothing is left to keep. */
  readonly ways: readonly Way[];
  /** Null where the report shows nothing yet: every target needs a fix first, or what it needs is unknown. */
  readonly saving: Saving | null;
  readonly breakEven: BreakEven | null;
  /** Null where it was not read. */
  readonly natUsage: NatUsage | null;
  /** In the lab: what the records of the targets' hosts rest on, on which all of this rests. */
  readonly records: readonly GroundRecord[];
}

export interface SavingsBasis {
  /** @default - the built-in ones */
  readonly prices?: PriceTable | undefined;
  /** For any Regions. */
  readonly natUsage?: readonly NatUsage[];
}

/** @param runs of one Region, and at least one */
export function savingsOf(
  runs: readonly Run[],
  { prices: table, natUsage = [] }: SavingsBasis = {},
): Savings {
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
    records: recordsBehind(runs),
  };
}

/** The grounds of the hosts that the targets called, each host once. */
function recordsBehind(runs: readonly Run[]): GroundRecord[] {
  const records = runs.flatMap(({ targets, lab }) => {
    const called = new Set(targets.flatMap(hostsOf));
    return lab?.hosts?.filter(({ host }) => called.has(host)) ?? [];
  });
  return [...new Map(records.map(({ host, ground }) => [host, ground])).values()];
}

function natCost(usage: NatUsage | null, { rates }: PriceBasis, zones: number): NatCost {
  const gbUsd = rates.natGatewayGb;
  if (!usage) {
    const { monthUsd } = costOf('nat-gateway', rates, zones);
    const addressesUsd = addressMonthUsd(zones, rates);
    return { basis: 'assumed', gateways: zones, monthUsd, addressesUsd, gbUsd, gb: null };
  }
  const gateways = usage.gateways.filter(({ isPublic }) => isPublic);
  return {
    basis: 'found',
    gateways: gateways.length,
    monthUsd: sum(gateways.map((gateway) => idleMonthUsd(gateway, rates))),
    addressesUsd: addressMonthUsd(sum(gateways.map(({ publicAddresses }) => publicAddresses)), rates),
    gbUsd,
    gb: sum(gateways.map(gigabytes)),
  };
}

type Fallback = Extract<Need, { kind: 'fallback' }>;

export function fallbacksIn(needs: readonly Need[]): Fallback[] {
  return needs.filter((need) => need.kind === 'fallback');
}

function waysFor(needs: readonly Need[], { rates }: PriceBasis, zones: number): Way[] {
  const left = fallbacksIn(needs);
  if (left.length === 0) return [];
  const gateways = endpointServices('gateway-endpoint', left);
  const interfaces = endpointServices('interface-endpoint', left);
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
function endpointServices(kind: OptionKind, left: readonly Fallback[]): string[] {
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
  if (needs.every((need) => need.kind === 'fix-first' || isUnknown(need))) return null;
  const data = (nat.gb ?? 0) * nat.gbUsd;
  return {
    // A way that costs more than today's gateways saves nothing.
    monthUsd: Math.max(0, nat.monthUsd + data - (way?.monthUsd ?? 0)),
    doubts: [...unfixedDoubt(needs), ...unknownDoubt(needs), ...ipv4Doubt(runs), ...dataDoubt(nat, way)],
  };
}

function unfixedDoubt(needs: readonly Need[]): string[] {
  const ids = needs.filter(({ kind }) => kind === 'fix-first').map(({ target }) => target);
  return ids.length > 0 ? [`${ids.join(', ')}: fix the causes above first`] : [];
}

function unknownDoubt(needs: readonly Need[]): string[] {
  const ids = needs.filter(isUnknown).map(({ target }) => target);
  return ids.length > 0 ? [`${ids.join(', ')}: unknown, so not priced`] : [];
}

/** In another project's network each target's own way shows what it needs. */
function ipv4Doubt(runs: readonly Run[]): string[] {
  const answers = runs.some((run) => !isOthers(run) && run.controls.some(isWayOut));
  return answers
    ? ['IPv4 still has a way out, so this run does not prove that your code can do without it']
    : [];
}

function dataDoubt({ gb }: NatCost, way: Way | null): string[] {
  if (gb === null || gb === 0 || way === null || way.gbUsd === 0) return [];
  return [`data that still passes through ${WAY_NAMES[way.kind]} costs ${way.gbUsd} USD a GB`];
}

export const WAY_NAMES: Readonly<Record<Way['kind'], string>> = {
  endpoints: 'VPC endpoints',
  'nat64-instance': 'NAT64 on instances',
  'nat-gateway': 'NAT gateways',
};

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
