/** What is wrong with a file: in words, without the names of system calls. */
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { fileProblem, parsedJson } from '../lib/file-problem.ts';

const folder = mkdtempSync(join(tmpdir(), 'natless-test-file-problem-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'file');
writeFileSync(file, '');

function problemOf(work: () => unknown, what?: 'read' | 'written'): string {
  try {
    work();
  } catch (error) {
    return fileProblem(error, what);
  }
  throw new Error('nothing was thrown');
}

test('is said in words', () => {
  expect(problemOf(() => readFileSync(join(folder, 'absent')))).toBe('there is no file of that name');
  expect(problemOf(() => openSync(join(folder, 'a', 'b'), 'w'), 'written')).toBe(
    'there is no folder of that name',
  );
  expect(problemOf(() => readFileSync(folder))).toBe('it is a folder: name a file');
  expect(problemOf(() => readFileSync(join(file, 'x')))).toBe(
    'a part of its path is a file, and not a folder',
  );
  expect(problemOf(() => readFileSync(join(folder, 'x'.repeat(300))))).toBe('its name is too long');
});

test.each(['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'ELOOP', 'ENXIO', 'EMFILE'])('%s has words', (code) => {
  expect(fileProblem(Object.assign(new Error(`${code}: x, open`), { code }))).not.toContain(code);
});

test('of another kind keeps its own words', () => {
  expect(problemOf(() => parsedJson(' \n'))).toBe('it is empty');
  expect(problemOf(() => parsedJson('{'))).toMatch(/JSON/);
  expect(parsedJson('[1]')).toEqual([1]);
});
