/**
 * Colour, where it is wanted; it never carries the only meaning. The painter sets marks, and only what writes to the
 * terminal turns them into colours: no text from elsewhere can hold a mark, since nothing shows its key.
 */
import { randomInt } from 'node:crypto';
import { inspect } from 'node:util';
import { plainLines } from '../../../lambda/report/plain-text.ts';

type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow' | 'cyan';

export type Paint = (style: Style, text: string) => string;

/** How a section is to look. */
export interface Look {
  /** The width that its lines have at most. */
  readonly columns: number;
  readonly paint: Paint;
}

const ESCAPE = '\u001b[';

/** Drawn anew by each process, from about 2^52; in the form of a terminal's own sequences, to which tables give no width. */
const KEY = Array.from({ length: 4 }, () => randomInt(1_000, 10_000)).join(';');

export function painter(color: boolean): Paint {
  return (style, text) => {
    const [on, off] = inspect.colors[style] ?? [0, 0];
    return color && text !== '' ? `${ESCAPE}${KEY};${on}m${text}${ESCAPE}${KEY};${off}m` : text;
  };
}

/** The text as a terminal may have it: nothing in it but lines, and colours where the painter set its marks. */
export function forTerminal(text: string): string {
  const [first = '', ...marked] = text.split(`${ESCAPE}${KEY};`);
  return [plainLines(first), ...marked.map(coloured)].join('');
}

/** @param part what follows a key: the style's number, `m`, text */
function coloured(part: string): string {
  const end = part.indexOf('m');
  return `${ESCAPE}${part.slice(0, end)}m${plainLines(part.slice(end + 1))}`;
}
