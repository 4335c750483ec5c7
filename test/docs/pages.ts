/** The Markdown pages of the project. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..', '..');

export interface Page {
  /** From the project's root. */
  readonly path: string;
  readonly text: string;
}

const inRoot = readdirSync(ROOT).filter((name) => name.endsWith('.md'));
const inDocs = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => join('docs', name));

export const PAGES: readonly Page[] = [...inRoot, ...inDocs]
  .sort()
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));

export const isThere = (path: string) => existsSync(join(ROOT, path));

export const withoutCodeBlocks = (text: string) => text.replace(/^(```|~~~)[\s\S]*?^\1/gm, '');
