/** Holds prose against the word list. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { EXCEPTIONS, type Exception, QUOTES_THE_PHRASES } from './exceptions.ts';
import { hasProse, type Piece, proseOf } from './prose.ts';
import { RULES, type Rule } from './rules.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** What is held against the word list, from the project's root. */
export const EVERYTHING: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'docs',
  'lambda',
  'lib',
  'bin',
  'bench',
  'scripts',
  'test',
];

export interface Finding {
  readonly path: string;
  readonly line: number;
  readonly words: string;
  readonly rule: Rule;
  /** The exception that allows it. */
  readonly allowedBy: Exception | undefined;
}

/** The findings in files and folders. */
export function checkPaths(paths: readonly string[]): Finding[] {
  return paths.flatMap(filesUnder).flatMap((path) => checkText(path, readFileSync(join(ROOT, path), 'utf8')));
}

function filesUnder(path: string): string[] {
  const absolute = resolve(path);
  const files = statSync(absolute).isDirectory()
    ? readdirSync(absolute, { recursive: true, encoding: 'utf8' }).map((name) => join(absolute, name))
    : [absolute];
  return files
    .map((file) => relative(ROOT, file))
    .filter((file) => hasProse(file) && !QUOTES_THE_PHRASES.includes(file))
    .filter((file) => statSync(join(ROOT, file)).isFile())
    .sort();
}

export function checkText(
  path: string,
  source: string,
  exceptions: readonly Exception[] = EXCEPTIONS,
): Finding[] {
  return proseOf(path, source)
    .flatMap((piece) => RULES.flatMap((rule) => findingsIn({ path, source, piece, exceptions }, rule)))
    .sort((one, other) => one.line - other.line);
}

interface Place {
  readonly path: string;
  readonly source: string;
  readonly piece: Piece;
  readonly exceptions: readonly Exception[];
}

function findingsIn({ path, source, piece, exceptions }: Place, rule: Rule): Finding[] {
  const every = new RegExp(rule.pattern, `g${rule.pattern.flags}`);
  return [...piece.text.matchAll(every)].map(({ 0: words, index }) => ({
    path,
    line: source.slice(0, piece.start + index).split('\n').length,
    words: onOneLine(words),
    rule,
    allowedBy: exceptions.find((exception) =>
      allows(exception, path, onOneLine(piece.text.slice(Math.max(0, index - 100), index + 100))),
    ),
  }));
}

function allows(exception: Exception, path: string, surroundings: string): boolean {
  const isThere =
    path === exception.path || (exception.path.endsWith('/') && path.startsWith(exception.path));
  return isThere && surroundings.includes(exception.words);
}

const onOneLine = (text: string) => text.replace(/\s+/g, ' ').trim();
