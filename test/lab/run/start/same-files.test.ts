/** When a stranger's code counts as this project's. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { haveSameFiles } from '../../../../lib/lab/run/start/same-files.ts';

let own: string;
let strange: string;
beforeEach(() => {
  own = mkdtempSync(join(tmpdir(), 'natless-test-'));
  mkdirSync(join(own, 'folder'));
  for (const file of ['a.mjs', 'b.mjs', 'data.json', 'folder/c.mjs']) writeFileSync(join(own, file), 'code');
  strange = `${own}-strange`;
  cpSync(own, strange, { recursive: true });
});
afterEach(() => {
  for (const folder of [own, strange]) rmSync(folder, { recursive: true });
});

const areSame = () => haveSameFiles(strange, own, { except: 'data.json' });

test('a copy does', () => {
  expect(areSame()).toBe(true);
});

test.each<[string, () => void]>([
  ['other data', () => writeFileSync(join(strange, 'data.json'), 'other')],
  ['without the data', () => rmSync(join(strange, 'data.json'))],
  ['an empty folder', () => mkdirSync(join(strange, 'more'))],
])('a copy with %s does too', (_, change) => {
  change();
  expect(areSame()).toBe(true);
});

test.each<[string, () => void]>([
  ['another byte', () => writeFileSync(join(strange, 'a.mjs'), 'codE')],
  ['another byte in a folder', () => writeFileSync(join(strange, 'folder', 'c.mjs'), 'codE')],
  ['a byte more', () => writeFileSync(join(strange, 'b.mjs'), 'code ')],
  ['a file more', () => writeFileSync(join(strange, 'd.mjs'), 'code')],
  ['data in a folder', () => writeFileSync(join(strange, 'folder', 'data.json'), 'code')],
  ['a file less', () => rmSync(join(strange, 'a.mjs'))],
  ['a file of another name', () => renameSync(join(strange, 'a.mjs'), join(strange, 'A.mjs'))],
  ['a link to the same', () => replace('a.mjs', (path) => symlinkSync(join(own, 'a.mjs'), path))],
  ['a pipe', () => replace('a.mjs', (path) => spawnSync('mkfifo', [path]))],
  ['a folder', () => replace('a.mjs', (path) => mkdirSync(path))],
])('a copy with %s does not', (_, change) => {
  change();
  expect(areSame()).toBe(false);
});

function replace(name: string, make: (path: string) => unknown): void {
  rmSync(join(strange, name));
  make(join(strange, name));
}

test('a folder with thousands of files is an error that names it', () => {
  for (let index = 0; index < 1_001; index += 1) writeFileSync(join(strange, String(index)), '');
  expect(areSame).toThrow(`"${strange}" has more than 1000 files`);
});
