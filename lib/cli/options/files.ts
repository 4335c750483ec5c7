/** Files that the options name. They are opened before anything long runs, so that a problem shows at once. */
import { closeSync, constants, fstatSync, openSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { fileProblem, parsedJson } from '../../file-problem.ts';
import { UserError } from '../../user-error.ts';
import type { Context } from '../context.ts';
import { note } from '../print.ts';
import { readUpTo } from './read-up-to.ts';

/* For commander: the parsers of options whose value is a file. All throw InvalidArgumentError. */

/** What is in the file stays. */
const CHECK = constants.O_APPEND;

export function writableFile(file: string): string {
  attempt('written', () => {
    const open = openToWrite(file, CHECK);
    // The reader of a pipe would take the closing for the end.
    if (!fstatSync(open).isFIFO()) closeSync(open);
  });
  return file;
}

/**
 * A pipe that has no reader is refused: opening it would hold everything up, Ctrl-C included.
 * @throws Error that says why it cannot be written
 */
function openToWrite(file: string, flags: number): number {
  const open = openSync(file, constants.O_WRONLY | constants.O_CREAT | constants.O_NONBLOCK | flags);
  if (!fstatSync(open).isFIFO()) return open;
  // What is written may wait for a slow reader, which the first descriptor keeps until there is a second.
  const patient = openSync(file, constants.O_WRONLY);
  closeSync(open);
  return patient;
}

export function readableFile(file: string): string {
  attempt('read', () => {
    closeSync(openSync(file, constants.O_RDONLY | constants.O_NONBLOCK));
    if (statSync(file).isDirectory())
      throw new Error('it is a folder: name a file (a folder that cdk synth wrote goes into --assembly)');
  });
  return resolve(file);
}

/** @param limitBytes more are not read */
export function readText(file: string, limitBytes: number): string {
  return attempt('read', () => {
    const text = readUpTo(file, limitBytes);
    if (text.includes('\0')) throw new Error('it is binary data: name a text file');
    return text;
  });
}

/** @param limitBytes more are not read */
export function readJson(file: string, limitBytes: number): unknown {
  return attempt('read', () => parsedJson(readUpTo(file, limitBytes)));
}

function attempt<Result>(what: 'read' | 'written', work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw new InvalidArgumentError(`it cannot be ${what}: ${fileProblem(error, what)}`);
  }
}

export function saveAs(file: string, text: string, context: Context): void {
  writeFile(file, text);
  note(`written: ${file}`, context);
}

/** @throws UserError where it can no longer be written */
function writeFile(file: string, text: string): void {
  const open = openForUser(file);
  try {
    writeFileSync(open, text);
  } finally {
    closeSync(open);
  }
}

/** @throws UserError */
export function openForUser(file: string): number {
  try {
    return openToWrite(file, constants.O_TRUNC);
  } catch (error) {
    throw new UserError(`"${file}" cannot be written: ${fileProblem(error, 'written')}`);
  }
}
