/** Makes untrusted text fit for a log, a terminal or a page. */

/** Enough for IAM's denials, which give their reason at the end, after two ARNs. */
const MESSAGE_LIMIT_CHARACTERS = 600;

/** Control characters (C0, DEL, C1), line and paragraph separators, and the marks that reorder text. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu;

/** The text with each run of unprintable characters replaced by a space, cut to `limit` characters. */
export function plainText(text: string, limit: number = MESSAGE_LIMIT_CHARACTERS): string {
  const printable = text
    .slice(0, limit * 4)
    .replace(UNPRINTABLE, ' ')
    .trim();
  const characters = [...printable];
  return characters.length <= limit ? printable : `${characters.slice(0, limit - 1).join('')}…`;
}

/** A value as a message quotes it: as JSON, short and plain. */
export function quote(value: unknown): string {
  return plainText(JSON.stringify(value) ?? String(value), 80);
}
