/** The plan under a report, as far as the options ask for it. */
import type { Run } from '../../lambda/report/report-schema.ts';
import type { PriceTable } from '../prices/prices.ts';
import type { NatUsage } from '../report/inputs/nat-usage.ts';
import { type Plan, plansOf } from '../report/plan.ts';
import { renderAllowList } from '../report/terminal/allow-list.ts';
import { renderNatUsage } from '../report/terminal/nat-usage.ts';
import { renderNeeds } from '../report/terminal/needs.ts';
import type { Look } from '../report/terminal/paint.ts';
import { renderSavings } from '../report/terminal/savings.ts';

export interface PlanArguments {
  readonly plan?: boolean;
  readonly allowList?: boolean;
  readonly price?: PriceTable;
}

/** The sections under a report: a few lines on what it saves, or everything that the options ask for. */
export function planSections(
  runs: readonly Run[],
  {
    plan: whole,
    allowList,
    price,
    natUsage = [],
  }: PlanArguments & { readonly natUsage?: readonly NatUsage[] },
  look: Look,
): string[] {
  // Many of the names that pulls try are only compared: what keeping them costs is not of interest.
  const hasPulls = runs.some(({ pulls }) => pulls !== undefined);
  return plansOf(runs, { prices: price, natUsage }).flatMap((plan) => {
    if (whole) return wholePlan(plan, look);
    return [
      ...renderNatUsage(plan, look),
      ...(hasPulls ? [] : renderSavings(plan, look.paint)),
      ...(allowList ? [renderAllowList(plan.allowList, look)] : []),
    ];
  });
}

/** The tables, what is paid today, the saving, the allow-list sheet. */
export function wholePlan(plan: Plan, look: Look): string[] {
  return [
    ...renderNeeds(plan, look),
    ...renderNatUsage(plan, look),
    ...renderSavings(plan, look.paint),
    renderAllowList(plan.allowList, look),
  ];
}
