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
      const { PATH, NODE_COMPILE_CACHE } = process.env;
      const { status, stderr } = spawnSync(process.execPath, ['bin/app.ts'], {
        encoding: 'utf8',
        env: { PATH, NODE_COMPILE_CACHE, CDK_OUTDIR: folder, CDK_CONTEXT_JSON: JSON.stringify(context) },
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

/** Every construct's messages, by level: only warnings fail a strict synthesis. */
function messagesIn(region: string, settings: object = {}) {
  const app = new App({ context: { ...cdkJson.context, 'aws:cdk:bundling-stacks': [] } });
  const stack = new NatlessStack(app, 'Natless', { settings: readSettings(settings), env: { region } });
  const entries = app.synth().getStackArtifact(stack.artifactId).messages;
  const of = (level: string) =>
    entries.filter((entry) => entry.level === level).map(({ entry }) => String(entry.data));
  return { stack, warnings: of('warning'), infos: of('info') };
}

describe('the default settings in', () => {
  test.each([
    ['us-west-2', []],
    ['us-east-1', []],
    ['ap-northeast-1', []],
    ['eu-west-1', []],
    ['ap-northeast-3', []],
    ['us-gov-west-1', []],
    ['il-central-1', ['s3-vectors', 'bedrock-runtime']],
    ['eu-west-9', ['s3-vectors', 'bedrock-runtime']],
  ])('%s synthesize without a warning, and name what the documentation decides', (region, named) => {
    const { warnings, infos } = messagesIn(region);
    expect(warnings).toEqual([]);
    const found = infos.flatMap((info) => /the target (\S+) is/.exec(info)?.[1] ?? []);
    expect(found).toEqual(named);
  });
});

test('zones of another Region are an error of the settings', () => {
  const settings = { availabilityZones: ['us-west-2a'] };
  expect(problemsOf(() => messagesIn('us-west-2', settings))).toBe('');
  expect(problemsOf(() => messagesIn('eu-west-1', settings))).toContain(
    'eu-west-1 does not have zones of us-west-2',
  );
});

describe('Fargate', () => {
  test('is refused where its documentation leaves IPv6-only subnets out', () => {
    expect(problemsOf(() => messagesIn('eu-west-1', { fargate: true }))).toContain(
      'Fargate does not run in IPv6-only subnets in eu-west-1',
    );
    expect(problemsOf(() => readSettings({ fargate: true, regions: ['ap-east-2'] }))).toContain('ap-east-2');
  });

  test('is taken, with a sentence, in a Region of which the documentation says nothing', () => {
    const { infos } = messagesIn('eu-west-9', { fargate: true });
    expect(infos.join()).toContain('does not say whether Fargate runs in IPv6-only subnets in eu-west-9');
    expect(messagesIn('us-west-2', { fargate: true }).infos.join()).not.toContain('does not say');
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
