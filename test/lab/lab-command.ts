/** Runs the lab's command as a user does, and reads what it prints. */
import { type Report, type Run, reportSchema } from '../../lambda/report/report-schema.ts';
import { type Ended, runCommand } from '../command.ts';

export type { Ended };

export function lab(...args: string[]): Promise<Ended> {
  return runCommand('lab.ts', args);
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
