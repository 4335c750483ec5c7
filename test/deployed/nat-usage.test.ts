/** `--nat-usage`: what an account's NAT gateways carried, read from stand-ins of EC2 and CloudWatch. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { reportOf } from '../../lambda/report/judge/summary.ts';
import { dynamoDbErrors, ec2Errors, queryErrors } from '../../lib/lab/services/aws/error-forms.ts';
import { natless } from '../command.ts';
import { passing, run } from '../report/run-builder.ts';
import { type Answers, type Asked, ec2Answer, json, refusal, startAwsStandIn } from './aws-stand-in.ts';
import { answerOf, describeStacks, GATEWAY, userEnvironment } from './deployed-stack.ts';

const folder = mkdtempSync(join(tmpdir(), 'natless-test-nat-usage-'));
afterAll(() => rmSync(folder, { recursive: true }));

const looked = run([passing('s3')], {
  network: { ...run([]).network, route: { witness: 'ec2', gateway: GATEWAY } },
});
const REPORT = join(folder, 'report.json');
writeFileSync(REPORT, JSON.stringify(reportOf([looked])));

/** As EC2 describes them. */
const gateway = (natGatewayId: string, changes: Readonly<Record<string, string | object>> = {}) => ({
  natGatewayId,
  vpcId: 'vpc-1',
  state: 'available',
  createTime: '2020-01-01T00:00:00Z',
  connectivityType: 'public',
  natGatewayAddressSet: { item: { publicIp: '198.51.100.7' } },
  ...changes,
});

const GB = 2 ** 30;

interface MetricQuery {
  readonly Id: string;
  readonly MetricStat: {
    readonly Metric: { readonly MetricName: string; readonly Dimensions: readonly { Value: string }[] };
    readonly Stat: string;
  };
}

const queriesIn = ({ body }: Asked): MetricQuery[] => JSON.parse(body).MetricDataQueries;

/** Two pages of gateways, and two of metrics: each query is answered in halves of one gigabyte. */
const ACCOUNT: Answers = {
  DescribeStacks: () => describeStacks({ ProbeFunctionNames: 'Natless-Probe0' }),
  Invoke: () => answerOf(looked),
  DescribeNatGateways: ({ parameters }) =>
    parameters.get('NextToken') === 'more'
      ? ec2Answer('DescribeNatGateways', { natGatewaySet: { item: gateway('nat-2') } })
      : ec2Answer('DescribeNatGateways', {
          natGatewaySet: { item: gateway('nat-1') },
          nextToken: 'more',
        }),
  GetMetricData: (asked) =>
    json({
      MetricDataResults: queriesIn(asked).map(({ Id }) => ({ Id, StatusCode: 'Complete', Values: [GB / 2] })),
      ...(asked.body.includes('NextToken') ? {} : { NextToken: 'more' }),
    }),
};

async function command(name: string, args: readonly string[], changes: Answers = {}) {
  const aws = await startAwsStandIn({ ...ACCOUNT, ...changes });
  try {
    const ended = await natless([name, ...args], { env: userEnvironment(aws) });
    return { ...ended, asked: aws.asked };
  } finally {
    await aws.stop();
  }
}

const plan = (changes: Answers = {}, ...args: string[]) =>
  command('plan', [REPORT, '--nat-usage', ...args], changes);

