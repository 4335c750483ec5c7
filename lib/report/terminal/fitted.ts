/** Makes text fit a terminal, whatever names are in it: lines break at words, and a longer word is cut in its middle. */
import width from 'string-width';
import { shortened } from './shortened.ts';
import { wrapped } from './wrap.ts';

/** Lines that fit stay as they are, so that tables do. */
export function fitted(text: string, columns: number): string {
  return text
    .split('\n')
    .map((line) => (width(line) <= columns ? line : broken(indented(line, columns), columns)))
    .join('\n');
}

/** A line whose indent leaves its words no room begins further left. */
function indented(line: string, columns: number): string {
  const own = /^ */.exec(line)?.[0].length ?? 0;
  return own <= columns / 2 ? line : `  ${line.trimStart()}`;
}

function broken(line: string, columns: number): string {
  const indent = ' '.repeat(indentOf(line));
  return wrapped(line, columns, indent)
    .split('\n')
    .map((part) => (width(part) <= columns ? part : cutWords(part, columns)))
    .join('\n');
}

/** A label and its gap, behind which a line continues: `  saved   …`. */
const LABEL = /^ *\S+(?: \S+)? {2,}(?=\S)/;
const WIDEST_LABEL = 16;

function indentOf(line: string): number {
  const label = width(LABEL.exec(line)?.[0] ?? '');
  const own = /^ */.exec(line)?.[0].length ?? 0;
  if (label > own && label <= WIDEST_LABEL) return label;
  return own >= WIDEST_LABEL / 2 ? own : own + 2;
}

/** After the wrapping such a line is its indent and one long word, or a short label and one. */
function cutWords(line: string, columns: number): string {
  const words = line.split(' ');
  const longest = words.reduce((most, word) => Math.max(most, width(word)), 0);
  const room = Math.max(1, columns - (width(line) - longest));
  return words.map((word) => (width(word) === longest ? cutWord(word, room) : word)).join(' ');
}

/** The sequence that sets a colour or ends it stays, and has no width. */
const SEQUENCE = /(\p{Cc}\[[\d;]*m)/u;

function cutWord(word: string, room: number): string {
  const parts = word.split(SEQUENCE);
  const longest = parts.reduce((most, part) => Math.max(most, width(part)), 0);
  const rest = width(word) - longest;
  return parts
    .map((part) => (width(part) === longest ? shortened(part, Math.max(1, room - rest)) : part))
    .join('');
}
