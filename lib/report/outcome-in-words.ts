/** A verdict or an outcome with its path, and its witness, in words. */
import type { Outcome, Path, Verdict, WithoutNat, Witness } from '../../lambda/report/vocabulary.ts';

/** `pass over eigw`, `fail (no path)`. */
export function outcomeInWords(outcome: Verdict | Outcome, path: Path): string {
  return path === 'none' ? `${outcome} (no path)` : `${outcome} over ${path}`;
}

const WITNESSES: Readonly<Record<Witness, string>> = { iam: 'IAM', echo: 'an echo service' };

export function witnessInWords(witness: Witness): string {
  return `confirmed by ${WITNESSES[witness]}`;
}

const WITHOUT_NAT: Readonly<Record<WithoutNat, string>> = {
  works: 'works without NAT',
  'works-with-change': 'works without NAT once the code is changed',
  breaks: 'breaks without NAT',
  unknown: 'unknown without NAT',
};

export function withoutNatInWords(answer: WithoutNat): string {
  return WITHOUT_NAT[answer];
}
