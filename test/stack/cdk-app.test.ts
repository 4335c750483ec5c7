/** The CDK app, started as `cdk synth` starts it. */
import { spawnSync } from 'node:child_process';
import { App, type CfnResource, Stack } from 'aws-cdk-lib/core';
import { expect, test } from 'vitest';
import { usersErrorFor } from '../../lib/stack/synthesis-errors.ts';
import { UserError } from '../../lib/user-error.ts';

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

test.each([
  ['a temporary folder that is absent', { TMPDIR: '/nowhere' }, `there is no file of that name: "/nowhere"`],
  ['an output folder that is a file', { CDK_OUTDIR: import.meta.filename }, import.meta.filename],
  ['a context that is not JSON', { CDK_CONTEXT_JSON: '{x' }, 'is not valid JSON'],
])('%s ends the synthesis with one sentence', (_, variables, words) => {
  const { status, stderr } = spawnSync(process.execPath, ['bin/app.ts'], {
    encoding: 'utf8',
    env: { ...process.env, ...variables },
  });
  expect(status).toBe(1);
  expect(stderr.trimEnd().split('\n')).toEqual([expect.stringContaining(words)]);
});

test('what the CDK refuses is the user’s to fix, and what is a defect of the code is not', () => {
  const refusal = errorOf(() => new Stack(new App(), 'a name with spaces'));
  expect(usersErrorFor(refusal)).toBeInstanceOf(UserError);
  const defect = errorOf(() => (null as unknown as CfnResource).logicalId);
  expect(usersErrorFor(defect)).toBe(defect);
  const own = new UserError('own');
  expect(usersErrorFor(own)).toBe(own);
});

function errorOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('it must fail');
}
