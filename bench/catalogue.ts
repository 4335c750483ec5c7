/** The catalogue's 763 hosts, a tenth of them silent, against two programs that others use for the like. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { requirePrivileges } from '../lib/lab/session/privileges.ts';
import { runInside } from '../lib/lab/session/spawn-inside.ts';
import type { CatalogueTimes } from './catalogue-inside.ts';
import { type Finding, median } from './statistics.ts';

const INSIDE = join(import.meta.dirname, 'catalogue-inside.ts');

export async function benchCatalogue(progress: (step: string) => void): Promise<Finding[]> {
  const missing = ['prometheus-blackbox-exporter', 'curl'].filter(
    (program) => spawnSync(program, ['--version']).error,
  );
  if (missing.length > 0) {
    progress(`the catalogue is not compared: apt-get install ${missing.join(' ')} for that`);
    return [];
  }
  const { unshareArguments } = await requirePrivileges({ install: true, say: progress });
  const options = { unshareArguments, onProgress: progress, signal: new AbortController().signal };
  return findingsOf(await runInside<CatalogueTimes>(INSIDE, {}, options));
}

function findingsOf({ natless, blackbox, curl }: CatalogueTimes): Finding[] {
  const wall = (times: CatalogueTimes['natless']) => median(times.map((time) => time.wallMs));
  const cpu = (times: CatalogueTimes['natless']) => median(times.map((time) => time.cpuMs));
  const words = (what: (times: CatalogueTimes['natless']) => number) =>
    `natless ${what(natless).toFixed(0)} ms, blackbox ${what(blackbox).toFixed(0)} ms, curl ${what(curl).toFixed(0)} ms, medians of ${natless.length}`;
  return [
    {
      what: 'catalogue, wall time against the faster of blackbox and curl',
      measured: wall(natless) / Math.min(wall(blackbox), wall(curl)),
      goal: 1.05,
      unit: '',
      detail: words(wall),
    },
    {
      what: 'catalogue, CPU against blackbox',
      measured: cpu(natless) / cpu(blackbox),
      goal: 1.15,
      unit: '',
      detail: words(cpu),
    },
  ];
}
