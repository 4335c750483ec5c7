/** A document with every text in it in one line, its keys too: so that no value can look like one of our lines. */
import { oneLine } from '../../lambda/report/plain-text.ts';

export function plainDocument<Document>(document: Document): Document {
  return plain(document) as Document;
}

function plain(value: unknown): unknown {
  if (typeof value === 'string') return oneLine(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [oneLine(key), plain(each)]));
}
