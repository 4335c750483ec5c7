/** Renders the steps of a deployment, numbered, each with what to watch and how to go back. */
import { plainText } from '../../../lambda/report/plain-text.ts';
import { painter } from './paint.ts';
import type { WhatIfOptions } from './what-if.ts';
import { wrapped } from './wrap.ts';

interface Step {
  readonly title: string;
  readonly what: readonly string[];
  readonly watch: string;
  readonly back: string;
}

/** With a line break at the end. */
export function renderSteps(steps: readonly Step[], { columns, color }: WhatIfOptions): string {
  const paint = painter(color);
  const sections = steps.map(({ title, what, watch, back }, index) =>
    [
      paint('bold', `${index + 1}. ${title}`),
      ...what.map((item) => wrapped(`   - ${plainText(item, 1_000)}`, columns, '     ')),
      wrapped(`   watch: ${watch}`, columns, '          '),
      wrapped(`   back:  ${back}`, columns, '          '),
    ].join('\n'),
  );
  return `${sections.join('\n\n')}\n`;
}
