/** Files that the commands write: opened before anything long runs, so that what cannot be written is said at once. */
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';

/** For commander: the file of an option. @throws InvalidArgumentError where it cannot be written */
export function writableFile(file: string): string {
  try {
    closeSync(openSync(file, 'a'));
    return file;
  } catch (error) {
    throw new InvalidArgumentError(`it cannot be written: ${(error as Error).message}`);
  }
}

export function saveAs(file: string, text: string): void {
  writeFileSync(file, text);
  process.stderr.write(`written: ${file}\n`);
}
