/** What the command `plan` prints of a report: for each Region the savings, and the allow-list for partners. Pure. */
import type { Run } from '../../lambda/report/report-schema.ts';
import { type AllowList, allowListOf } from './allow-list.ts';
import { type Savings, type SavingsBasis, savingsOf } from './savings/savings.ts';

export interface Plan extends Savings {
  readonly allowList: AllowList;
}

/** One plan for each Region. */
export function plansOf(runs: readonly Run[], basis: SavingsBasis = {}): Plan[] {
  return [...Map.groupBy(runs, ({ region }) => region).values()].map((own) => ({
    ...savingsOf(own, basis),
    allowList: allowListOf(own),
  }));
}
