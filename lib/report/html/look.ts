/** The class and the mark of a result: good, bad, not known, and what is neither since it was expected. Pure. */
import { expectedInWords, type Judged } from '../outcome-in-words.ts';

export interface Look {
  readonly name: 'pass' | 'fail' | 'inconclusive' | 'neutral';
  readonly mark: string;
}

export const MARKS = { pass: '✓', fail: '✗', inconclusive: '?', neutral: '•' } as const;

export function lookOf(target: Judged): Look {
  const name = expectedInWords(target) === null ? target.verdict : 'neutral';
  return { name, mark: MARKS[name] };
}

const WORST_FIRST = ['fail', 'inconclusive', 'neutral', 'pass'] as const;

/** That of the worst result: one zone that fails is not hidden by others. */
export function worstLook(targets: Iterable<Judged>): Look {
  const names = new Set([...targets].map((target) => lookOf(target).name));
  const name = WORST_FIRST.find((each) => names.has(each)) ?? 'inconclusive';
  return { name, mark: MARKS[name] };
}
