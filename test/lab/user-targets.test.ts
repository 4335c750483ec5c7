/** Users' targets in the lab: over the command line, against hostile servers, and without harm to the others. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { firstRunIn, lab, resultsIn, targetIn, world } from './lab-command.ts';

const refused = inject('labRefused');
const folder = mkdtempSync(join(tmpdir(), 'natless-test-user-targets-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SUBNET = ['--assembly', inject('assembly'), '--subnet', 'us-west-2a'];

describe.skipIf(refused !== null)('users’ targets', () => {
  test('are named by options, and end as they deserve', async () => {
    const ended = await lab(
      '--json',
      ...SUBNET,
      ...[
        '--target',
        'https://api.github.com',
        '--target',
        'tcp://[::1]:22',
        '--only',
        'https://api.github.com,tcp://[::1]:22',
      ],
    );
    const run = firstRunIn(ended);
    expect(targetIn(run, 'https://api.github.com')).toMatchObject({
      path: 'none',
      cause: { code: 'NoAaaaRecord' },
      advice: { kind: 'needs-ipv4' },
    });
    expect(targetIn(run, 'tcp://[::1]:22')).toMatchObject({ path: 'none', cause: { code: 'TargetRefused' } });
    expect(run.lab?.referee).toEqual({ agrees: true, disagreements: [] });
    expect(ended.status).toBe(1);
  });

  test('are as expected where a file says what to expect', async () => {
    const file = join(folder, 'targets.txt');
    writeFileSync(
      file,
      [
        '# where the app talks to',
        'https://api.github.com   name=github expect=not-reached   # no IPv6 in 2024',
        '',
        'https://moves.hostile.example   name=moves',
        'tls://moves.hostile.example:443 name=handshake',
        'tcp://moves.hostile.example:443 name=connect',
        'tcp://moves.hostile.example:2525  name=closed  expect=not-reached',
      ].join('\n'),
    );
    const ended = await world('hostile-servers', '--json', ...SUBNET, '--targets', file);
    expect(ended.stderr).not.toContain('not as expected');
    expect(ended.status).toBe(0);
    const run = firstRunIn(ended);
    expect(resultsIn(run)).toMatchObject({
      s3: 'pass',
      github: 'NoAaaaRecord',
      moves: 'pass',
      handshake: 'pass',
      connect: 'pass',
      closed: 'ConnectTimeout',
    });
    expect(targetIn(run, 'closed').cause?.message).toContain(
      'the security group lets out 80, 443 and not 2525',
    );
  });

  test('that are hostile each end in a named cause, and do not harm the others', async () => {
    const ended = await world('hostile-servers', '--json', ...SUBNET);
    expect(ended.stderr).not.toContain('not as expected');
    expect(ended.status).toBe(0);
    const run = firstRunIn(ended);
    expect(resultsIn(run)).toMatchObject({
      s3: 'pass',
      endless: 'pass',
      drips: 'pass',
      moves: 'pass',
      loops: 'ResponseInvalid',
      inside: 'TargetRefused',
      vpc: 'TargetRefused',
      bigheader: 'ResponseInvalid',
      hugecertificate: 'TlsFailed',
      rebinds: 'pass',
    });
    const natural = targetIn(run, 'rebinds').attempts.find(({ mode }) => mode === 'natural');
    expect(natural).toMatchObject({ path: 'none', cause: { code: 'TargetRefused' } });
    expect(natural?.operations.map(({ remoteAddress }) => remoteAddress)).toEqual([null]);
  });

  test.each([
    [['--target', 'ftp://example.com'], 'ftp://example.com'],
    [['--targets', '/nowhere/at/all'], 'cannot be read'],
    [['--only', 's4'], 's4'],
  ])('%j is a usage error', async (args, words) => {
    const { status, stdout, stderr } = await lab(...SUBNET, ...args);
    expect(stderr).toContain(words);
    expect(stderr).not.toMatch(/^ +at /m);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });
});
