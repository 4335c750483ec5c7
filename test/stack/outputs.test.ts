/** The outputs that a person uses: a command whose output is the report, and addresses in the console. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib/core';
import { describe, expect, test } from 'vitest';
import cdkJson from '../../cdk.json' with { type: 'json' };
import { OUTPUTS } from '../../lambda/report/stack-contract.ts';
import { NatlessStack } from '../../lib/stack/natless-stack.ts';
import { readSettings } from '../../lib/stack/settings.ts';

function outputsIn(region: string, settings: object = {}): Record<string, unknown> {
  const app = new App({ context: { ...cdkJson.context, 'aws:cdk:bundling-stacks': [] } });
  const stack = new NatlessStack(app, 'Natless', { settings: readSettings(settings), env: { region } });
  const { Outputs } = app.synth().getStackArtifact(stack.artifactId).template;
  return Object.fromEntries(
    Object.entries(Outputs as Record<string, { Value: unknown }>).map(([name, { Value }]) => [name, Value]),
  );
}

/** As the AWS CLI does: the payload into the file of the last argument, and what Lambda says about it to standard output. */
const AWS = `#!/bin/sh
for file; do :; done
printf '{"runs":[],"arguments":"%s"}' "$*" >"$file"
echo '{"StatusCode":200,"ExecutedVersion":"$LATEST"}'
`;

test('the output of the command is the answer and nothing else', () => {
  const command = outputsIn('us-west-2')[OUTPUTS.invokeCommand] as { 'Fn::Join': [string, unknown[]] };
  const text = command['Fn::Join'][1]
    .map((part) => (typeof part === 'string' ? part : 'Natless-Probe0'))
    .join('');
  const folder = mkdtempSync(join(tmpdir(), 'natless-test-outputs-'));
  try {
    writeFileSync(join(folder, 'aws'), AWS);
    chmodSync(join(folder, 'aws'), 0o755);
    const path = `${folder}:${process.env.PATH}`;
    const output = execFileSync('sh', ['-c', `${text} | cat`], { encoding: 'utf8', env: { PATH: path } });
    expect(JSON.parse(output)).toMatchObject({
      runs: [],
      arguments: expect.stringContaining('Natless-Probe0'),
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe('the console', () => {
  test.each([
    ['us-west-2', 'us-west-2.console.aws.amazon.com'],
    ['us-gov-west-1', 'us-gov-west-1.console.amazonaws-us-gov.com'],
    ['cn-north-1', 'cn-north-1.console.amazonaws.cn'],
    ['eusc-de-east-1', 'eusc-de-east-1.console.amazonaws-eusc.eu'],
  ])('of %s is at %s', (region, host) => {
    const outputs = outputsIn(region);
    expect(outputs[OUTPUTS.dashboardUrl]).toBe(
      `https://${host}/cloudwatch/home?region=${region}#dashboards/dashboard/Natless-targets`,
    );
    expect(outputs[OUTPUTS.logsConsoleUrl]).toContain(`https://${host}/`);
  });

  test('of a partition without a public one has no address', () => {
    expect(outputsIn('us-iso-east-1')).not.toHaveProperty(OUTPUTS.logsConsoleUrl);
  });

  test('has no dashboard where there is none', () => {
    expect(outputsIn('us-west-2', { dashboard: false })).not.toHaveProperty(OUTPUTS.dashboardUrl);
  });
});
