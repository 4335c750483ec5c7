/** How a verdict looks on a terminal: good, bad, not known, and what is as it should be but not over IPv6. */
import type { Target } from '../../../lambda/report/report-schema.ts';

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

type Judged = Pick<Target, 'verdict' | 'path'>;

/** @returns the word as well, which says without colour what the colour says */
export function verdictLook({ verdict, path }: Judged) {
  const word = neutralWord({ verdict, path });
  return word === null ? { ...VERDICTS[verdict], word: verdict } : { ...NEUTRAL, word };
}

/** A target that was to be kept by an endpoint, or not to be reached: neither good nor bad. */
export function neutralWord({ verdict, path }: Judged): string | null {
  if (verdict !== 'pass') return null;
  if (path === 'vpc-endpoint') return 'kept';
  return path === 'none' ? 'as expected' : null;
}
