/** Files that a function reads under a user id of its own, also where a strict umask let only their owner read them. */
import { chmodSync, cpSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

/** In memory of the lab's mount namespace: see kernel/netns.ts. */
const COPIES = '/run/readable';

const READ_AND_ENTER = 0o005;
const READ = 0o004;

const known = new Map<string, string>();

/** @returns the path itself where everybody may read it, else that of a copy; programs stay programs */
export function readableCopy(path: string): string {
  const copy = known.get(path) ?? (isReadable(path) ? path : copied(path));
  known.set(path, copy);
  return copy;
}

function isReadable(path: string): boolean {
  return entriesOf(path).every((entry) => {
    const { mode } = statSync(entry);
    const wanted = wantedOf(mode);
    return (mode & wanted) === wanted;
  });
}

function copied(path: string): string {
  const copy = join(COPIES, String(known.size), basename(path));
  mkdirSync(join(copy, '..'), { recursive: true });
  cpSync(path, copy, { recursive: true });
  for (const entry of entriesOf(copy)) {
    const { mode } = statSync(entry);
    chmodSync(entry, mode | wantedOf(mode));
  }
  return copy;
}

function entriesOf(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return [path, ...readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => join(path, name))];
}

/** Folders are entered, and programs run, by the same bit, which their owner has. */
function wantedOf(mode: number): number {
  return mode & 0o100 ? READ_AND_ENTER : READ;
}
