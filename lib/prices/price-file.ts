/** A price file of the user's: its Regions and prices take precedence over the built-in table's. */
import { z } from 'zod';
import { problemsFrom } from '../schema-problems.ts';
import { UserError } from '../user-error.ts';
import { datedRates, PRICE_TABLE, type PriceTable, STAND_IN } from './prices.ts';
import { networkRates, type Rates, stackRates } from './rates.ts';

/** Everything that is wrong with a price file, a line each. */
export class InvalidPrices extends UserError {
  constructor(problems: readonly string[]) {
    super(['the price file is not valid:', ...problems.map((problem) => `  ${problem}`)].join('\n'));
  }
}

const WRITE_A_DATE = 'write when the prices were looked up, such as "2026-11"';

const fileSchema = z.strictObject({
  date: z.string(WRITE_A_DATE).regex(/^\d{4}(-\d\d){1,2}$/, WRITE_A_DATE),
  sources: z.array(z.string()).optional(),
  regions: z.record(z.string(), z.unknown()),
});

/** The savings are not estimated from what else the stack costs: the file may leave it out. */
const ratesSchema = z.strictObject(
  { ...networkRates.shape, ...stackRates.partial().shape },
  'write an object of prices',
);

/**
 * A price file has the form of price-table.json. For a Region that the built-in table has, it may name only the prices
 * that differ; for another, all that savings are estimated from.
 * @throws InvalidPrices
 */
export function withPriceFile(document: unknown, table: PriceTable = PRICE_TABLE): PriceTable {
  const file = fileSchema.safeParse(document);
  const given = regionsIn(document);
  const regions = given.map(([region, rates]) => [region, readRates(region, rates, table)] as const);
  const problems = [
    ...(file.error?.issues ?? []).flatMap((issue) => problemsIn(issue, document, [])),
    ...regions.flatMap(([, read]) => read.problems),
  ];
  if (!file.success || problems.length > 0) throw new InvalidPrices(problems);
  const read = regions.flatMap(([region, { rates }]) => (rates ? [[region, rates] as const] : []));
  return new Map([...table, ...datedRates(file.data.date, read)]);
}

/** Read before the rest is known to be valid, so that all problems are reported at once. */
function regionsIn(document: unknown): [string, unknown][] {
  const regions = (document as { regions?: unknown } | null)?.regions;
  return isObject(regions) ? Object.entries(regions) : [];
}

interface ReadRates {
  readonly rates: Rates | null;
  readonly problems: readonly string[];
}

function readRates(region: string, given: unknown, table: PriceTable): ReadRates {
  const complete = isObject(given) ? { ...table.get(region)?.rates, ...given } : given;
  const parsed = ratesSchema.safeParse(complete);
  if (parsed.success) return { rates: { ...STAND_IN.rates, ...parsed.data }, problems: [] };
  const path = ['regions', region];
  return {
    rates: null,
    problems: parsed.error.issues.flatMap((issue) => problemsIn(issue, complete, path)),
  };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function problemsIn(issue: z.core.$ZodIssue, document: unknown, above: readonly string[]): string[] {
  const known = Object.keys(above.length > 0 ? ratesSchema.shape : fileSchema.shape);
  return problemsFrom(issue, document, { above, noun: 'field', known });
}
