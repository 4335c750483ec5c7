/** Renders for a terminal, in a few lines, what a month without NAT gateways saves. */
import type { Savings } from '../savings/savings.ts';
import { savingsInWords } from '../savings-in-words.ts';
import type { Paint } from './paint.ts';

const LABEL_WIDTH = 6;

/** Nothing where the report has no targets. */
export function renderSavings(savings: Savings, paint: Paint): string[] {
  const said = savingsInWords(savings);
  if (said === null) return [];
  const lines = said.lines.map(
    ({ label, sum, words }) => `  ${label.padEnd(LABEL_WIDTH)}  ${paint('bold', sum)}${words}`,
  );
  return [
    [
      `${paint('bold', 'savings')} at ${said.basis}`,
      ...(said.unknown === null ? lines : [`  ${said.unknown}`]),
    ].join('\n'),
  ];
}
