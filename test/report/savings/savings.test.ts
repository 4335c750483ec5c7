/** What a report saves: what can go, what is needed, and when the report does not show it yet. */
import { describe, expect, test } from 'vitest';
import type { Run, Target } from '../../../lambda/report/report-schema.ts';
import type { WithoutNat } from '../../../lambda/report/vocabulary.ts';
import type { NatUsage } from '../../../lib/report/inputs/nat-usage.ts';
import { savingsOf } from '../../../lib/report/savings/savings.ts';
import { savingsInWords } from '../../../lib/report/savings-in-words.ts';
import { control, elsewhere, failing, inPlaceOf, passing, run, withoutIpv6 } from '../run-builder.ts';

const bedrock = withoutIpv6('bedrock-runtime', 'bedrock-runtime.us-west-2.api.aws', 'ENOTFOUND');
const github = withoutIpv6('https://api.github.com', 'api.github.com');

/** As probed from two Availability Zones. */
function savings(...targets: Target[]) {
  const one = run(targets);
  return savingsOf([one, elsewhere(one)]);
}

const cents = (usd: number | undefined) => usd?.toFixed(2);

test('where everything passes, two NAT gateways can go', () => {
  const { saving, ways, natGateways } = savings(passing('s3'), passing('sts'));
  expect(natGateways).toMatchObject({ basis: 'assumed', gateways: 2, gb: null });
  expect(ways).toEqual([]);
  expect(cents(saving?.monthUsd)).toBe('73.00');
  expect(saving?.doubts).toEqual([]);
});

describe('the targets that are left are kept by the cheapest way that keeps all of them', () => {
  test('one endpoint', () => {
    const { ways, saving } = savings(passing('s3'), bedrock);
    expect(ways.map(({ kind }) => kind)).toEqual(['endpoints', 'nat64-instance', 'nat-gateway']);
    expect(ways[0]?.services).toEqual(['com.amazonaws.us-west-2.bedrock-runtime']);
    expect(cents(saving?.monthUsd)).toBe('58.40');
  });

  test('two targets of a service share an endpoint; two services have two', () => {
    const again = { ...bedrock, id: 'again' };
    const sts = withoutIpv6('sts', 'sts.us-west-2.api.aws', 'ENOTFOUND');
    const endpoints = (...targets: Target[]) =>
      savings(...targets).ways.find(({ kind }) => kind === 'endpoints');
    expect(cents(endpoints(bedrock, again)?.monthUsd)).toBe('14.60');
    expect(cents(endpoints(bedrock, sts)?.monthUsd)).toBe('29.20');
  });

  test('endpoints are not enough where one of the targets has none', () => {
    expect(savings(bedrock, github).ways.map(({ kind }) => kind)).toEqual(['nat64-instance', 'nat-gateway']);
  });

  test('gateway endpoints cost nothing, and come with NAT too', () => {
    const s3 = withoutIpv6('s3', 's3.dualstack.us-west-2.amazonaws.com');
    const [endpoints] = savings(s3).ways;
    expect(endpoints).toMatchObject({ kind: 'endpoints', monthUsd: 0, gbUsd: 0 });
    expect(savings(s3, github).ways[0]?.services).toEqual(['com.amazonaws.us-west-2.s3']);
  });
});

test('what is needed may be less where a dual-stack name was not tried, and only there', () => {
  const kms = withoutIpv6('https://kms.us-west-2.amazonaws.com', 'kms.us-west-2.amazonaws.com');
  const words = (...targets: Target[]) =>
    savingsInWords(savings(...targets))?.lines.map((line) => line.words);
  const less = 'less, if these names have IPv6: kms.us-west-2.api.aws';
  expect(words(kms, github)).toContain(less);
  expect(words(github, bedrock)?.join(' ')).not.toContain('less, if');
});

