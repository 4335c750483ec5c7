/** A verdict or an outcome with its path, and its witness, in words. */
import { isCarriedByEndpoint } from '../../lambda/report/judge/summary.ts';
import type { Target } from '../../lambda/report/report-schema.ts';
import type { Outcome, Path, Verdict, WithoutNat, Witness } from '../../lambda/report/vocabulary.ts';

/** What a verdict is shown by. */
export type Judged = Pick<Target, 'verdict' | 'path' | 'expect' | 'outcome'>;

/**
 * What is neither good nor bad: an endpoint keeps the target, or it was not to be reached and was not. The verdict of such a
 * target is `fail` where the egress-only gateway is what the run is about.
 * @returns null for all else
 */
export function expectedInWords(target: Judged): 'kept' | 'as expected' | null {
  const { verdict, path, expect } = target;
  if (isCarriedByEndpoint(target) || (verdict === 'pass' && path === 'vpc-endpoint')) return 'kept';
  return expect === 'not-reached' && path === 'none' && verdict === 'fail' ? 'as expected' : null;
}

/** `pass over eigw`, `kept over vpc-endpoint`, `as expected (no path)`. */
export function targetInWords(target: Judged): string {
  return outcomeInWords(expectedInWords(target) ?? target.verdict, target.path);
}

/** `pass over eigw`, `fail (no path)`. */
export function outcomeInWords(outcome: Verdict | Outcome | 'kept' | 'as expected', path: Path): string {
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
