/** What the interface endpoints that can go cost. Pure arithmetic on list prices. */
import { type PriceTable, pricesFor } from '../../prices/prices.ts';
import type { EndpointAnswer, WhatIfEndpoints } from '../inputs/what-if.ts';
import { costOf } from './costs.ts';

const MONTHS_IN_YEAR = 12;

interface EndpointMoneyBasis {
  readonly region: string;
  readonly answers: readonly Omit<EndpointAnswer, 'monthUsd'>[];
  readonly limits: readonly string[];
  /** @default - the built-in ones */
  readonly prices?: PriceTable | undefined;
}

export function pricedEndpoints({ region, answers, limits, prices }: EndpointMoneyBasis): WhatIfEndpoints {
  const { rates, date } = pricesFor(region, prices);
  const priced = answers.map((answer) => ({
    ...answer,
    monthUsd: answer.zones === null ? null : costOf('interface-endpoint', rates, answer.zones).monthUsd,
  }));
  const savedMonthUsd = priced
    .filter(({ answer }) => answer === 'can-go')
    .reduce((sum, { monthUsd }) => sum + (monthUsd ?? 0), 0);
  return {
    answers: priced,
    pricesOf: date,
    savedMonthUsd,
    savedYearUsd: savedMonthUsd * MONTHS_IN_YEAR,
    limits,
  };
}
