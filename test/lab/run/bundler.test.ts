/** The bundler's process lives as long as a lab does, unless it is ended. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { endBundler, writeProbe } from '../../../lib/probe-code/bundle.ts';

const folder = mkdtempSync(join(tmpdir(), 'natless-test-bundler-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The processes of this one's that are running, by their commands. */
function children(): string[] {
  const tasks = `/proc/${process.pid}/task`;
  const pids = readdirSync(tasks).flatMap((task) =>
    readFileSync(`${tasks}/${task}/children`, 'utf8').split(' ').filter(Boolean),
  );
  return pids.map((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
}

function bundlers(): number {
  return children().filter((command) => command.includes('esbuild')).length;
}

test.skipIf(process.platform !== 'linux')(
  'ends when the probe is bundled, and can bundle again',
  async () => {
    writeProbe(folder, []);
    expect(bundlers()).toBe(1);
    await endBundler();
    await expect.poll(bundlers).toBe(0);
    writeProbe(folder, []);
    expect(readdirSync(folder)).toContain('handler.mjs');
    await endBundler();
  },
);
