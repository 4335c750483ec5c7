/** How a verdict looks on a terminal: good, bad, not known, and what is neither since it was expected. */
import { expectedInWords, type Judged } from '../outcome-in-words.ts';

const VERDICTS = {
  pass: { mark: '✓', style: 'green' },
  fail: { mark: '✗', style: 'red' },
  inconclusive: { mark: '?', style: 'yellow' },
} as const;

/** The same for what becomes of a target without NAT gateways. */
export const WITHOUT_NAT = {
  works: { words: 'works', style: 'green' },
  'works-with-change': { words: 'with a change', style: 'green' },
  breaks: { words: 'breaks', style: 'red' },
  unknown: { words: 'unknown', style: 'yellow' },
} as const;
const NEUTRAL = { mark: '•', style: 'cyan' } as const;

/** @returns the word as well, which says without colour what the colour says */
export function verdictLook(target: Judged) {
  const word = expectedInWords(target);
  return word === null ? { ...VERDICTS[target.verdict], word: target.verdict } : { ...NEUTRAL, word };
}
