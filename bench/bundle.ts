/** The asset's size as it is uploaded, and the time to load its entry against an empty handler. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { SETTINGS_TARGETS_FILE } from '../lambda/report/stack-contract.ts';
import { bundleInto } from '../lib/probe-code/bundle.ts';
import { type Finding, median } from './statistics.ts';

const LOADS = 15;

export function benchBundle(): Finding[] {
  const folder = mkdtempSync(join(tmpdir(), 'natless-test-bench-'));
  try {
    bundleInto(folder);
    const size = sizeOf(folder);
    writeFileSync(join(folder, SETTINGS_TARGETS_FILE), '[]');
    writeFileSync(join(folder, 'empty.mjs'), 'export const handler = async () => ({});\n');
    return [size, loadTime(folder)];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function sizeOf(folder: string): Finding {
  const files = readdirSync(folder);
  const bytes = files.map((file) => deflateRawSync(readFileSync(join(folder, file)), { level: 9 }).length);
  const measured = bytes.reduce((sum, length) => sum + length, 0) / 1_000;
  return { what: 'asset, deflated', measured, goal: 250, unit: ' KB', detail: `${files.length} files` };
}

/** Fresh processes, alternating, so that a busy moment of the machine hits both. */
function loadTime(folder: string): Finding {
  const rounds = Array.from({ length: LOADS }, () => ({
    empty: load(folder, 'empty'),
    entry: load(folder, 'handler'),
  }));
  const empty = median(rounds.map((round) => round.empty));
  const entry = median(rounds.map((round) => round.entry));
  const detail = `entry ${entry.toFixed(1)} ms, empty handler ${empty.toFixed(1)} ms, medians of ${LOADS}`;
  return {
    what: 'entry load against an empty handler',
    measured: entry / empty,
    goal: 1.5,
    unit: '',
    detail,
  };
}

/** Lambda's first start has no compiled code to take, which a command of this project would leave to the processes it starts. */
const WITHOUT_CACHE = { ...process.env, NODE_COMPILE_CACHE: undefined };

function load(folder: string, name: string): number {
  const script = `const t = performance.now(); await import(${JSON.stringify(join(folder, `${name}.mjs`))}); console.log(performance.now() - t);`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
    env: WITHOUT_CACHE,
  });
  return Number(stdout);
}
