/** How a verdict looks on a terminal. */
export const VERDICTS = {
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
