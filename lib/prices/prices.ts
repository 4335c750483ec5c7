/** The dated table of list prices, and whose prices stand in for a Region that it does not have. */
import builtIn from './price-table.json' with { type: 'json' };
import type { Rates } from './rates.ts';

export type { Rates };

/** As AWS's own calculator counts them: the 8,760 hours of a year divided by 12. */
export const HOURS_IN_MONTH = 730;

interface DatedRates {
  /** When the prices were looked up, for example `2026-11`. */
  readonly date: string;
  readonly rates: Rates;
}

export type PriceTable = ReadonlyMap<string, DatedRates>;

/** The rates of an estimate. */
export interface PriceBasis extends DatedRates {
  /** The Region whose prices they are. */
  readonly region: string;
  /** Whether they stand in for a Region that the table does not have. */
  readonly standIn: boolean;
}

export const PRICE_TABLE: PriceTable = datedRates(builtIn.date, Object.entries(builtIn.regions));

/**
 * Most Regions are a little dearer. How the ways compare differs little between Regions (a NAT gateway costs as much as
 * 5.0 interface endpoints here, 4.8 in Tokyo), and the comparison is the point: so it is made, and marked.
 */
const STAND_IN_REGION = 'us-east-1';

export const STAND_IN: DatedRates = { date: builtIn.date, rates: builtIn.regions[STAND_IN_REGION] };

export function pricesFor(region: string, table: PriceTable = PRICE_TABLE): PriceBasis {
  const own = table.get(region);
  if (own) return { ...own, region, standIn: false };
  return { ...(table.get(STAND_IN_REGION) ?? STAND_IN), region: STAND_IN_REGION, standIn: true };
}

export function datedRates(
  date: string,
  regions: readonly (readonly [string, Rates])[],
): Map<string, DatedRates> {
  return new Map(regions.map(([region, rates]) => [region, { date, rates }]));
}
