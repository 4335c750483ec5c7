/** What the declared NAT gateways cost, and what is left to pay without them. Pure arithmetic on list prices. */
import type { Run } from '../../../lambda/report/report-schema.ts';
import { HOURS_IN_MONTH, type PriceTable, pricesFor } from '../../prices/prices.ts';
import type { WhatIfAnswer, WhatIfMoney } from '../inputs/what-if.ts';
import { savingsOf, WAY_NAMES, type Way } from './savings.ts';

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
  const [way] = waysFor(rows, runs, table);
  const neededUsd = way?.monthUsd ?? 0;
  const savedMonthUsd = Math.max(0, hoursUsd + addressesUsd + (dataUsd ?? 0) - neededUsd);
  return {
    region,
    pricesOf: date,
    natGateways: natGateways.length,
    ...{ hoursUsd, addressesUsd, dataUsd, neededUsd },
    neededFor: way ? [WAY_NAMES[way.kind], ...way.services].join(', ') : null,
    savedMonthUsd,
    savedYearUsd: savedMonthUsd * MONTHS_IN_YEAR,
  };
}

/** For what breaks only, by its name as it is: the cheapest first. */
function waysFor(
  rows: readonly WhatIfAnswer[],
  runs: readonly Run[],
  prices: PriceTable | undefined,
): readonly Way[] {
  const lost = rows.filter(({ needs }) => needs === 'paid').map(({ target }) => target);
  if (lost.length === 0) return [];
  const withLost = runs.map((run) => ({
    ...run,
    targets: run.targets.filter(({ id }) => lost.includes(id)),
  }));
  return savingsOf(withLost, { prices }).ways;
}
