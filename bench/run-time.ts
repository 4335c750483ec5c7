/** A run's wall time against the slowest attempt of each of its two stages: what goes on at once should cost no more. */

import type { Attempt, Run } from '../lambda/report/report-schema.ts';
import { runLab } from '../lib/lab/lab.ts';
import { DEFAULT_REQUEST } from '../lib/lab/session/request.ts';
import { type Finding, median } from './statistics.ts';

const RUNS = 5;

export async function benchRunTime(progress: (step: string) => void): Promise<Finding[]> {
  const ratios: { readonly ratio: number; readonly wall: number; readonly slowest: number }[] = [];
  for (let round = 0; round < RUNS; round += 1) ratios.push(await once(progress));
  const measured = median(ratios.map(({ ratio }) => ratio));
  const wall = median(ratios.map((round) => round.wall));
  const slowest = median(ratios.map((round) => round.slowest));
  const detail = `run ${wall} ms, slowest attempts ${slowest.toFixed(0)} ms, medians of ${RUNS}`;
  return [
    { what: 'run against the slowest attempts of its stages', measured, goal: 1.15, unit: '', detail },
    {
      what: 'run where all but IPv4 is healthy',
      measured: wall / 1_000,
      goal: 5,
      unit: ' s',
      detail: `median of ${RUNS}`,
    },
  ];
}

async function once(progress: (step: string) => void) {
  const { report } = await runLab({
    request: { ...DEFAULT_REQUEST, subnet: 'us-west-2a' },
    install: true,
    progress,
    signal: new AbortController().signal,
  });
  const [run] = report.runs;
  if (!run) throw new Error('the lab reported no run');
  const slowest = slowestOf(run, (mode) => mode === 'ipv6') + slowestOf(run, (mode) => mode !== 'ipv6');
  return { ratio: run.durationMs / slowest, wall: run.durationMs, slowest };
}

function slowestOf({ targets }: Run, inStage: (mode: Attempt['mode']) => boolean): number {
  const attempts = targets.flatMap((target) => target.attempts.filter(({ mode }) => inStage(mode)));
  return Math.max(...attempts.map(durationOf));
}

export function durationOf({ operations }: Attempt): number {
  const phases = operations.flatMap(({ phasesMs }) => Object.values(phasesMs));
  return phases.reduce<number>((sum, phase) => sum + (phase ?? 0), 0);
}
