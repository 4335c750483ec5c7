/** Files that the options name. They are opened before anything long runs, so that a problem shows at once. */
import {
  closeSync,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import type { Context } from '../context.ts';
import { note } from '../print.ts';

/* For commander: the parsers of options whose value is a file. All throw InvalidArgumentError. */

export function writableFile(file: string): string {
  attempt('written', () => closeSync(openSync(file, 'a')));
  return file;
}

export function readableFile(file: string): string {
  attempt('read', () => {
    closeSync(openSync(file, 'r'));
    if (statSync(file).isDirectory()) throw new Error('it is a folder');
  });
  return resolve(file);
}

export function readText(file: string): string {
  return attempt('read', () => readFileSync(file, 'utf8'));
}

/** @param limitBytes more are not read */
export function readJson(file: string, limitBytes: number): unknown {
  return attempt('read', () => JSON.parse(readUpTo(file, limitBytes)));
}

/** What a pipe or a device holds shows only while it is read. */
function readUpTo(file: string, limitBytes: number): string {
  const open = openSync(file, 'r');
  try {
    const chunks: Buffer[] = [];
    for (let total = 0; ; ) {
      const chunk = Buffer.alloc(CHUNK_BYTES);
      const read = readSync(open, chunk);
      if (read === 0) return Buffer.concat(chunks).toString('utf8');
      total += read;
      if (total > limitBytes) throw new Error(tooLong(fstatSync(open), limitBytes));
      chunks.push(chunk.subarray(0, read));
    }
  } finally {
    closeSync(open);
  }
}

const CHUNK_BYTES = 1_048_576;

function tooLong(stats: Stats, limitBytes: number): string {
  const size = stats.isFile() ? `${stats.size}` : `more than ${limitBytes}`;
  return `it has ${size} bytes, and natless reads at most ${limitBytes}`;
}

function attempt<Result>(what: 'read' | 'written', work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw new InvalidArgumentError(`it cannot be ${what}: ${(error as Error).message}`);
  }
}

export function saveAs(file: string, text: string, context: Context): void {
  writeFileSync(file, text);
  note(`written: ${file}`, context);
}
