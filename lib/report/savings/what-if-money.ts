/** What the declared NAT gateways cost, and what is left to pay without them. Pure arithmetic on list prices. */
import type { Run } from '../../../lambda/report/report-schema.ts';
import { HOURS_IN_MONTH, type PriceTable, pricesFor } from '../../prices/prices.ts';
import type { WhatIfAnswer, WhatIfMoney } from '../inputs/what-if.ts';
import { zoneOf } from '../zone.ts';
import { savingsOf, WAY_NAMES, type Way } from './savings.ts';
import { withFargate } from './ways-with-fargate.ts';

const MONTHS_IN_YEAR = 12;

export interface MoneyBasis {
  readonly region: string;
  /** In how many Availability Zones each declared NAT gateway stands. */
  readonly natGateways: readonly { readonly zones: number }[];
  /** What passes through them in a month; null where that is unknown. */
  readonly natGb: number | null;
  readonly rows: readonly WhatIfAnswer[];
  /** The runs with IPv6 and without NAT. */
  readonly runs: readonly Run[];
  /** @default - the built-in ones */
  readonly prices?: PriceTable | undefined;
}

export function whatIfMoney({
  region,
  natGateways,
  natGb,
  rows,
  runs,
  prices: table,
}: MoneyBasis): WhatIfMoney {
  const { rates, date } = pricesFor(region, table);
  const zones = natGateways.reduce((sum, each) => sum + each.zones, 0);
  const hoursUsd = zones * rates.natGatewayHour * HOURS_IN_MONTH;
  // Each has one address in each of its zones.
  const addressesUsd = zones * rates.publicIpv4AddressHour * HOURS_IN_MONTH;
  const dataUsd = natGb === null ? null : natGb * rates.natGatewayGb;
  const [way] = waysFor({ region, rows, runs, prices: table });
  // What is there keeps everything: no other way is worth more.
  const kept = way !== undefined && way.monthUsd >= hoursUsd + addressesUsd;
  const neededUsd = kept ? hoursUsd + addressesUsd : (way?.monthUsd ?? 0);
  const savedMonthUsd = kept ? 0 : hoursUsd + addressesUsd + (dataUsd ?? 0) - neededUsd;
  return {
    region,
    pricesOf: date,
    natGateways: natGateways.length,
    ...{ hoursUsd, addressesUsd, dataUsd, neededUsd },
    neededFor: way ? neededInWords(way, kept, natGateways.length) : null,
    freeEndpoints: way?.monthUsd === 0 ? way.services : [],
    savedMonthUsd,
    savedYearUsd: savedMonthUsd * MONTHS_IN_YEAR,
  };
}

function neededInWords({ kind, services }: Way, kept: boolean, gateways: number): string {
  if (kept) return gateways === 1 ? 'the NAT gateway as it is' : 'the NAT gateways as they are';
  return [WAY_NAMES[kind], ...services].join(', ');
}

/** For what breaks only, by its name as it is: the cheapest first. */
function waysFor({ region, rows, runs, prices }: Omit<MoneyBasis, 'natGateways' | 'natGb'>): readonly Way[] {
  const lost = rows.filter(({ needs }) => needs === 'paid');
  const own = waysForCode(
    lost.filter(({ caller }) => caller === 'code').map(({ target }) => target),
    runs,
    prices,
  );
  const onIpv4 = lost.filter(({ caller }) => caller !== 'code').map(({ target }) => target);
  if (onIpv4.length === 0) return own;
  const { rates } = pricesFor(region, prices);
  return withFargate(own, onIpv4, { region, rates, zones: new Set(runs.map(zoneOf)).size });
}

function waysForCode(
  lost: readonly string[],
  runs: readonly Run[],
  prices: PriceTable | undefined,
): readonly Way[] {
  if (lost.length === 0) return [];
  const withLost = runs.map((run) => ({
    ...run,
    targets: run.targets.filter(({ id }) => lost.includes(id)),
  }));
  return savingsOf(withLost, { prices }).ways;
}
