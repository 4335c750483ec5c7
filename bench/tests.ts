/** The CPU time of all tests, that of the processes they start included: unlike the wall time, it says little of the machine's load. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Finding } from './statistics.ts';

/** Two cores, before commands were functions and assemblies were kept. */
const BEFORE_SECONDS = 265;

export function benchTests(progress: (step: string) => void): Finding[] {
  progress('npm test');
  const before = childrenSeconds();
  const startedAt = performance.now();
  const { status } = spawnSync('npm', ['test'], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error('npm test failed');
  const seconds = childrenSeconds() - before;
  const minutes = (performance.now() - startedAt) / 60_000;
  return [
    {
      what: 'npm test, CPU time against the time before',
      measured: seconds / BEFORE_SECONDS,
      goal: 0.5,
      unit: '',
      detail: `${seconds.toFixed(0)} s, ${BEFORE_SECONDS} s before; ${minutes.toFixed(1)} minutes`,
    },
  ];
}

/** User and system time of all descendants that have ended (proc(5), fields 16 and 17), in hundredths of a second. */
function childrenSeconds(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[13]) + Number(fields[14])) / 100;
}
