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

export function targetIn(run: Run, id: string) {
  const target = run.targets.find((candidate) => candidate.id === id);
  if (target) return target;
  throw new Error(`the run has no target ${id}`);
}
