/** How a verdict looks on a terminal. */
export const VERDICTS = {
  pass: { mark: '✓', style: 'green' },
  fail: { mark: '✗', style: 'red' },
  inconclusive: { mark: '?', style: 'yellow' },
} as const;
