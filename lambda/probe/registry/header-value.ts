/** What a server sent to be put into a header. Pure. */

/** Real tokens have some thousands; all headers of a request together may have 16,384 bytes on many servers. */
const LIMIT_CHARACTERS = 16_384;

export function isHeaderValue(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LIMIT_CHARACTERS && /^[\x21-\x7e]+$/.test(value);
}