describe('the saving', () => {
  test('is unknown while every target needs a fix', () => {
    expect(savings(failing('s3')).saving).toBeNull();
  });

  test('is in doubt while a target needs a fix', () => {
    expect(savings(passing('s3'), failing('sts')).saving?.doubts).toEqual([
      'sts: fix the causes above first',
    ]);
  });

  test('is in doubt while IPv4 has a way out', () => {
    const one = run([passing('s3')], { controls: [control({ succeeded: true })] });
    expect(savingsOf([one]).saving?.doubts).toEqual([
      'IPv4 still has a way out, so this run does not prove that your code can do without it',
    ]);
  });

  test('is not in doubt where only a VPC endpoint answered over IPv4', () => {
    const cause = { code: 'VpcEndpointInPath', message: '', remedy: '' } as const;
    const one = run([passing('s3')], { controls: [control({ succeeded: true, cause })] });
    expect(savingsOf([one]).saving?.doubts).toEqual([]);
  });

  test('follows what becomes of each target without NAT in another project’s network', () => {
    const answered = (target: Target, withoutNat: WithoutNat) => ({ ...target, withoutNat });
    const needsIn = (one: Run) => savingsOf([one]).needs.map(({ kind }) => kind);
    const targets = [
      answered(passing('s3'), 'works'),
      answered(passing('sts'), 'works-with-change'),
      answered(github, 'breaks'),
      answered(failing('ec2'), 'unknown'),
    ];
    const beside = { controls: [control({ succeeded: true })] };
    expect(needsIn(inPlaceOf(run(targets, beside)))).toEqual(['nothing', 'change', 'fallback', 'unknown']);
    expect(needsIn(run(targets))).toEqual(['nothing', 'nothing', 'fallback', 'fix-first']);
    expect(savingsOf([inPlaceOf(run(targets, beside))]).saving?.doubts).toEqual([
      'ec2: unknown, so not priced',
    ]);
  });

  test("counts a subnet's zone once", () => {
    const one = run([passing('s3')]);
    expect(cents(savingsOf([one, one]).saving?.monthUsd)).toBe('36.50');
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
  const savingsWith = (natUsage: NatUsage[], ...targets: Target[]) => savingsOf([run(targets)], { natUsage });

  test('the sum is what they cost, data included', () => {
    const { natGateways, saving } = savingsWith(usage(gateway), passing('s3'));
    expect(natGateways).toMatchObject({ basis: 'found', gateways: 1, gb: 100 });
    expect(cents(natGateways.monthUsd)).toBe('36.50');
    // 36.50 USD, and 100 GB at 0.045 USD.
    expect(cents(saving?.monthUsd)).toBe('41.00');
  });

  test('a regional one costs in each of its zones, and for each of its addresses', () => {
    const regional = { ...gateway, zones: 3, publicAddresses: 4, bytes: 0 };
    // (3 × 0.045 + 4 × 0.005) USD by 730 hours.
    expect(cents(savingsWith(usage(regional), passing('s3')).natGateways.monthUsd)).toBe('113.15');
  });

  test('a private one does not count: it does not lead to the internet', () => {
    const { natGateways } = savingsWith(usage(gateway, { ...gateway, isPublic: false }), passing('s3'));
    expect(natGateways.gateways).toBe(1);
  });

  test('the price of data that still passes elsewhere is a doubt', () => {
    expect(savingsWith(usage(gateway), bedrock).saving?.doubts).toEqual([
      'data that still passes through VPC endpoints costs 0.01 USD a GB',
    ]);
    expect(savingsWith(usage({ ...gateway, bytes: 0 }), bedrock).saving?.doubts).toEqual([]);
  });

  test('nothing is saved where there is none, or keeping the rest costs more', () => {
    expect(savingsWith(usage(), passing('s3')).saving?.monthUsd).toBe(0);
    expect(savingsWith(usage(), bedrock).saving?.monthUsd).toBe(0);
  });

  test("another Region's do not count", () => {
    const elsewhereUsage = usage(gateway).map((each) => ({ ...each, region: 'eu-west-1' }));
    expect(savingsWith(elsewhereUsage, passing('s3'))).toMatchObject({
      natUsage: null,
      natGateways: { basis: 'assumed' },
    });
  });
});
