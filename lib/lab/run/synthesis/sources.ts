/** What decides the outcome of a synthesis, as a key: the same key, the same assembly. */
import { createHash, type Hash } from 'node:crypto';
import { type BigIntStats, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { EXTENSION } from '../../../folders.ts';
import type { AppRun } from './cdk-app.ts';

/** The folders whose code the app may import, bundle or copy into an asset. */
export const SOURCE_FOLDERS = EXTENSION === '.ts' ? ['bin', 'lambda', 'lib'] : ['bin', 'dist'];

/** What decides for the CDK, for npm and for esbuild; the last two say what npm has in fact installed, here or around the package. */
const FILES = [
  'cdk.json',
  'cdk.context.json',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  join('node_modules', '.package-lock.json'),
  join('..', '.package-lock.json'),
];

export interface Sources {
  /** A digest of all contents, and of how the app is run. */
  readonly key: string;
  /** Differs as soon as a file or folder has been written, also where its content is the same again. */
  readonly stamp: string;
}

/** Null where something in there is neither a file nor a folder, or cannot be read: no key would be certain. */
export function describeSources(run: AppRun): Sources | null {
  const key = createHash('sha256');
  const stamp = createHash('sha256');
  key.update(JSON.stringify([run, process.version, process.platform, process.arch]));
  try {
    const { root, folders = SOURCE_FOLDERS } = run;
    const present = FILES.filter((file) => existsSync(join(root, file)));
    for (const path of [...folders, ...present]) addPath(join(root, path), key, stamp);
    return { key: key.digest('hex'), stamp: stamp.digest('hex') };
  } catch {
    return null;
  }
}

function addPath(path: string, key: Hash, stamp: Hash): void {
  const stats = statSync(path, { bigint: true });
  stamp.update(stampOf(path, stats));
  if (stats.isDirectory()) {
    for (const name of readdirSync(path).toSorted()) addPath(join(path, name), key, stamp);
    return;
  }
  if (!stats.isFile()) throw new Error(`"${path}" is neither a file nor a folder`);
  // The mode too: an asset keeps it. The lengths keep path and content apart.
  const content = readFileSync(path);
  key.update(JSON.stringify([path, String(stats.mode), content.length])).update(content);
}

/** Whatever is written to a file gives it a new change time, which no program can set. */
function stampOf(path: string, { dev, ino, ctimeNs, size }: BigIntStats): string {
  return JSON.stringify([path, ...[dev, ino, ctimeNs, size].map(String)]);
}
