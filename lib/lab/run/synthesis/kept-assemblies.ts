/**
 * Assemblies of earlier syntheses, a file each, named by the key of their sources. Only this project's own assemblies
 * come here, never a template that the user names.
 */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CACHE } from '../../../folders.ts';
import { keep, readKept } from '../../../kept-files.ts';

export const KEPT_ASSEMBLIES = join(CACHE, 'assemblies');

/** The stack as it is, on Fargate, and the worlds with settings of their own; each takes about a megabyte. */
const KEPT = 8;
const LARGEST_BYTES = 16 * 1024 * 1024;

/** A path within the assembly, the file's mode, and its content in base64. */
type PackedFile = readonly [path: string, mode: number, content: string];

/** @returns whether the folder now has the assembly */
export function restoreAssembly(file: string, folder: string): boolean {
  const packed = readKept(file);
  if (packed === null) return false;
  for (const [path, mode, content] of JSON.parse(packed) as PackedFile[]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), Buffer.from(content, 'base64'), { mode });
  }
  return true;
}

/** An assembly that is too large, or has more than files and folders, is not kept. */
export function keepAssembly(file: string, folder: string): void {
  const files = pack(folder);
  const packed = files && JSON.stringify(files);
  if (packed && packed.length <= LARGEST_BYTES) keep(file, packed, KEPT);
}

/** Null for anything but files and folders. */
function pack(folder: string): PackedFile[] | null {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory());
  if (files.some((entry) => !entry.isFile())) return null;
  return files.map(({ parentPath, name }) => {
    const path = join(parentPath, name);
    return [path.slice(folder.length + 1), statSync(path).mode & 0o777, readFileSync(path, 'base64')];
  });
}
