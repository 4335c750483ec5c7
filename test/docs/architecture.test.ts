/** The architecture page describes every folder that there is. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PAGES, ROOT } from './pages.ts';

const page = PAGES.find(({ path }) => path === 'docs/architecture.md')?.text ?? '';

const foldersOf = (path: string) =>
  readdirSync(join(ROOT, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

test.each(['lib', 'lambda'])('every folder of %s is named', (parent) => {
  expect(foldersOf(parent).filter((name) => !page.includes(`\`${parent}/${name}\``))).toEqual([]);
});

test.each(['lib/lab', 'lib/stack'])('every folder of %s is named', (parent) => {
  expect(foldersOf(parent).filter((name) => !page.includes(`\`${name}/\``))).toEqual([]);
});
