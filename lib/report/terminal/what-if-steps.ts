/** Renders the steps of a deployment, numbered, each with what to watch and how to go back. */
import { plainText } from '../../../lambda/report/plain-text.ts';
import { painter } from './paint.ts';
import { shellLines } from './shell-lines.ts';
import type { WhatIfOptions } from './what-if.ts';
import { wrapped } from './wrap.ts';

interface StepPart {
  readonly text: string;
  readonly commands: readonly string[];
}

interface Step {
  readonly title: string;
  readonly what: readonly StepPart[];
  readonly watch: string;
  readonly back: StepPart;
}

/** With a line break at the end. */
export function renderSteps(steps: readonly Step[], { columns, color }: WhatIfOptions): string {
  const paint = painter(color);
  const sections = steps.map(({ title, what, watch, back }, index) =>
    [
      paint('bold', `${index + 1}. ${title}`),
      ...what.map((part) => renderPart('   - ', part, columns)),
      wrapped(`   watch: ${watch}`, columns, '          '),
      renderPart('   back:  ', back, columns),
    ].join('\n'),
  );
  return `${sections.join('\n\n')}\n`;
}

function renderPart(lead: string, { text, commands }: StepPart, columns: number): string {
  const indent = ' '.repeat(lead.length);
  return [
    wrapped(`${lead}${plainText(text, 1_000)}`, columns, indent),
    ...commands.map((command) => shellLines(plainText(command, 4_000), columns, indent)),
  ].join('\n');
}
