/** Files that the options name. They are opened before anything long runs, so that a problem shows at once. */
import { closeSync, constants, openSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import type { Context } from '../context.ts';
import { note } from '../print.ts';
import { readUpTo } from './read-up-to.ts';

/* For commander: the parsers of options whose value is a file. All throw InvalidArgumentError. */

/** A pipe that has no reader is refused: opening it would hold everything up, Ctrl-C included. */
const APPEND = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | constants.O_NONBLOCK;

export function writableFile(file: string): string {
  attempt('written', () => closeSync(openSync(file, APPEND)));
  return file;
}

export function readableFile(file: string): string {
  attempt('read', () => {
    closeSync(openSync(file, constants.O_RDONLY | constants.O_NONBLOCK));
    if (statSync(file).isDirectory()) throw new Error('it is a folder');
  });
  return resolve(file);
}

/** @param limitBytes more are not read */
export function readText(file: string, limitBytes: number): string {
  return attempt('read', () => readUpTo(file, limitBytes));
}

/** @param limitBytes more are not read */
export function readJson(file: string, limitBytes: number): unknown {
  return attempt('read', () => JSON.parse(readUpTo(file, limitBytes)));
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
