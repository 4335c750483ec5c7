/** Breaks text into lines that fit a box, whatever the font, and shortens what needs too many. Pure. */
import { plainText } from '../../../../lambda/report/plain-text.ts';

/** More than any box shows. */
const LIMIT_CHARACTERS = 400;

export interface Line {
  readonly text: string;
  readonly style: 'name' | 'detail' | 'label';
}

/** How wide a character is at most, in pixels of the picture: those of DejaVu Sans, one of the widest fonts in use, at 12.5 px. */
function widthOf(character: string, style: Line['style']): number {
  return plainWidthOf(character) * (style === 'name' ? BOLD : 1);
}

const BOLD = 1.13;

function plainWidthOf(character: string): number {
  if (character > '\u02ff') return 13;
  if (/[mMW@%]/.test(character)) return 12.5;
  if (/[A-Zw=<>+~&]/.test(character)) return 10.4;
  if (/[csvxyz]/.test(character)) return 7.4;
  return NARROW.test(character) ? 5.2 : 8;
}

const NARROW = /[ijlrtfI.,:;'|/\\ ()-]/;

/** In at most so many lines; the last one ends with an ellipsis where there is more. */
export function wrapped({ text, style }: Line, room: number, limit: number): Line[] {
  const lines = linesOf(pieces(plainText(text, LIMIT_CHARACTERS), room, style), room, style);
  const shown = lines.slice(0, limit);
  const last = shown.pop();
  if (last === undefined) return [];
  const end = lines.length > limit ? shortened(last, room, style) : last;
  return [...shown, end].map((each) => ({ text: each.trim(), style }));
}

/** Where a line may break: after a blank; in a word that is longer than a line also after a dot, a slash, a colon or a hyphen. */
function pieces(text: string, room: number, style: Line['style']): string[] {
  const words = text.match(/[^ ]* +|[^ ]+/g) ?? [];
  return words.flatMap((word) =>
    lengthOf(word.trimEnd(), style) <= room ? [word] : (word.match(/[^ ./:-]*[ ./:-]+|[^ ./:-]+/g) ?? []),
  );
}

function linesOf(words: readonly string[], room: number, style: Line['style']): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of words.flatMap((each) => broken(each, room, style))) {
    if (line !== '' && lengthOf((line + word).trimEnd(), style) > room) {
      lines.push(line);
      line = '';
    }
    line += word;
  }
  return [...lines, line];
}

/** A word that is longer than a line. */
function broken(word: string, room: number, style: Line['style']): string[] {
  const parts: string[] = [''];
  let used = 0;
  for (const character of word) {
    used += widthOf(character, style);
    if (used > room) {
      parts.push('');
      used = widthOf(character, style);
    }
    parts.push(`${parts.pop() ?? ''}${character}`);
  }
  return parts;
}

function shortened(line: string, room: number, style: Line['style']): string {
  const characters = [...line];
  while (characters.length > 0 && lengthOf(`${characters.join('')}…`, style) > room) characters.pop();
  return `${characters.join('')}…`;
}

function lengthOf(text: string, style: Line['style']): number {
  return [...text].reduce((sum, character) => sum + widthOf(character, style), 0);
}
