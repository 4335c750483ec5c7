/** Runs the lab by its commands and reads what they print. */
import { type Report, type Run, reportSchema } from '../../lambda/report/report-schema.ts';
import { type Ended, natless } from '../command.ts';

export type { Ended };

export function lab(...args: string[]): Promise<Ended> {
  return natless(['lab', ...args]);
}

/** The lab with one thing changed: the report is the same document. */
export function world(name: string, ...args: string[]): Promise<Ended> {
  return natless(['worlds', '--run', name, ...args]);
}

/** The one document that `--json` prints, checked against the schema. */
export function reportIn({ stdout }: Ended): Report {
  return reportSchema.parse(JSON.parse(stdout));
}

export function firstRunIn(ended: Ended): Run {
  const [run] = reportIn(ended).runs;
  if (run) return run;
  throw new Error('the report has no run');
}

/** By the target's id: the code of its cause, or its verdict where it has none. */
export function resultsIn({ targets }: Pick<Run, 'targets'>): Readonly<Record<string, string>> {
  return Object.fromEntries(targets.map(({ id, verdict, cause }) => [id, cause?.code ?? verdict]));
}

export function targetIn(run: Run, id: string) {
  const target = run.targets.find((candidate) => candidate.id === id);
  if (target) return target;
  throw new Error(`the run has no target ${id}`);
}
