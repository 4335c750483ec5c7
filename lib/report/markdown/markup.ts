/** Markdown as GitHub renders it, in which text from elsewhere stays text. */
import { plainText } from '../../../lambda/report/plain-text.ts';

const LIMIT_CHARACTERS = 1_000;

/** What Markdown and its tables are made of; no text here begins a line. */
const SYNTAX = /[\\`*_{}[\]#!|~$]/g;

/** Prose: no character of it makes a link, an image, a table cell or a tag. */
export function prose(text: string): string {
  return (
    plainText(text, LIMIT_CHARACTERS)
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replace(SYNTAX, '\\$&')
      // An empty comment, which is not shown, cuts a mention or a bare address.
      .replace(/(@|:\/\/|www\.)/gi, '$1<!-- -->')
  );
}

/** A name, in a code span, where nothing is rendered; also within a table. */
export function code(text: string): string {
  const plain = plainText(text, LIMIT_CHARACTERS).replaceAll('`', "'").replaceAll('|', '\\|');
  return plain === '' ? '' : `\`${plain}\``;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** Hidden until it is opened. */
export function details(summary: string, body: readonly string[]): string {
  return ['<details>', `<summary>${summary}</summary>`, '', ...body, '', '</details>'].join('\n');
}
