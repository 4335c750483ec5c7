/**
 * Reads a document that a stranger may have written: one file of bounded size, as text in UTF-8 or UTF-16, with values
 * that are nested no deeper than the lab can follow.
 */
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { UserError } from '../../user-error.ts';
import { isObject } from './intrinsics.ts';

/** Deeper than templates are, and shallow enough for every function that calls itself for each level. */
export const MAX_DEPTH = 100;

/** An alias in YAML repeats a value for a few characters. */
const MAX_VALUES = 1_000_000;

const BYTES_PER_MEGABYTE = 1024 * 1024;

/** @throws UserError for what is not a file of text, or is too large */
export function readText(file: string, maxMegabytes: number): string {
  // A named pipe without a writer would hold the opening up.
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) throw new UserError('it is not a file');
    if (stats.size > maxMegabytes * BYTES_PER_MEGABYTE)
      throw new UserError(`it has ${stats.size} bytes, more than ${maxMegabytes} MB`);
    return decode(readFileSync(descriptor));
  } finally {
    closeSync(descriptor);
  }
}

/** With a byte order mark, the encodings that editors on Windows write; UTF-8 without one. */
function decode(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new UserError(
      bytes.includes(0)
        ? 'it is binary data: name a text file'
        : `it is not valid ${encoding.toUpperCase()}: save it as UTF-8`,
    );
  }
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

/** @throws UserError for values that are nested too deep, in themselves or too many, and for texts with a NUL */
export function requireReadable(document: unknown): void {
  const pending: { readonly value: unknown; readonly depth: number }[] = [{ value: document, depth: 0 }];
  let count = 0;
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { value, depth } = next;
    if (++count > MAX_VALUES) throw new UserError(`it has more than ${MAX_VALUES} values`);
    if (depth > MAX_DEPTH) throw tooDeep();
    if (typeof value === 'string') requireNoNul(value);
    const inner = Array.isArray(value) ? value : isObject(value) ? Object.entries(value).flat() : [];
    for (const each of inner) pending.push({ value: each, depth: depth + 1 });
  }
}

export function tooDeep(): UserError {
  return new UserError(`its values are nested more than ${MAX_DEPTH} deep`);
}

/** It would end a name or a variable early. */
function requireNoNul(text: string): void {
  if (!text.includes('\0')) return;
  throw new UserError(`the text ${JSON.stringify(text.slice(0, 80))} has a NUL character: take it out`);
}
