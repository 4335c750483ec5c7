/** The CDK app, started as `cdk synth` starts it. */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

test('invalid settings end the synthesis with a line each and no stack trace', () => {
  const { status, stderr } = spawnSync(process.execPath, ['bin/app.ts'], {
    encoding: 'utf8',
    env: { ...process.env, CDK_CONTEXT_JSON: JSON.stringify({ natless: { availabilityZnoes: 2 } }) },
  });
  expect(status).toBe(1);
  expect(stderr).toContain('natless.availabilityZnoes: there is no such setting');
  expect(stderr).not.toMatch(/^ +at /m);
});

test('what the settings hold reaches the terminal as plain text, a line each', () => {
  const natless = { 'a\u001b[2J\u202eb\nc': 1, availabilityZones: '\u009b31m' };
  const { status, stderr } = spawnSync(process.execPath, ['bin/app.ts'], {
    encoding: 'utf8',
    env: { ...process.env, CDK_CONTEXT_JSON: JSON.stringify({ natless }) },
  });
  expect(status).toBe(1);
  expect(stderr.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(stderr.trimEnd().split('\n')).toHaveLength(3);
});
