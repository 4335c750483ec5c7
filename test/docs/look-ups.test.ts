/** Tables whose keys are words are never indexed by a word from elsewhere: `constructor` and `__proto__` are in every one. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lookUp } from '../../lambda/report/look-up.ts';
import { ROOT } from './pages.ts';

/** A constant that is declared with words for keys: a union of literals for keys is the compiler's to check. */
const TABLE = /^(?:export )?const ([A-Z][A-Z_\d]*): (?:Readonly<)?(?:Partial<)?Record<string,/gm;

/** Indexed by a literal in quotes, a table is read for a key of its own. */
function indexedIn(source: string, tables: readonly string[]): string[] {
  return tables.filter((table) => new RegExp(`\\b${table}(?:\\?\\.)?\\[(?!')`).test(source));
}

function tablesIn(source: string): string[] {
  return [...source.matchAll(TABLE)].map(([, name = '']) => name);
}

const files = globSync('{lambda,lib}/**/*.ts', { cwd: ROOT });
const sources = new Map(files.map((file) => [file, readFileSync(join(ROOT, file), 'utf8')]));
const tables = [...new Set([...sources.values()].flatMap(tablesIn))];

/** Read behind a test of its own, or by a character that a pattern has found. */
const SAFE = [
  ...['lambda/report/catalogue/dual-stack-name.ts: DUAL_STACK_NAMES', 'lib/report/html/markup.ts: ENTITIES'],
  'lib/lab/services/aws/xml.ts: ESCAPES',
];

describe('a table of words', () => {
  test('is read by lookUp', () => {
    expect(tables.length).toBeGreaterThan(10);
    const found = [...sources].flatMap(([file, source]) =>
      indexedIn(source, tables).map((table) => `${file}: ${table}`),
    );
    expect(found.filter((each) => !SAFE.includes(each))).toEqual([]);
  });

  test.each([
    ['const A_B: Readonly<Record<string, number>> = {};\nA_B[word] ?? 1;', ['A_B']],
    ['export const A: Record<string, number> = {};\nA?.[word];', ['A']],
    ["const A: Readonly<Record<string, number>> = {};\nA['word'];", []],
    ['const A: Readonly<Record<string, number>> = {};\nlookUp(A, word);', []],
    ['const A: Readonly<Record<Kind, number>> = {};\nA[kind];', []],
  ])('is found where it is not: %j', (source, found) => {
    expect(indexedIn(source, tablesIn(source))).toEqual(found);
  });

  test('gives what it has itself, and nothing that it inherits', () => {
    const table = { constructor: 1, b: 2 };
    expect([lookUp(table, 'constructor'), lookUp(table, 'b')]).toEqual([1, 2]);
    for (const word of ['toString', '__proto__', 'hasOwnProperty', 'valueOf', 'c', ''])
      expect(lookUp({ a: 1 } as Record<string, number>, word)).toBeUndefined();
    expect(lookUp(Object.create(null), '__proto__')).toBeUndefined();
  });
});
