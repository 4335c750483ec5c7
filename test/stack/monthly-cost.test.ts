/** The monthly cost that synthesis prints: at the Region's prices, for what the stack has there. */
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { App } from 'aws-cdk-lib/core';
import { describe, expect, test } from 'vitest';
import cdkJson from '../../cdk.json' with { type: 'json' };
import type { TargetId } from '../../lambda/report/built-in-targets.ts';
import { monthlyCost } from '../../lib/stack/monthly-cost.ts';
import { NatlessStack } from '../../lib/stack/natless-stack.ts';
import { readSettings } from '../../lib/stack/settings.ts';

/** Without interface endpoints in 2 Availability Zones, unless the settings say otherwise. */
const costIn = (region: string | null, settings: object = {}, absent: readonly TargetId[] = []) =>
  monthlyCost({ settings: readSettings(settings), region, absent });

const ALL_OFF = { dashboard: false };

describe('in us-east-1', () => {
  test('with every option off, runs cost by the hour and each option has its price', () => {
    expect(costIn('us-east-1', ALL_OFF)).toEqual([
      'idle: 0.00 USD',
      // 10 targets with 2 metrics each and 1 for the controls, in 2 zones: 42. By 0.30 USD, by 730 hours.
      'an hour with a run in it: 0.02 USD for 42 metrics; a run in every hour: 12.60 USD a month',
      // The 9 targets of which something is expected and the controls, over 2 zones, by 0.10 USD.
      'off: alarms would add 2.00 USD (natless.alarms)',
      // 12.60 for metrics, 2 × 730 × 17 KB of logs at 0.50 a GB (0.01), an alarm over 2 zones (0.20).
      'off: a run every hour would cost 12.81 USD (natless.schedule)',
      'requests and storage: cents (list prices of us-east-1, 2026-11)',
    ]);
  });

  test('with alarms and a schedule, nothing is off', () => {
    expect(costIn('us-east-1', { ...ALL_OFF, alarms: true, schedule: 'rate(1 day)' })).toEqual([
      'idle: 2.00 USD a month for alarms',
      // 42 × 0.30 USD, sent in one of 24 hours (0.525), cents for logs, an alarm over 2 zones (0.20).
      'schedule rate(1 day): 0.73 USD a month for 42 metrics, logs and an alarm',
      'requests and storage: cents (list prices of us-east-1, 2026-11)',
    ]);
  });

  test('counts the metrics of every Availability Zone', () => {
    expect(costIn('us-east-1', { availabilityZones: 1 })[1]).toContain('for 21 metrics');
    expect(costIn('us-east-1', { availabilityZones: 3 })[1]).toContain('for 63 metrics');
  });

  test('counts the metrics of the targets of the settings that have them', () => {
    const targets = [
      { url: 'https://a.example', metrics: true },
      { url: 'https://b.example', metrics: false },
    ];
    // 2 more, in 2 zones.
    expect(costIn('us-east-1', { targets })[1]).toContain('for 46 metrics');
  });

  test('names the dashboard only where there is one', () => {
    expect(costIn('us-east-1')[0]).toMatch(/^idle: 0\.00 USD; the dashboard 3\.00 USD a month unless/);
    expect(costIn('us-east-1', ALL_OFF).join('\n')).not.toContain('dashboard');
  });

  test('interface endpoints cost by the hour in each Availability Zone, gateway endpoints nothing', () => {
    const idle = (settings: object) => costIn('us-east-1', { ...ALL_OFF, ...settings })[0];
    expect(idle({ gatewayEndpoints: ['s3'] })).toBe('idle: 0.00 USD');
    // 730 hours by 0.01 USD by 2 zones; by 3 zones and 2 endpoints.
    expect(idle({ interfaceEndpoints: ['bedrock-runtime'] })).toMatch(/^idle: 14\.60 USD a month/);
    expect(idle({ interfaceEndpoints: ['bedrock-runtime', 'sts'], availabilityZones: 3 })).toBe(
      'idle: 43.80 USD a month for interface endpoints (2 in each of 3 Availability Zones), and 0.01 USD per GB through them',
    );
  });

  test('a run of the Fargate tasks costs a minute of half a vCPU and 1 GB in each Availability Zone', () => {
    // (0.5 × 0.03238 + 0.00356) / 60 × 2 USD = 0.00066.
    expect(costIn('us-east-1', { fargate: true }).at(-2)).toBe(
      "fargate: while idle only the image's storage (0.10 USD a month for each GB); 0.0007 USD for a run of its tasks",
    );
  });
});

