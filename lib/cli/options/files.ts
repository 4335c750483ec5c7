/** Files that the options name. They are opened before anything long runs, so that a problem shows at once. */
import { closeSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
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

export function readJson(file: string): unknown {
  return attempt('read', () => JSON.parse(readFileSync(file, 'utf8')));
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
