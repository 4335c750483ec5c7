/** The options by which a report comes with its plan: `--plan`, `--allow-list` and `--price`. */
import { readFileSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Run } from '../../lambda/report/report-schema.ts';
import { InvalidPrices, withPriceFile } from '../prices/price-file.ts';
import type { PriceTable } from '../prices/prices.ts';
import type { NatUsage } from '../report/inputs/nat-usage.ts';
import { type Plan, plansOf } from '../report/plan.ts';
import { renderAllowList } from '../report/terminal/allow-list.ts';
import { renderNatUsage } from '../report/terminal/nat-usage.ts';
import { renderNeeds } from '../report/terminal/needs.ts';
import type { Paint } from '../report/terminal/paint.ts';
import { renderSavings } from '../report/terminal/savings.ts';

export interface PlanArguments {
  readonly plan?: boolean;
  readonly allowList?: boolean;
  readonly price?: PriceTable;
}

export function addPlanOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--plan',
        'also print what each target needs without NAT gateways, and at which price',
      ).conflicts(['json', 'catalogue']),
    )
    .addOption(
      new Option('--allow-list', 'also print the IPv6 blocks to hand to whoever allowed the NAT').conflicts([
        'json',
        'catalogue',
      ]),
    )
    .addOption(priceOption());
}

/** For whom there is an account to ask. */
export function natUsageOption(): Option {
  return new Option(
    '--nat-usage',
    "read what the account's own NAT gateways carried in 30 days, and reckon with it",
  ).conflicts('catalogue');
}

export function priceOption(): Option {
  return new Option('--price <file>', 'your own prices, in the form of lib/prices/price-table.json')
    .argParser(readPrices)
    .conflicts('catalogue');
}

function readPrices(file: string): PriceTable {
  try {
    return withPriceFile(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if (error instanceof InvalidPrices) throw new InvalidArgumentError(error.message);
    throw new InvalidArgumentError(`it cannot be read: ${(error as Error).message}`);
  }
}

/** What goes under a report: a few lines on what it saves, or all that was asked for. */
export function planSections(
  runs: readonly Run[],
  {
    plan: whole,
    allowList,
    price,
    natUsage = [],
  }: PlanArguments & { readonly natUsage?: readonly NatUsage[] },
  paint: Paint,
): string[] {
  // Many of the names that pulls try are only compared: what keeping them costs is not of interest.
  const hasPulls = runs.some(({ pulls }) => pulls !== undefined);
  return plansOf(runs, { prices: price, natUsage }).flatMap((plan) => {
    if (whole) return wholePlan(plan, paint);
    return [
      ...renderNatUsage(plan, paint),
      ...(hasPulls ? [] : renderSavings(plan, paint)),
      ...(allowList ? [renderAllowList(plan.allowList, paint)] : []),
    ];
  });
}

/** All of it: the tables, what is paid today, the saving, the sheet. */
export function wholePlan(plan: Plan, paint: Paint): string[] {
  return [
    ...renderNeeds(plan, paint),
    ...renderNatUsage(plan, paint),
    ...renderSavings(plan, paint),
    renderAllowList(plan.allowList, paint),
  ];
}
