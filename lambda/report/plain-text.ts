/** Makes untrusted text fit for a log, a terminal or a page. */
import { isNestedDeeperThan } from './nesting.ts';

/** Enough for IAM's denials, which give their reason at the end, after two ARNs. */
const MESSAGE_LIMIT_CHARACTERS = 600;

/** Control characters (C0, DEL, C1), line and paragraph separators, and the marks that reorder or hide text. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu;
const UNPRINTABLE_IN_LINES = /[[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]--\n]+/gv;

/** What JSON need not escape and a terminal may obey: DEL, C1 and the same separators and marks. */
const UNPRINTABLE_IN_JSON = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;

/** The text with each run of unprintable characters replaced by a space. */
export function oneLine(text: string): string {
  return text.replace(UNPRINTABLE, ' ');
}

/** The same for text whose own lines stay apart. */
export function plainLines(text: string): string {
  return text.replace(UNPRINTABLE_IN_LINES, ' ');
}

/** In one line, cut to `limit` characters. */
export function plainText(text: string, limit: number = MESSAGE_LIMIT_CHARACTERS): string {
  const printable = oneLine(text.slice(0, limit * 4)).trim();
  const characters = [...printable];
  return characters.length <= limit ? printable : `${characters.slice(0, limit - 1).join('')}…`;
}

/** Whether a text has nothing that plain text leaves out: control characters, and marks that reorder or break lines. */
export function isPlain(text: string): boolean {
  return plainText(text, text.length + 1) === text;
}

/** More than any value that a message quotes in full. */
const QUOTED_LEVELS = 40;

/** A value as a message quotes it: as JSON, short and plain. */
export function quote(value: unknown): string {
  if (isNestedDeeperThan(QUOTED_LEVELS, value)) return `(nested more than ${QUOTED_LEVELS} levels deep)`;
  return plainText(JSON.stringify(value) ?? String(value), 80);
}

/** The same document for a parser, and harmless on a terminal. */
export function plainJson(document: unknown, indent = 0): string {
  return JSON.stringify(document, null, indent).replace(UNPRINTABLE_IN_JSON, escaped);
}

/** By UTF-16 code units, as JSON has it (RFC 8259, section 7). */
function escaped(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