describe('in a Region with its own prices', () => {
  const tokyo = (settings: object) => costIn('ap-northeast-1', { ...ALL_OFF, ...settings });

  test('endpoints, logs and Fargate cost what they cost there', () => {
    // 730 hours by 0.014 USD by 2 zones.
    expect(tokyo({ interfaceEndpoints: ['sts'] })[0]).toMatch(/^idle: 20\.44 USD a month/);
    // 12.60 for metrics, 2 × 730 × 17 KB of logs at 0.76 a GB (0.019), an alarm over 2 zones (0.20).
    expect(tokyo({})).toContain('off: a run every hour would cost 12.82 USD (natless.schedule)');
    // (0.5 × 0.04045 + 0.00442) / 60 × 2 USD = 0.00082.
    expect(tokyo({ fargate: true }).at(-2)).toContain('0.0008 USD for a run of its tasks');
  });

  test('the last line names them', () => {
    expect(tokyo({}).at(-1)).toBe('requests and storage: cents (list prices of ap-northeast-1, 2026-11)');
  });
});

test.each([
  ['ca-west-1', 'ca-west-1'],
  [null, 'the Region of the deployment'],
])("us-east-1's prices stand in for a Region without its own, and are marked (%s)", (region, words) => {
  const withoutAlarms = (lines: readonly string[]) =>
    lines.filter((line) => !line.includes('alarms')).slice(0, -1);
  expect(withoutAlarms(costIn(region))).toEqual(withoutAlarms(costIn('us-east-1')));
  expect(costIn(region).at(-1)).toBe(
    `requests and storage: cents (list prices of us-east-1, 2026-11, which stand in for those of ${words})`,
  );
});

test('an alarm costs only where something is expected of its target', () => {
  // Without EC2 and both of DynamoDB: 6 targets and the controls, over 2 zones, by 0.10 USD.
  expect(costIn('ap-northeast-3', ALL_OFF)[2]).toBe('off: alarms would add 1.40 USD (natless.alarms)');
  expect(costIn('us-west-2', ALL_OFF)[2]).toBe('off: alarms would add 2.00 USD (natless.alarms)');
});

test('targets that the stack leaves out have neither metrics nor alarms to pay', () => {
  const lines = costIn('us-east-1', ALL_OFF, ['s3-vectors', 'bedrock-runtime']);
  // 8 targets with 2 metrics each and 1 for the controls, in 2 zones.
  expect(lines[1]).toContain('for 34 metrics; a run in every hour: 10.20 USD a month');
  // 8 targets and the controls, over 2 zones, by 0.10 USD.
  expect(lines[2]).toBe('off: alarms would add 1.80 USD (natless.alarms)');
});

describe('the stack prints the cost', () => {
  const printed = (settings: object, region?: string) => {
    const app = new App({ context: { ...cdkJson.context, 'aws:cdk:bundling-stacks': [] } });
    const stack = new NatlessStack(app, 'Natless', {
      settings: readSettings({ ...ALL_OFF, ...settings }),
      ...(region !== undefined && { env: { region } }),
    });
    return Annotations.fromStack(stack)
      .findInfo('/Natless', Match.stringLikeRegexp('^monthly cost'))
      .flatMap(({ entry }) => String(entry.data).split('\n  '));
  };

  test('for the targets that its settings leave', () => {
    expect(printed({ s3Vectors: false, bedrockRuntime: false })).toContain(
      'off: alarms would add 1.80 USD (natless.alarms)',
    );
    expect(printed({ s3Vectors: false })).toContain('off: alarms would add 1.80 USD (natless.alarms)');
    expect(printed({})).toContain('off: alarms would add 2.00 USD (natless.alarms)');
  });

  test('at the prices of its Region', () => {
    const last = (region?: string) => printed({}, region).find((line) => line.startsWith('requests'));
    expect(last('us-west-2')).toContain('(list prices of us-west-2, 2026-11)');
    expect(last('eu-west-1')).toContain('which stand in for those of eu-west-1');
    expect(last()).toContain('which stand in for those of the Region of the deployment');
  });
});
