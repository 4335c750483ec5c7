/** What the command `plan` prints of a report: one plan for each Region, with that Region's prices and addresses. */
import { expect, test } from 'vitest';
import { plansOf } from '../../lib/report/plan.ts';
import { passing, run } from './run-builder.ts';

test('there is one plan for each Region, at its prices and with its addresses', () => {
  const here = run([passing('s3')]);
  const there = { ...here, region: 'eu-west-1', network: { ...here.network, subnetId: 'subnet-there' } };
  const plans = plansOf([here, there]);
  expect(plans.map(({ region, prices }) => [region, prices.region, prices.standIn])).toEqual([
    ['us-west-2', 'us-west-2', false],
    ['eu-west-1', 'us-east-1', true],
  ]);
  expect(plans.map(({ allowList }) => allowList.subnets.map(({ subnetId }) => subnetId))).toEqual([
    ['subnet-a'],
    ['subnet-there'],
  ]);
});
