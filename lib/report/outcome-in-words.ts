/** A verdict or an outcome with its path, and its witness, in words. */
import type { Outcome, Path, Verdict, Witness } from '../../lambda/report/vocabulary.ts';

/** `pass over eigw`, `fail (no path)`. */
export function outcomeInWords(outcome: Verdict | Outcome, path: Path): string {
  return path === 'none' ? `${outcome} (no path)` : `${outcome} over ${path}`;
}

const WITNESSES: Readonly<Record<Witness, string>> = { iam: 'IAM', echo: 'an echo service' };

export function witnessInWords(witness: Witness): string {
  return `confirmed by ${WITNESSES[witness]}`;
}
