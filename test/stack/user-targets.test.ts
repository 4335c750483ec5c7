/** The user's targets in the settings: their ports, their file beside the code, and what is rejected at synthesis. */
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { App } from 'aws-cdk-lib/core';
import { describe, expect, test } from 'vitest';
import { ENV, SETTINGS_TARGETS_FILE } from '../../lambda/report/stack-contract.ts';
import { NatlessStack } from '../../lib/stack/natless-stack.ts';
import { readSettings } from '../../lib/stack/settings.ts';
import { synthesized } from './synthesized.ts';

const settings = {
  targets: ['https://example.com', { url: 'tcp://db.example.com:5432', name: 'db', metrics: true }],
};

function portsOut(of: object): string[] {
  const [[, group] = []] = synthesized(of).propertiesOf('AWS::EC2::SecurityGroup');
  const rules = (group?.SecurityGroupEgress ?? []) as Record<string, unknown>[];
  return rules.map(({ CidrIp, CidrIpv6, FromPort }) => `${CidrIp ?? CidrIpv6} ${FromPort}`).sort();
}

test('open exactly their ports, over both families', () => {
  expect(portsOut(settings)).toEqual([
    '0.0.0.0/0 443',
    '0.0.0.0/0 5432',
    '0.0.0.0/0 80',
    '::/0 443',
    '::/0 5432',
    '::/0 80',
  ]);
  expect(portsOut({})).toHaveLength(4);
});

test('set which ports are open, and whether events may name more', () => {
  const variables = (of: object) =>
    synthesized(of)
      .propertiesOf('AWS::Lambda::Function')
      .map(
        ([, { Environment }]) =>
          (Environment as { Variables: Record<string, string> } | undefined)?.Variables ?? {},
      );
  expect(variables(settings).map((each) => each[ENV.openPorts])).toContain('80,443,5432');
  expect(variables({ eventTargets: false }).map((each) => each[ENV.eventTargets])).toContain('false');
});

test.each([
  [['tcp://mail.example.com:25'], 1],
  [[{ url: 'tcp://mail.example.com:25', expect: 'not-reached' }], 0],
  [['tcp://mail.example.com:587', 'tcp://mail.example.com:2525'], 0],
])('on port 25, which AWS blocks, get a warning: %j', (targets, warnings) => {
  const stack = new NatlessStack(new App(), 'Natless', { settings: readSettings({ targets }) });
  const found = Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('port 25'));
  expect(found).toHaveLength(warnings);
});

test('are in a file beside the code', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'natless-test-targets-'));
  const app = new App({ outdir });
  new NatlessStack(app, 'Natless', { settings: readSettings(settings) });
  app.synth();
  const [file = ''] = globSync(join(outdir, 'asset.*', SETTINGS_TARGETS_FILE));
  const ids = JSON.parse(readFileSync(file, 'utf8')).map(({ id }: { id: string }) => id);
  rmSync(outdir, { recursive: true });
  expect(ids).toEqual(['https://example.com', 'db']);
});

describe('that are wrong', () => {
  test('are rejected at synthesis, each with its index and value', () => {
    expect(() => readSettings({ targets: ['ftp://x', 'tcp://y'] })).toThrow(
      /natless\.targets\[0\]\.url is "ftp:\/\/x"[\s\S]*natless\.targets\[1\]\.url is "tcp:\/\/y"/,
    );
  });

  test('or need too many ports for one security group', () => {
    const targets = Array.from({ length: 40 }, (_, index) => `tcp://example.com:${1_000 + index}`);
    expect(() => synthesized({ targets })).toThrow(/natless\.targets needs 42 ports/);
  });
});
