/** What a function's sandbox keeps from malicious code, in labs of root and of ordinary users; each attempt works where nothing confines it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AS_USER, canBeTried, USER_ID } from '../fixtures/another-user.ts';
import { skipWithoutNamespaces } from '../fixtures/skip-without-namespaces.ts';
import { ATTEMPTS, type describes, type outcomesOf, startsPrograms } from './handlers/escapes.mjs';
import type { Invoked } from './run-sandbox.ts';

skipWithoutNamespaces();

const isRoot = process.getuid?.() === 0;

const folder = mkdtempSync(join(tmpdir(), 'natless-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A process with the machine's root folder at descriptor 200, as a careless parent would leave it. */
function withOpenFolder(argv: readonly string[]) {
  return spawnSync('bash', ['-c', 'exec 200</ && exec "$@"', 'bash', ...argv], {
    encoding: 'utf8',
    timeout: 60_000,
    env: { ...process.env, NODE_COMPILE_CACHE: '' },
  });
}

const AS: Readonly<Record<string, readonly string[]>> = {
  'the user of the tests': [],
  ...(canBeTried() && { 'an ordinary user': AS_USER }),
};

function invokeAs(user: readonly string[], handler: string, event: object): unknown {
  const script = join(import.meta.dirname, 'sandbox-process.ts');
  const given = JSON.stringify({ handler: `escapes.${handler}`, events: [event] });
  const { stdout, stderr } = withOpenFolder([...user, process.execPath, script, given]);
  if (stdout === '') throw new Error(stderr);
  const { payload, error } = JSON.parse(stdout) as Invoked;
  if (error) throw new Error(error.errorMessage);
  return payload;
}

const outside = { file: import.meta.filename, pid: process.pid, folder };

describe('outside a sandbox', () => {
  /** Only root may. */
  const privileged = ['opens the core pattern for writing', 'opens a setting of its network for writing'];

  test('each attempt works', () => {
    const names = Object.keys(ATTEMPTS).filter((name) => isRoot || !privileged.includes(name));
    const script = `
      import { outcomesOf } from ${JSON.stringify(join(import.meta.dirname, 'handlers', 'escapes.mjs'))};
      console.log(JSON.stringify(outcomesOf(${JSON.stringify(names)}, ${JSON.stringify(outside)})));`;
    const { stdout } = withOpenFolder([process.execPath, '--input-type=module', '-e', script]);
    expect(JSON.parse(stdout)).toEqual(Object.fromEntries(names.map((name) => [name, 'it worked'])));
  });

  test('hundreds of programs start', async () => {
    expect(await startsPrograms(200)).toBe(200);
  });
});

describe.each(Object.entries(AS))('a function in a lab of %s', (_, user) => {
  let inside: Awaited<ReturnType<typeof describes>>;

  beforeAll(() => {
    inside = invokeAs(user, 'describes', {}) as typeof inside;
  });

  test('is refused each attempt', () => {
    const outcomes = invokeAs(user, 'tries', outside) as ReturnType<typeof outcomesOf>;
    expect(Object.keys(outcomes)).toEqual(Object.keys(ATTEMPTS));
    expect(Object.entries(outcomes).filter(([, outcome]) => !outcome.startsWith('refused: '))).toEqual([]);
  });

  test('starts only so many programs', () => {
    const started = invokeAs(user, 'multiplies', { count: 200 });
    expect(started).toBeGreaterThan(50);
    expect(started).toBeLessThan(128);
  });

  test('is a user that nothing else is, without groups, privileges, or a way to get any', () => {
    const { uid = 0, gid, groups } = inside.user;
    expect([0, USER_ID, process.getuid?.()]).not.toContain(uid);
    expect(gid).toBe(uid);
    expect(groups?.filter((group) => group !== gid)).toEqual([]);
    expect(inside.status).toEqual({
      ...Object.fromEntries(
        ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'].map((name) => [name, '0'.repeat(16)]),
      ),
      NoNewPrivs: '1',
    });
  });

  test.each(['cgroup', 'ipc', 'mnt', 'net', 'pid', 'uts'])('has a namespace of its own: %s', (name) => {
    expect(inside.namespaces[name]).toMatch(/^\w+:\[\d+\]$/);
    expect(inside.namespaces[name]).not.toBe(readlinkSync(`/proc/self/ns/${name}`));
  });

  test('has neither a session of the user’s nor a terminal', () => {
    expect(inside.session).toEqual(['0', '0']);
  });

  test('sees no process but itself', () => {
    expect(inside.processes).toEqual([inside.self]);
  });

  test('inherits no descriptor but the standard ones', () => {
    expect(inside.descriptors).toEqual([]);
  });

  test('sees of /etc only what names and certificates need', () => {
    expect(inside.etc).toEqual(['hosts', 'lab-ca.pem', 'nsswitch.conf', 'passwd', 'resolv.conf', 'ssl']);
    expect(inside.ssl).toEqual(['certs']);
  });

  test('writes to /tmp only, and 512 MB at most', () => {
    expect(new Set(Object.values(inside.writes))).toEqual(new Set(['EROFS']));
    expect(inside.tmpBytes).toBe(512 * 1024 * 1024);
  });

  test('has only mounts without set-user-id programs, and devices only where it needs them', () => {
    const flags = inside.mounts.map(([point = '', options = '']) => ({ point, options: options.split(',') }));
    expect(flags.filter(({ options }) => !options.includes('nosuid'))).toEqual([]);
    const withDevices = flags.filter(({ options }) => !options.includes('nodev')).map(({ point }) => point);
    expect(withDevices.sort()).toEqual(['/dev/null', '/dev/random', '/dev/urandom', '/dev/zero']);
    const writable = flags.filter(({ options }) => !options.includes('ro')).map(({ point }) => point);
    expect(writable.filter((point) => !withDevices.includes(point)).sort()).toEqual([
      '/tmp',
      '/var/runtime-api',
    ]);
  });
});
