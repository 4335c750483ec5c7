/**
 * Assemblies of earlier syntheses, a file each, named by the key of their sources. Only this project's own assemblies
 * come here, never a template that the user names. A file that is not whole, or not this user's, counts as absent.
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
import { CACHE } from '../../../folders.ts';

export const KEPT_ASSEMBLIES = join(CACHE, 'assemblies');

/** The stack as it is, on Fargate, and the worlds with settings of their own; each takes about a megabyte. */
const KEPT = 8;
const LARGEST_BYTES = 16 * 1024 * 1024;

const DIGEST_LENGTH = 64;
const WRITABLE_BY_OTHERS = 0o022;

/** A path within the assembly, the file's mode, and its content in base64. */
type PackedFile = readonly [path: string, mode: number, content: string];

/** @returns whether the folder now has the assembly */
export function restoreAssembly(file: string, folder: string): boolean {
  const files = read(file);
  if (!files) return false;
  for (const [path, mode, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), Buffer.from(content, 'base64'), { mode });
  }
  return true;
}

/** Null where there is none that may be used. */
function read(file: string): readonly PackedFile[] | null {
  try {
    const text = readOwn(file);
    const packed = text.slice(DIGEST_LENGTH);
    if (text.slice(0, DIGEST_LENGTH) !== digestOf(file, packed)) return null;
    markUsed(file);
    return JSON.parse(packed) as PackedFile[];
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
function digestOf(file: string, packed: string): string {
  return createHash('sha256').update(basename(file)).update(packed).digest('hex');
}

/** Whole or not at all, since several labs may write it at once; and a lab goes without where it may not write. */
export function keepAssembly(file: string, folder: string): void {
  const unfinished = `${file}.${crypto.randomUUID()}`;
  try {
    const packed = JSON.stringify(pack(folder));
    if (packed.length > LARGEST_BYTES) return;
    mkdirSync(dirname(file), { recursive: true });
    try {
      writeFileSync(unfinished, digestOf(file, packed) + packed, { mode: 0o600, flag: 'wx' });
      renameSync(unfinished, file);
    } finally {
      rmSync(unfinished, { force: true });
    }
    forgetAllBut(KEPT, dirname(file));
  } catch {}
}

/** @throws Error for anything but files and folders */
function pack(folder: string): PackedFile[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory());
  if (files.some((entry) => !entry.isFile())) throw new Error('an assembly with links is not kept');
  return files.map(({ parentPath, name }) => {
    const path = join(parentPath, name);
    return [path.slice(folder.length + 1), statSync(path).mode & 0o777, readFileSync(path, 'base64')];
  });
}

/** What a killed lab left unfinished is never used, and so is forgotten too. */
function forgetAllBut(count: number, folder: string): void {
  const files = readdirSync(folder).map((name) => join(folder, name));
  const byUse = files.toSorted((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  for (const file of byUse.slice(count)) rmSync(file, { force: true });
}
