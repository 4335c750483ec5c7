/** Whether a world that was run behaves as it should, in a sentence: its failures are what it is there for. Pure. */
import { isOthers } from '../../lambda/report/judge/sum-without-nat.ts';
import type { Report } from '../../lambda/report/report-schema.ts';
import { count } from '../count.ts';

/** Null for the world in which nothing is changed, and where nothing is expected: in another project's network. */
export function worldInWords({ runs }: Report, differences: readonly string[]): string | null {
  const [world] = runs.flatMap(({ lab }) => lab?.world ?? []);
  if (world === undefined || world === UNCHANGED || runs.some(isOthers)) return null;
  if (differences.length > 0)
    return `The world ${world} does not behave as it should: ${count(differences.length, 'difference')}.`;
  const targets = runs.flatMap((run) => run.targets);
  const failed = new Set(targets.filter(({ verdict }) => verdict !== 'pass').map(({ id }) => id)).size;
  return `The world ${world} behaves as it should${failuresInWords(failed)}.`;
}

const UNCHANGED = 'as-synthesized';

function failuresInWords(failed: number): string {
  if (failed === 0) return '';
  return failed === 1 ? ': the failure above was expected' : `: the ${failed} failures above were expected`;
}
