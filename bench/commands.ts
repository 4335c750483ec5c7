/** What a user waits for: `natless lab` from the command to the report, against the run that it reports; and the help. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Report } from '../lambda/report/report-schema.ts';
import { ROOT } from '../lib/folders.ts';
import { type Finding, median } from './statistics.ts';

const NATLESS = join(ROOT, 'bin', 'natless.mjs');
const ROUNDS = 5;

interface Ended {
  readonly seconds: number;
  readonly stdout: string;
}

export function benchCommands(progress: (step: string) => void): Finding[] {
  natless(['lab']); // The first one after a change keeps the assembly for those that follow.
  const rounds = Array.from({ length: ROUNDS }, (_, index) => {
    progress(`natless lab, round ${index + 1} of ${ROUNDS}`);
    // Nothing is kept for a new environment, as after a change to a source.
    return { unchanged: labRound({}), changed: labRound({ NATLESS_BENCH: crypto.randomUUID() }) };
  });
  return [
    labFinding(
      'nothing changed since the last synthesis',
      1.6,
      rounds.map(({ unchanged }) => unchanged),
    ),
    labFinding(
      'synthesis included',
      2.3,
      rounds.map(({ changed }) => changed),
    ),
    help(),
  ];
}

interface Round {
  readonly command: number;
  readonly run: number;
}

/** Both subnets run at once, so the longer run counts. */
function labRound(change: NodeJS.ProcessEnv): Round {
  const { seconds, stdout } = natless(['lab', '--json'], change);
  const { runs } = JSON.parse(stdout) as Report;
  return { command: seconds, run: Math.max(...runs.map(({ durationMs }) => durationMs)) / 1_000 };
}

function labFinding(what: string, goal: number, rounds: readonly Round[]): Finding {
  const command = median(rounds.map((round) => round.command));
  const run = median(rounds.map((round) => round.run));
  return {
    what: `natless lab against its run, ${what}`,
    measured: median(rounds.map((round) => round.command / round.run)),
    goal,
    unit: '',
    detail: `command ${command.toFixed(2)} s, run ${run.toFixed(2)} s, medians of ${rounds.length}`,
  };
}

function help(): Finding {
  const seconds = Array.from({ length: ROUNDS }, () => natless(['--help']).seconds);
  return {
    what: 'natless --help',
    measured: median(seconds),
    goal: 0.25,
    unit: ' s',
    detail: `median of ${ROUNDS}`,
  };
}

/** @throws if it fails */
export function natless(args: readonly string[], variables: NodeJS.ProcessEnv = {}): Ended {
  const startedAt = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, [NATLESS, ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...variables },
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`natless ${args.join(' ')} failed: ${stderr}`);
  return { seconds: (performance.now() - startedAt) / 1_000, stdout };
}
