/** What `natless what-if` takes for its three networks, against one run of the lab on the same template. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../lib/folders.ts';
import { type Finding, median } from './statistics.ts';

const NATLESS = join(ROOT, 'bin', 'natless.mjs');
const CLASSIC = join(ROOT, 'test', 'what-if', 'fixtures', 'classic.yaml');
const ROUNDS = 3;

/** Each mostly waits for time-outs, so that three at once take little longer than one. */
const GOAL = 2.5;

export function benchWhatIf(progress: (step: string) => void): Finding[] {
  seconds('lab');
  const rounds = Array.from({ length: ROUNDS }, (_, index) => {
    progress(`natless what-if, round ${index + 1} of ${ROUNDS}`);
    return { lab: seconds('lab'), whatIf: seconds('what-if') };
  });
  const lab = median(rounds.map((round) => round.lab));
  const whatIf = median(rounds.map((round) => round.whatIf));
  return [
    {
      what: 'natless what-if against natless lab on the same template',
      measured: median(rounds.map((round) => round.whatIf / round.lab)),
      goal: GOAL,
      unit: '',
      detail: `what-if ${whatIf.toFixed(2)} s, lab ${lab.toFixed(2)} s, medians of ${ROUNDS}`,
    },
  ];
}

function seconds(command: 'lab' | 'what-if'): number {
  const startedAt = performance.now();
  const args = [NATLESS, command, '--template', CLASSIC, '--only-mine', '--target', 'https://ifconfig.me'];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`natless ${command} failed: ${stderr}`);
  return (performance.now() - startedAt) / 1_000;
}
