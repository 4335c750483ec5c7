/** What interface endpoints cost that can go, and how the terminal and a job summary say it. */
import { expect, test } from 'vitest';
import { datedRates, PRICE_TABLE, STAND_IN } from '../../../lib/prices/prices.ts';
import type { EndpointAnswer, WhatIf } from '../../../lib/report/inputs/what-if.ts';
import { whatIfMarkdown } from '../../../lib/report/markdown/what-if.ts';
import { pricedEndpoints } from '../../../lib/report/savings/what-if-endpoints.ts';
import { renderWhatIf } from '../../../lib/report/terminal/what-if.ts';

type Unpriced = Omit<EndpointAnswer, 'monthUsd'>;

const endpoint = (logicalId: string, answer: EndpointAnswer['answer'], zones: number | null): Unpriced => ({
  ...{ logicalId, answer, zones, serviceName: `com.amazonaws.us-west-2.${logicalId.toLowerCase()}` },
  ...{ targets: [`https://${logicalId.toLowerCase()}.us-west-2.amazonaws.com`], lines: [], remedy: null },
  because: 'its name goes over the egress-only internet gateway, which this long sentence says twice',
});

const ANSWERS = [
  endpoint('Sqs', 'can-go', 2),
  endpoint('Sts', 'can-go', 1),
  endpoint('Dms', 'needed', 2),
  { ...endpoint('Partner', 'unknown', null), remedy: 'find out what calls it' },
];
const LIMITS = ['clients outside the VPC'];

/** 730 hours a month at a tenth of a dollar in each zone. */
const PRICES = new Map([
  ...PRICE_TABLE,
  ...datedRates('2026-12', [['us-west-2', { ...STAND_IN.rates, interfaceEndpointHour: 0.1 }]]),
]);

const PRICED = pricedEndpoints({ region: 'us-west-2', answers: ANSWERS, limits: LIMITS, prices: PRICES });

test('the price of an endpoint is its hours in each zone, and only those that can go are summed', () => {
  expect(PRICED.answers.map(({ monthUsd }) => monthUsd)).toEqual([146, 73, 146, null]);
  expect(PRICED).toMatchObject({ savedMonthUsd: 219, savedYearUsd: 2628, pricesOf: '2026-12' });
});

const ANSWER: WhatIf = {
  ...{ schemaVersion: 1, region: 'us-west-2', demonstration: false, gaps: [], natGateways: [] },
  ...{ rows: [], changes: [], obstacles: [], money: null, written: null, confirmed: true },
  ...{ disagreements: [], canGo: true, sentence: 'It can go.', records: [], notices: [] },
};

test('the terminal names each with its answer, price and reason, in 80 columns', () => {
  const lines = renderWhatIf({ ...ANSWER, endpoints: PRICED }, { columns: 80, color: false }).split('\n');
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  expect(lines).toEqual(
    expect.arrayContaining([
      'interface endpoints, in USD a month',
      '  can go  Sqs (sqs), 146.00 in 2 zones',
      '  needed  Dms (dms), 146.00 in 2 zones',
      '  unknown Partner (partner), price unknown',
      '          → find out what calls it',
      '  saved   219.00, 2628.00 a year',
      '  not covered: clients outside the VPC',
    ]),
  );
  expect(renderWhatIf(ANSWER, { columns: 80, color: false })).not.toContain('interface endpoint');
});

test('a job summary has a row for each', () => {
  const text = whatIfMarkdown({ ...ANSWER, endpoints: PRICED });
  expect(text).toContain('**Interface endpoints that can go: 219.00 USD a month**');
  expect(text).toMatch(/Dms.*146\.00.*❌ needed/);
  expect(text).toMatch(/Partner.*unknown.*❔ unknown/);
  expect(whatIfMarkdown(ANSWER)).not.toContain('nterface endpoint');
});
