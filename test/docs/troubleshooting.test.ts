/** The documentation of causes is complete: a section for each code, no other, and no world that is not there. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CAUSE_CODES } from '../../lambda/report/vocabulary.ts';
import { WORLDS } from '../../lib/lab/worlds/worlds.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'troubleshooting.md'), 'utf8');
const sections = page.split(/^## /m).slice(1);

test('each cause has a section, in the order of the contract', () => {
  expect(sections.map((section) => section.split('\n')[0])).toEqual([...CAUSE_CODES]);
});

test('no section is empty', () => {
  expect(sections.filter((section) => section.split('\n').slice(1).join('').length < 80)).toEqual([]);
});

test('the worlds that it names exist', () => {
  const known = new Set(WORLDS.map(({ name }) => name));
  const brackets = [...page.matchAll(/\[([^\]]*`[^\]]*)\]/g)].map(([, text = '']) => text);
  const named = brackets.flatMap((text) =>
    [...text.matchAll(/`([a-z0-9-]+)`/g)].map(([, name = '']) => name),
  );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});
