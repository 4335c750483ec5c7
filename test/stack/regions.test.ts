/** Several Regions: a stack in each, with its own name, and errors at synthesis for Regions that lack something. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib/core';
import { describe, expect, test } from 'vitest';
import cdkJson from '../../cdk.json' with { type: 'json' };
import { ENV } from '../../lambda/report/stack-contract.ts';
import { NatlessStack } from '../../lib/stack/natless-stack.ts';
import { InvalidSettings, readSettings } from '../../lib/stack/settings.ts';
import { stacksFor } from '../../lib/stack/stacks.ts';
import { mentions } from './strings-in.ts';
import { synthesized } from './synthesized.ts';

const REGIONS = ['us-west-2', 'eu-west-1'];

function problemsOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof InvalidSettings) return error.message;
    throw error;
  }
  return '';
}

describe('the stacks', () => {
  test('are one without the setting, bound to the account and Region that the CLI has', () => {
    const { regions } = readSettings({});
    expect(stacksFor({ regions }, { region: 'us-east-1' })).toEqual([{ stackName: 'Natless', env: null }]);
    const current = { account: '111122223333', region: 'eu-west-1' };
    expect(stacksFor({ regions }, current)).toEqual([{ stackName: 'Natless', env: current }]);
  });

  test('are one in each Region, whatever the Region of the CLI', () => {
    const stacks = stacksFor({ regions: REGIONS }, { account: '111122223333', region: 'ap-south-1' });
    expect(stacks).toEqual([
      { stackName: 'Natless-us-west-2', env: { account: '111122223333', region: 'us-west-2' } },
      { stackName: 'Natless-eu-west-1', env: { account: '111122223333', region: 'eu-west-1' } },
    ]);
  });

  test('are what the app synthesizes, each with names that no stack in another Region has', () => {
    const folder = mkdtempSync(join(tmpdir(), 'natless-test-regions-'));
    try {
      const context = { ...cdkJson.context, natless: { regions: REGIONS }, 'aws:cdk:bundling-stacks': [] };
      const { status, stderr } = spawnSync(process.execPath, ['bin/app.ts'], {
        encoding: 'utf8',
        env: { PATH: process.env.PATH, CDK_OUTDIR: folder, CDK_CONTEXT_JSON: JSON.stringify(context) },
      });
      expect([status, stderr]).toEqual([0, expect.not.stringContaining('Error')]);
      const { artifacts } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
      const dashboards = REGIONS.map((region) => {
        expect(artifacts[`Natless-${region}`].environment).toBe(`aws://unknown-account/${region}`);
        const template = JSON.parse(readFileSync(join(folder, `Natless-${region}.template.json`), 'utf8'));
        return Object.values(template.Resources as Record<string, { Type: string; Properties: object }>)
          .filter(({ Type }) => Type === 'AWS::CloudWatch::Dashboard')
          .map(({ Properties }) => (Properties as { DashboardName: string }).DashboardName);
      });
      expect(dashboards).toEqual([['Natless-us-west-2-targets'], ['Natless-eu-west-1-targets']]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a list that is rejected:', () => {
  test.each([
    [
      ['us-west-2', 'us-west-2'],
      'natless.regions is ["us-west-2","us-west-2"]',
      'two stacks cannot share a name',
    ],
    [[], 'natless.regions is []', 'at least one Region'],
    [['Oregon'], 'natless.regions.0 is "Oregon"', 'write one such as us-west-2'],
    ['us-west-2', 'natless.regions is "us-west-2"', 'write a list'],
  ])('%j', (regions, where, right) => {
    const problems = problemsOf(() => readSettings({ regions }));
    expect(problems).toContain(where);
    expect(problems).toContain(right);
  });

  test('more than one Region for an existing VPC', () => {
    const problems = problemsOf(() => readSettings({ regions: REGIONS, vpcId: 'vpc-0123456789abcdef0' }));
    expect(problems).toContain('natless.regions is ["us-west-2","eu-west-1"]: natless.vpcId names a VPC');
  });
});

describe('a Region that lacks something', () => {
  const stackIn = (region: string, settings: object = {}) => {
    const app = new App({ context: { ...cdkJson.context, 'aws:cdk:bundling-stacks': [] } });
    return new NatlessStack(app, 'Natless', { settings: readSettings(settings), env: { region } });
  };

  test.each([
    ['sa-east-1', {}, 'natless.s3Vectors is not set, and sa-east-1 is not among the Regions', 'write false'],
    ['ap-southeast-1', {}, 'natless.bedrockRuntime is not set, and ap-southeast-1 is known', 'write false'],
  ])('%s is an error that names the setting and says what to write', (region, settings, where, right) => {
    const problems = problemsOf(() => stackIn(region, settings));
    expect(problems).toContain(where);
    expect(problems).toContain(right);
  });

  test.each([
    ['sa-east-1', { s3Vectors: false }],
    ['ap-southeast-1', { bedrockRuntime: false }],
    ['ap-southeast-1', { bedrockRuntime: true }],
    ['us-west-2', {}],
  ])('%s is accepted with %j', (region, settings) => {
    expect(problemsOf(() => stackIn(region, settings))).toBe('');
  });
});

test('without Bedrock Runtime there is no grant for its model, and the probes know it', () => {
  const { template, propertiesOf } = synthesized({ bedrockRuntime: false });
  expect(mentions(template.toJSON(), /^bedrock:InvokeModel$/)).toEqual([]);
  const values = propertiesOf('AWS::Lambda::Function')
    .filter(([, { VpcConfig }]) => VpcConfig !== undefined)
    .map(([, { Environment }]) => (Environment as { Variables: Record<string, unknown> }).Variables)
    .map((variables) => variables[ENV.bedrockRuntime]);
  expect(values).toEqual(['false', 'false']);
});
