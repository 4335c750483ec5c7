/** HTML from template literals: what is inserted is text, unless it is markup already. */
import { plainText } from '../../../lambda/report/plain-text.ts';

/** Longer than any message of the probe that quotes a server. */
const TEXT_LIMIT_CHARACTERS = 2_000;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Complete and safe markup; only {@link html} makes it. */
export interface Markup {
  readonly markup: string;
}

type Part = string | number | null | Markup | readonly Markup[];

/** Attribute values must be in quotes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { markup: strings.map((text, index) => text + spell(parts[index] ?? null)).join('') };
}

function spell(part: Part): string {
  if (part === null) return '';
  if (typeof part === 'number') return String(part);
  if (typeof part === 'string') return escaped(part);
  if ('markup' in part) return part.markup;
  return part.map(({ markup }) => markup).join('');
}

/** The blanks around a text are what keeps it from its neighbours, and plain text has none. */
function escaped(text: string): string {
  const plain = plainText(text, TEXT_LIMIT_CHARACTERS);
  const [before, after] = [/^\s/.test(text) ? ' ' : '', /\s$/.test(text) ? ' ' : ''];
  return `${before}${plain.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '')}${after}`;
}
