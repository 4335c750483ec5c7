/** The class and the mark of a result: good, bad, not known, and what is as it should be but not over IPv6. Pure. */
import type { Target } from '../../../lambda/report/report-schema.ts';

export interface Look {
  readonly name: 'pass' | 'fail' | 'inconclusive' | 'neutral';
  readonly mark: string;
}

export const MARKS = { pass: '✓', fail: '✗', inconclusive: '?', neutral: '•' } as const;

export function lookOf({ verdict, path }: Pick<Target, 'verdict' | 'path'>): Look {
  const isNeutral = verdict === 'pass' && (path === 'vpc-endpoint' || path === 'none');
  const name = isNeutral ? 'neutral' : verdict;
  return { name, mark: MARKS[name] };
}

const WORST_FIRST = ['fail', 'inconclusive', 'neutral', 'pass'] as const;

/** That of the worst result: one zone that fails is not hidden by others. */
export function worstLook(targets: Iterable<Pick<Target, 'verdict' | 'path'>>): Look {
  const names = new Set([...targets].map((target) => lookOf(target).name));
  const name = WORST_FIRST.find((each) => names.has(each)) ?? 'inconclusive';
  return { name, mark: MARKS[name] };
}