describe('the NAT gateways of the account', () => {
  test('are listed with hours, gigabytes and a price, over all pages', async () => {
    const { stdout, status } = await plan();
    // 720 hours at 0.05 USD, and 2 GB at 0.045 USD.
    expect(stdout).toMatch(/^nat-1 +vpc-1 +720 +2\.0 +36\.09$/m);
    expect(stdout).toMatch(/^nat-2 +vpc-1 +720 +2\.0 +36\.09$/m);
    expect(stdout).toMatch(/^all +4\.0 +72\.18$/m);
    expect(stdout).toMatch(
      /2 NAT gateways in us-west-2\s+\(65\.70 hours \+ 7\.30 addresses\), and 0\.18 USD\s+for the 4\.0 GB of 30 days/,
    );
    expect(stdout).toContain('saved   73.18 USD a month');
    expect(status).toBe(0);
  });

  test('are measured by what they took in from both sides, hour by hour', async () => {
    const { asked } = await plan();
    const first = asked.find(({ operation }) => operation === 'GetMetricData');
    const queries = first ? queriesIn(first) : [];
    expect(
      queries.map(({ MetricStat: { Metric, Stat } }) => [
        Metric.Dimensions[0]?.Value,
        Metric.MetricName,
        Stat,
      ]),
    ).toEqual([
      ['nat-1', 'BytesInFromSource', 'Sum'],
      ['nat-1', 'BytesInFromDestination', 'Sum'],
      ['nat-2', 'BytesInFromSource', 'Sum'],
      ['nat-2', 'BytesInFromDestination', 'Sum'],
    ]);
    expect(asked[0]?.parameters.get('Filter.1.Value.1')).toBe('available');
    const { StartTime, EndTime } = JSON.parse(first?.body ?? '{}');
    expect(EndTime - StartTime).toBeCloseTo(30 * 24 * 3_600, 0);
  });

  test('count for the hours since they were created', async () => {
    const createTime = new Date(Date.now() - 10.2 * 3_600_000).toISOString();
    const { stdout } = await plan({
      DescribeNatGateways: () =>
        ec2Answer('DescribeNatGateways', { natGatewaySet: { item: gateway('nat-1', { createTime }) } }),
    });
    expect(stdout).toMatch(/^nat-1 +vpc-1 +10 +2\.0 +0\.60$/m);
  });

  test('that are private are listed, and not counted', async () => {
    const item = gateway('nat-1', { connectivityType: 'private', natGatewayAddressSet: {} });
    const { stdout } = await plan({
      DescribeNatGateways: () => ec2Answer('DescribeNatGateways', { natGatewaySet: { item } }),
    });
    expect(stdout).toMatch(/^nat-1 .* private: it does not lead to the internet/m);
    expect(stdout).toContain('can go  nothing: there is no public NAT gateway in us-west-2');
  });

  test('that are regional are billed in each zone', async () => {
    const item = gateway('nat-1', {
      availabilityMode: 'regional',
      natGatewayAddressSet: {
        item: ['usw2-az1', 'usw2-az2'].map((availabilityZoneId) => ({
          publicIp: '198.51.100.7',
          availabilityZoneId,
        })),
      },
    });
    const { stdout } = await plan({
      DescribeNatGateways: () => ec2Answer('DescribeNatGateways', { natGatewaySet: { item } }),
    });
    // 720 hours at twice 0.05 USD, and 2 GB.
    expect(stdout).toMatch(/^nat-1 +vpc-1 +720 +2\.0 +72\.09 +in 2 zones$/m);
  });

  test('are not measured where there are none', async () => {
    const { stdout, asked } = await plan({
      DescribeNatGateways: () => ec2Answer('DescribeNatGateways', { natGatewaySet: '' }),
    });
    expect(stdout).toContain('NAT gateways of the account in us-west-2, the last 30 days: none');
    expect(asked.map(({ operation }) => operation)).toEqual(['DescribeNatGateways']);
  });

  test('are in the JSON document', async () => {
    const { stdout } = await plan({}, '--json');
    const [first] = JSON.parse(stdout);
    expect(first.natGateways).toMatchObject({ basis: 'found', gateways: 2, gb: 4 });
    expect(first.natUsage.gateways[0]).toMatchObject({ id: 'nat-1', bytes: 2 * GB });
  });
});

test('the metrics of fifty gateways take one call, the next gateway another', async () => {
  const ids = Array.from({ length: 51 }, (_, index) => `nat-${index}`);
  const { stdout, asked } = await plan({
    DescribeNatGateways: () =>
      ec2Answer('DescribeNatGateways', { natGatewaySet: { item: ids.map((id) => gateway(id)) } }),
    GetMetricData: (one) =>
      json({
        MetricDataResults: queriesIn(one).map(({ Id, MetricStat }) => ({
          Id,
          Values: MetricStat.Metric.Dimensions[0]?.Value === 'nat-50' ? [GB, GB] : [],
        })),
      }),
  });
  const calls = asked.filter(({ operation }) => operation === 'GetMetricData');
  expect(calls.map((call) => queriesIn(call).length)).toEqual([100, 2]);
  expect(stdout).toMatch(/^nat-49 +vpc-1 +720 +0\.0 /m);
  expect(stdout).toMatch(/^nat-50 +vpc-1 +720 +4\.0 /m);
});

const REFUSALS = {
  'ec2:DescribeNatGateways': {
    DescribeNatGateways: () => refusal(ec2Errors, 403, 'UnauthorizedOperation', 'You are not authorized'),
  },
  'cloudwatch:GetMetricData': {
    GetMetricData: () => refusal(dynamoDbErrors, 400, 'AccessDenied', 'no'),
  },
} satisfies Record<string, Answers>;

describe.each(Object.entries(REFUSALS))('where %s is not granted', (permission, changes) => {
  test('the plan names it and ends with status 2', async () => {
    const { status, stdout, stderr } = await plan(changes);
    expect(stderr).toContain(`add ${permission} to their policy`);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });

  test('a probe still prints its report, with a note', async () => {
    const { status, stdout, stderr } = await command('probe', ['--nat-usage'], changes);
    expect(stderr).toContain(`add ${permission} to their policy`);
    expect(stdout).toMatch(/assuming one in\s+each zone/);
    expect(status).toBe(0);
  });
});

test('a probe bases its estimate on them', async () => {
  const { stdout, asked } = await command('probe', ['--nat-usage']);
  expect(stdout).toMatch(/^nat-1 +vpc-1 +720 +2\.0 +36\.09$/m);
  expect(stdout).toContain('saved   73.18 USD a month');
  const without = await command('probe', []);
  expect(without.stdout).not.toContain('nat-1');
  expect(without.asked.length).toBeLessThan(asked.length);
});

test('expired credentials are named as the reason', async () => {
  const { stderr, status } = await plan({
    DescribeNatGateways: () => refusal(queryErrors, 400, 'ExpiredToken', 'old'),
  });
  expect(stderr).toContain('have expired');
  expect(status).toBe(2);
});
