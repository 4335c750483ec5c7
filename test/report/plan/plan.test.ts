/** The plan as a whole: what can go, what is needed, and in which cases nobody may say yet. */
import { describe, expect, test } from 'vitest';
import type { Target } from '../../../lambda/report/report-schema.ts';
import type { NatUsage } from '../../../lib/report/inputs/nat-usage.ts';
import { planOf, plansOf } from '../../../lib/report/plan/plan.ts';
import { control, elsewhere, failing, passing, run, withoutIpv6 } from '../run-builder.ts';

const bedrock = withoutIpv6('bedrock-runtime', 'bedrock-runtime.us-west-2.api.aws', 'ENOTFOUND');
const github = withoutIpv6('https://api.github.com', 'api.github.com');

/** As probed from two Availability Zones. */
function plan(...targets: Target[]) {
  const one = run(targets);
  return planOf([one, elsewhere(one)]);
}

const cents = (usd: number | undefined) => usd?.toFixed(2);

test('where everything passes, two NAT gateways can go', () => {
  const { saving, ways, natGateways } = plan(passing('s3'), passing('sts'));
  expect(natGateways).toMatchObject({ basis: 'assumed', gateways: 2, gb: null });
  expect(ways).toEqual([]);
  expect(cents(saving?.monthUsd)).toBe('73.00');
  expect(saving?.doubts).toEqual([]);
});

describe('what is left is kept by the cheapest way that keeps all of it', () => {
  test('one endpoint', () => {
    const { ways, saving } = plan(passing('s3'), bedrock);
    expect(ways.map(({ kind }) => kind)).toEqual(['endpoints', 'nat64-instance', 'nat-gateway']);
    expect(ways[0]?.services).toEqual(['com.amazonaws.us-west-2.bedrock-runtime']);
    expect(cents(saving?.monthUsd)).toBe('58.40');
  });

  test('two targets of a service share an endpoint; two services have two', () => {
    const again = { ...bedrock, id: 'again' };
    const sts = withoutIpv6('sts', 'sts.us-west-2.api.aws', 'ENOTFOUND');
    const endpoints = (...targets: Target[]) =>
      plan(...targets).ways.find(({ kind }) => kind === 'endpoints');
    expect(cents(endpoints(bedrock, again)?.monthUsd)).toBe('14.60');
    expect(cents(endpoints(bedrock, sts)?.monthUsd)).toBe('29.20');
  });

  test('endpoints are no way where one of the targets has none', () => {
    expect(plan(bedrock, github).ways.map(({ kind }) => kind)).toEqual(['nat64-instance', 'nat-gateway']);
  });

  test('gateway endpoints cost nothing, and stand beside NAT as well', () => {
    const s3 = withoutIpv6('s3', 's3.dualstack.us-west-2.amazonaws.com');
    const [endpoints] = plan(s3).ways;
    expect(endpoints).toMatchObject({ kind: 'endpoints', monthUsd: 0, gbUsd: 0 });
    expect(plan(s3, github).ways[0]?.services).toEqual(['com.amazonaws.us-west-2.s3']);
  });
});

describe('the saving', () => {
  test('is not told where every target wants mending', () => {
    expect(plan(failing('s3')).saving).toBeNull();
  });

  test('is in doubt while a target wants mending', () => {
    expect(plan(passing('s3'), failing('sts')).saving?.doubts).toEqual([
      expect.stringContaining('what sts will need is not known'),
    ]);
  });

  test('is in doubt while IPv4 has a way out', () => {
    const one = run([passing('s3')], { controls: [control({ succeeded: true })] });
    expect(planOf([one]).saving?.doubts).toEqual([expect.stringContaining('IPv4 still has a way out')]);
  });

  test("counts a subnet's zone once", () => {
    const one = run([passing('s3')]);
    expect(cents(planOf([one, one]).saving?.monthUsd)).toBe('36.50');
  });
});

describe('with the NAT gateways that the account has', () => {
  const gateway = {
    ...{ id: 'nat-1', vpcId: 'vpc-1', isPublic: true, zones: 1, publicAddresses: 1 },
    ...{ hours: 720, bytes: 100 * 2 ** 30 },
  };
  const usage = (...gateways: NatUsage['gateways']): NatUsage[] => [
    { region: 'us-west-2', days: 30, gateways },
  ];
  const planWith = (natUsage: NatUsage[], ...targets: Target[]) => planOf([run(targets)], { natUsage });

  test('the sum is theirs, data included', () => {
    const { natGateways, saving } = planWith(usage(gateway), passing('s3'));
    expect(natGateways).toMatchObject({ basis: 'found', gateways: 1, gb: 100 });
    expect(cents(natGateways.monthUsd)).toBe('36.50');
    // 36.50 USD, and 100 GB at 0.045 USD.
    expect(cents(saving?.monthUsd)).toBe('41.00');
  });

  test('a regional one is paid in each of its zones, and each of its addresses', () => {
    const regional = { ...gateway, zones: 3, publicAddresses: 4, bytes: 0 };
    // (3 × 0.045 + 4 × 0.005) USD by 730 hours.
    expect(cents(planWith(usage(regional), passing('s3')).natGateways.monthUsd)).toBe('113.15');
  });

  test('a private one is no concern of the internet', () => {
    const { natGateways } = planWith(usage(gateway, { ...gateway, isPublic: false }), passing('s3'));
    expect(natGateways.gateways).toBe(1);
  });

  test('the share of the data that goes on elsewhere is not known', () => {
    expect(planWith(usage(gateway), bedrock).saving?.doubts).toEqual([
      'the part of the data that goes on by VPC endpoints costs 0.01 USD a GB',
    ]);
    expect(planWith(usage({ ...gateway, bytes: 0 }), bedrock).saving?.doubts).toEqual([]);
  });

  test('nothing is saved where there is none, or keeping the rest costs more', () => {
    expect(planWith(usage(), passing('s3')).saving?.monthUsd).toBe(0);
    expect(planWith(usage(), bedrock).saving?.monthUsd).toBe(0);
  });

  test("another Region's say nothing", () => {
    const elsewhereUsage = usage(gateway).map((each) => ({ ...each, region: 'eu-west-1' }));
    expect(planWith(elsewhereUsage, passing('s3'))).toMatchObject({
      natUsage: null,
      natGateways: { basis: 'assumed' },
    });
  });
});

test('there is a plan for each Region, and its prices', () => {
  const here = run([passing('s3')]);
  const plans = plansOf([here, { ...here, region: 'eu-west-1' }]);
  expect(plans.map(({ region, prices }) => [region, prices.region, prices.standIn])).toEqual([
    ['us-west-2', 'us-west-2', false],
    ['eu-west-1', 'us-east-1', true],
  ]);
});
