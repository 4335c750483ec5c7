/**
 * Files that one command keeps for later ones, in folders that may be deleted at any time. A file that is damaged, was
 * kept under another name, or may come from another user counts as absent, and the next one takes its place.
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

const DIGEST_LENGTH = 64;
const WRITABLE_BY_OTHERS = 0o022;

/** Null where there is none that may be used. */
export function readKept(file: string): string | null {
  try {
    const kept = readOwn(file);
    const text = kept.slice(DIGEST_LENGTH);
    if (kept.slice(0, DIGEST_LENGTH) !== digestOf(file, text)) return null;
    markUsed(file);
    return text;
  } catch {
    return null;
  }
}

/** Those used last are kept longest; where nothing may be written, nothing is forgotten either. */
function markUsed(file: string): void {
  const now = new Date();
  try {
    utimesSync(file, now, now);
  } catch {}
}

/** @throws Error if another user may have written it */
function readOwn(file: string): string {
  const descriptor = openSync(file, 'r');
  try {
    const { uid, mode } = fstatSync(descriptor);
    if (uid !== process.getuid?.() || mode & WRITABLE_BY_OTHERS)
      throw new Error('another user may have written it');
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}

/** With the file's name, which is the key: a file under another name is not what it says. */
function digestOf(file: string, text: string): string {
  return createHash('sha256').update(basename(file)).update(text).digest('hex');
}

/**
 * Whole or not at all, since several commands may write it at once. Never throws: a command goes without where it may
 * not write, or there is no space.
 * @param count how many files the folder may have: those used last
 */
export function keep(file: string, text: string, count: number): void {
  const unfinished = `${file}.${crypto.randomUUID()}${UNFINISHED}`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    try {
      writeFileSync(unfinished, digestOf(file, text) + text, { mode: 0o600, flag: 'wx' });
      renameSync(unfinished, file);
    } finally {
      rmSync(unfinished, { force: true });
    }
    forgetAllBut(count, dirname(file));
  } catch {}
}

const UNFINISHED = '.unfinished';

/** It takes milliseconds to write one. */
const ABANDONED_MS = 60_000;

/** What a killed command left unfinished is never used, and goes first. */
function forgetAllBut(count: number, folder: string): void {
  const now = Date.now();
  const files = readdirSync(folder).map((name) => ({ name, usedAt: statSync(join(folder, name)).mtimeMs }));
  const { unfinished = [], whole = [] } = Object.groupBy(files, ({ name }) =>
    name.endsWith(UNFINISHED) ? 'unfinished' : 'whole',
  );
  const forgotten = [
    ...unfinished.filter(({ usedAt }) => usedAt < now - ABANDONED_MS),
    ...whole.toSorted((a, b) => b.usedAt - a.usedAt).slice(count),
  ];
  for (const { name } of forgotten) rmSync(join(folder, name), { force: true });
}
