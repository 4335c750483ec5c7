/** Whether a stranger's folder holds the same files as one of this project's, byte for byte. */
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesIn } from './asset-folder.ts';

/** @param except a file that either may have, with any content. @throws TemplateError for a folder with too many files */
export function haveSameFiles(
  stranger: string,
  own: string,
  { except }: { readonly except: string },
): boolean {
  const files = filesIn(own).filter((file) => file !== except);
  const strangers = filesIn(stranger).filter((file) => file !== except);
  return (
    strangers.length === files.length &&
    files.every((file) => isSameFile(join(stranger, file), join(own, file)))
  );
}

/** The kind and the size first: reading a pipe would not end. */
function isSameFile(stranger: string, own: string): boolean {
  const stats = lstatSync(stranger, { throwIfNoEntry: false });
  if (!stats?.isFile() || stats.size !== lstatSync(own).size) return false;
  return readFileSync(stranger).equals(readFileSync(own));
}
