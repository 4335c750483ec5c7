/** However and whenever the lab ends: no process, namespace, mount or file stays behind. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { NATLESS } from '../command.ts';
import { reportIn, world } from './lab-command.ts';
import { alive, stillAlive, tree } from './process-tree.ts';

const refused = inject('labRefused');

/** They end at different times: where the first has ended, others still run. */
const FOUR_WORLDS = ['as-synthesized', 'no-default-route', 'nat-gateway', 'slow-path'];

/** The temporary folder of the labs that are ended: nothing at all may stay in it. */
const temporary = mkdtempSync(join(tmpdir(), 'natless-test-'));
afterAll(() => rmSync(temporary, { recursive: true }));

function traces() {
  return {
    namespaces: existsSync('/run/netns') ? readdirSync('/run/netns') : [],
    mounts: readFileSync('/proc/self/mountinfo', 'utf8').split('\n').length,
    files: readdirSync(tmpdir()).filter(
      (name) => name.startsWith('natless-') && !name.startsWith('natless-test-'),
    ),
    temporary: readdirSync(temporary),
  };
}

/** Starts a command and waits until it reports a step. */
async function commandAt(step: string, args: readonly string[]): Promise<ChildProcess & { pid: number }> {
  // Nothing is kept for a new environment, so the stack is synthesized.
  const env = { ...process.env, NATLESS_TEST: crypto.randomUUID(), TMPDIR: temporary };
  const child = spawn(process.execPath, [NATLESS, ...args], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const said = Promise.withResolvers<void>();
  child.stderr.on('data', (text: Buffer) => text.toString().includes(step) && said.resolve());
  child.once('exit', () => said.reject(new Error(`the lab ended before "${step}"`)));
  await said.promise;
  // Into the step, not at its first instruction.
  await sleep(300);
  return child as ChildProcess & { pid: number };
}

describe.skipIf(refused !== null)('a lab that is ended', () => {
  describe.each<[step: string, signals: readonly NodeJS.Signals[], args: string[]]>([
    ['synthesizing', ['SIGINT', 'SIGTERM', 'SIGKILL'], ['lab']],
    ['probing', ['SIGINT', 'SIGTERM', 'SIGKILL'], ['lab', '--assembly', inject('assembly')]],
    ['1 of', ['SIGKILL'], ['worlds', '--run', ...FOUR_WORLDS, '--assembly', inject('assembly')]],
  ])('at the step "%s"', (step, signals, args) => {
    test.each(signals)('by %s leaves nothing behind', async (signal) => {
      const before = traces();
      const child = await commandAt(step, args);
      const family = tree(child.pid);
      // One of its short-lived programs may have ended in between.
      expect(alive(family).length).toBeGreaterThan(2);
      const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
      child.kill(signal);
      expect(await ended).toBe(signal === 'SIGKILL' ? null : 130);
      expect(await stillAlive(family)).toEqual([]);
      expect(traces()).toEqual(before);
    });
  });
});

describe.skipIf(refused !== null)('four labs at once', () => {
  test('do not affect one another', async () => {
    const before = traces();
    const ended = await Promise.all(
      FOUR_WORLDS.map((name) => world(name, '--json', '--assembly', inject('assembly'))),
    );
    expect(ended.map(({ status, stderr }) => [status, stderr.includes('not as')])).toEqual(
      FOUR_WORLDS.map(() => [0, false]),
    );
    expect(ended.map((each) => reportIn(each).runs[0]?.lab?.world)).toEqual(FOUR_WORLDS);
    expect(traces()).toEqual(before);
  });
});
