/** The dated table of list prices, and what a user's own price file changes in it. */

import { z } from 'zod';
import { UserError } from '../../user-error.ts';
import builtIn from './price-table.json' with { type: 'json' };

const usd = z.number('write a price in USD, such as 0.045').nonnegative('a price is not negative');

const ratesSchema = z.strictObject(
  {
    natGatewayHour: usd,
    natGatewayGb: usd,
    /** In each Availability Zone. */
    interfaceEndpointHour: usd,
    interfaceEndpointGb: usd,
    publicIpv4AddressHour: usd,
    /** The smallest instance that will do, and its volume by the month. */
    nat64InstanceHour: usd,
    nat64InstanceVolumeMonth: usd,
  },
  'write an object of prices',
);

export type Rates = z.infer<typeof ratesSchema>;

interface DatedRates {
  /** When the prices were looked up, for example `2026-11`. */
  readonly date: string;
  readonly rates: Rates;
}

export type PriceTable = ReadonlyMap<string, DatedRates>;

/** The rates by which a plan reckons. */
export interface PriceBasis extends DatedRates {
  /** Whose prices they are. */
  readonly region: string;
  /** Whether they stand in for a Region that the table does not have. */
  readonly standIn: boolean;
}

export const PRICE_TABLE: PriceTable = dated(builtIn.date, Object.entries(builtIn.regions));

/**
 * Most Regions are a little dearer. How the ways compare differs little between Regions (a NAT gateway is worth 5.0
 * interface endpoints here, 4.8 in Tokyo), and the comparison is what a plan is for: so it is made, and marked.
 */
const STAND_IN = 'us-east-1';

export function pricesFor(region: string, table: PriceTable = PRICE_TABLE): PriceBasis {
  const own = table.get(region);
  if (own) return { ...own, region, standIn: false };
  const other = table.get(STAND_IN) ?? { date: builtIn.date, rates: builtIn.regions[STAND_IN] };
  return { ...other, region: STAND_IN, standIn: true };
}

function dated(date: string, regions: readonly (readonly [string, Rates])[]): Map<string, DatedRates> {
  return new Map(regions.map(([region, rates]) => [region, { date, rates }]));
}

/** Everything that is wrong with a price file, a line each. */
export class InvalidPrices extends UserError {
  constructor(problems: readonly string[]) {
    super(['the price file is not right:', ...problems.map((problem) => `  ${problem}`)].join('\n'));
  }
}

const fileSchema = z.strictObject({
  date: z.string('write when the prices were looked up, such as "2026-11"').regex(/^\d{4}(-\d\d){1,2}$/, {
    error: 'write when the prices were looked up, such as "2026-11"',
  }),
  sources: z.array(z.string()).optional(),
  regions: z.record(z.string(), z.unknown()),
});

/**
 * A price file has the form of price-table.json. Of a Region that the built-in table has, it may name the prices
 * that differ and leave the others out.
 * @throws InvalidPrices
 */
export function withPriceFile(document: unknown, table: PriceTable = PRICE_TABLE): PriceTable {
  const file = fileSchema.safeParse(document);
  const given = regionsIn(document);
  const regions = given.map(([region, rates]) => [region, readRates(region, rates, table)] as const);
  const problems = [
    ...(file.error?.issues ?? []).flatMap((issue) => describe(issue, document, [])),
    ...regions.flatMap(([, read]) => read.problems),
  ];
  if (!file.success || problems.length > 0) throw new InvalidPrices(problems);
  const read = regions.flatMap(([region, { rates }]) => (rates ? [[region, rates] as const] : []));
  return new Map([...table, ...dated(file.data.date, read)]);
}

/** Read before it is known whether the rest is right, so that all problems are told at once. */
function regionsIn(document: unknown): [string, unknown][] {
  const regions = (document as { regions?: unknown } | null)?.regions;
  return typeof regions === 'object' && regions !== null ? Object.entries(regions) : [];
}

interface ReadRates {
  readonly rates: Rates | null;
  readonly problems: readonly string[];
}

function readRates(region: string, given: unknown, table: PriceTable): ReadRates {
  const complete = isObject(given) ? { ...table.get(region)?.rates, ...given } : given;
  const parsed = ratesSchema.safeParse(complete);
  if (parsed.success) return { rates: parsed.data, problems: [] };
  const path = ['regions', region];
  return {
    rates: null,
    problems: parsed.error.issues.flatMap((issue) => describe(issue, complete, path)),
  };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describe(issue: z.core.$ZodIssue, document: unknown, above: readonly string[]): string[] {
  if (issue.code === 'unrecognized_keys') {
    const known = above.length > 0 ? Object.keys(ratesSchema.shape) : Object.keys(fileSchema.shape);
    return issue.keys.map(
      (key) => `${[...above, key].join('.')}: there is no such field; the fields are ${known.join(', ')}`,
    );
  }
  const value = issue.path.reduce<unknown>(
    (part, key) => (part as Record<PropertyKey, unknown> | undefined)?.[key],
    document,
  );
  const path = [...above, ...issue.path].join('.') || 'the file';
  return [`${path} is ${JSON.stringify(value) ?? 'not there'}: ${issue.message}`];
}
