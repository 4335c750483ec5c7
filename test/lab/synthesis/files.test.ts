/** What the synthesis leaves on the machine, and what it needs of it: nothing, however it ends. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, inject, onTestFinished, test } from 'vitest';
import { ROOT } from '../../../lib/folders.ts';
import { NATLESS } from '../../command.ts';
import { stillAlive, tree } from '../process-tree.ts';

/** When labs are killed: each at a random moment of its own half second, so that no part of the synthesis is left out. */
const EVERY_MS = 500;
/** Two at once are in their synthesis until then. */
const BEGINNINGS_MS = Array.from({ length: 8 }, (_, index) => 100 + index * EVERY_MS);

interface Places {
  readonly home: string;
  readonly temporary: string;
  /** Where the command is run. */
  readonly work: string;
}

function emptyPlaces(): Places {
  const folder = mkdtempSync(join(tmpdir(), 'natless-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const places = { home: join(folder, 'home'), temporary: join(folder, 'tmp'), work: join(folder, 'work') };
  for (const place of Object.values(places)) mkdirSync(place);
  return places;
}

/** Nothing is kept for a new environment, so the stack is synthesized. */
function environmentIn({ home, temporary }: Places): NodeJS.ProcessEnv {
  return { ...process.env, HOME: home, TMPDIR: temporary, NATLESS_TEST: crypto.randomUUID() };
}

/** Everything in the places, and in the project, except in the folders of npm and git. */
function filesIn({ home, temporary, work }: Places): string[] {
  const list = (folder: string) =>
    readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name)));
  const top = readdirSync(ROOT).map((name) => join(ROOT, name));
  const sources = ['bin', 'lambda', 'lib'].flatMap((name) => list(join(ROOT, name)));
  return [...list(home), ...list(temporary), ...list(work), ...top, ...sources].toSorted();
}

function killAfter(milliseconds: number, child: ChildProcess): Promise<void> {
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  setTimeout(() => child.kill('SIGKILL'), milliseconds);
  return ended;
}

async function killWithin(beginnings: readonly number[]): Promise<void> {
  const places = emptyPlaces();
  const before = filesIn(places);
  for (const beginning of beginnings) {
    const moment = beginning + Math.round(Math.random() * EVERY_MS);
    const child = spawn(process.execPath, [NATLESS, 'lab'], {
      cwd: places.work,
      env: environmentIn(places),
      stdio: 'ignore',
    });
    const ended = killAfter(moment, child);
    await sleep(moment - 50);
    const family = tree(child.pid ?? 0);
    await ended;
    expect(await stillAlive(family), `killed after ${moment} ms`).toEqual([]);
    expect(filesIn(places), `killed after ${moment} ms`).toEqual(before);
  }
}

test.skipIf(inject('labRefused') !== null)(
  'labs that are killed at any moment of their synthesis leave no file and no process',
  async () => {
    const half = BEGINNINGS_MS.length / 2;
    await Promise.all([BEGINNINGS_MS.slice(0, half), BEGINNINGS_MS.slice(half)].map(killWithin));
  },
);

/** As root of a mount namespace of its own: even root cannot write to what is mounted read-only, or full. */
const AS_ROOT = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
const NOWHERE_TO_WRITE = `
set -e
mount -t tmpfs -o size=4k tmpfs "$TMPDIR"
head -c 4096 /dev/zero > "$TMPDIR/full"
for folder in "$HOME" "$PROJECT"; do mount --bind "$folder" "$folder"; mount -o remount,ro,bind "$folder"; done
for folder in "$TMPDIR" "$HOME" "$PROJECT/node_modules/.cache"; do
  ! echo x 2> /dev/null > "$folder/x" || test ! -s "$folder/x"
done
exec "$@"`;

test.skipIf(inject('labRefused') !== null)(
  'the lab needs to write neither to a full temporary folder nor to a read-only home, project or cache',
  () => {
    const places = emptyPlaces();
    const command = [process.execPath, NATLESS, 'lab', '--json', '--subnet', 'us-west-2a'];
    const { status, stdout, stderr } = spawnSync(
      'unshare',
      [...AS_ROOT, '--mount', 'sh', '-c', NOWHERE_TO_WRITE, 'sh', ...command],
      { cwd: places.work, env: { ...environmentIn(places), PROJECT: ROOT }, encoding: 'utf8' },
    );
    expect(stderr).toContain('synthesizing the stack');
    expect(status).toBe(0);
    expect(JSON.parse(stdout).runs).toHaveLength(1);
  },
);

/** The CDK's CLI writes what it reports to the temporary folder first. */
async function reportedByCdk(setting: boolean | undefined): Promise<string[]> {
  const places = emptyPlaces();
  const { context } = JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8'));
  const args = setting === undefined ? [] : ['--context', `cli-telemetry=${setting}`];
  const env = { ...environmentIn(places), TELEMETRY_ENDPOINT: 'https://127.0.0.1:9/none' };
  expect(context).toHaveProperty('cli-telemetry', false);
  const child = spawn(join(ROOT, 'node_modules', '.bin', 'cdk'), ['context', '--json', ...args], {
    cwd: ROOT,
    env: { ...env, CDK_DISABLE_CLI_TELEMETRY: '', CI: '' },
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  let running = true;
  ended.then(() => {
    running = false;
  });
  const seen = new Set<string>();
  for (; running; await sleep(5)) for (const name of readdirSync(places.temporary)) seen.add(name);
  expect(await ended).toBe(0);
  return [...seen].filter((name) => name.startsWith('cdk-telemetry'));
}

test('npx cdk reports nothing about this project, which it does where the user asks for it', async () => {
  expect(await reportedByCdk(undefined)).toEqual([]);
  expect(await reportedByCdk(true)).toHaveLength(1);
});
