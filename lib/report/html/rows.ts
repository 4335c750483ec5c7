/** A report's targets, each with its results, so that nothing has to look them up once more for each target. Pure. */
import type { Report, Target } from '../../../lambda/report/report-schema.ts';

export interface Row {
  readonly id: string;
  /** By the index of the run, in ascending order; a run that did not try the target is absent. */
  readonly results: ReadonlyMap<number, Target>;
}

/** In the order in which the runs first name them. */
export function rowsOf({ runs }: Report): Row[] {
  const rows = new Map<string, Map<number, Target>>();
  for (const [run, { targets }] of runs.entries()) {
    for (const target of targets) {
      const results = rows.get(target.id) ?? new Map<number, Target>();
      if (!results.has(run)) results.set(run, target);
      rows.set(target.id, results);
    }
  }
  return [...rows].map(([id, results]) => ({ id, results }));
}
