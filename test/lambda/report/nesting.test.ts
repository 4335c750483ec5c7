/** How deep a value is nested, without a limit of its own. */
import { describe, expect, test } from 'vitest';
import { isNestedDeeperThan } from '../../../lambda/report/nesting.ts';
import { quote } from '../../../lambda/report/plain-text.ts';

const lists = (levels: number) => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`) as unknown;
const objects = (levels: number) =>
  JSON.parse(`${'{"a":'.repeat(levels)}null${'}'.repeat(levels)}`) as unknown;

describe.each([
  ['lists', lists],
  ['objects', objects],
])('%s', (_, nested) => {
  test.each([1, 2, 10, 100_000])('nested %i deep are so deep, and no deeper', (levels) => {
    expect(isNestedDeeperThan(levels, nested(levels))).toBe(false);
    expect(isNestedDeeperThan(levels - 1, nested(levels))).toBe(true);
  });
});

test.each([1, 'text', null, undefined, true])('%j has no levels', (value) => {
  expect(isNestedDeeperThan(0, value)).toBe(false);
});

test('the deepest of several counts, wherever it stands', () => {
  const several = [1, [lists(3)], [], { a: {} }];
  for (const value of [several, several.toReversed()]) {
    expect(isNestedDeeperThan(5, value)).toBe(false);
    expect(isNestedDeeperThan(4, value)).toBe(true);
  }
});

test('a message quotes a value of any depth', () => {
  expect(quote(lists(40))).toBe(JSON.stringify(lists(40)).slice(0, 80));
  expect(quote(lists(41))).toBe('(nested more than 40 levels deep)');
  expect(quote(objects(100_000))).toBe('(nested more than 40 levels deep)');
});
