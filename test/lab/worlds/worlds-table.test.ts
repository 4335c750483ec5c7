/** The table of worlds: each has a name of its own, and is found by it. */
import { expect, test } from 'vitest';
import { findWorld, THEMES, WORLDS } from '../../../lib/lab/worlds/worlds.ts';
import { UserError } from '../../../lib/user-error.ts';

test('no two worlds share a name or a summary', () => {
  expect(new Set(WORLDS.map(({ name }) => name)).size).toBe(WORLDS.length);
  expect(new Set(WORLDS.map(({ summary }) => summary)).size).toBe(WORLDS.length);
});

test('no theme is empty', () => {
  expect(THEMES.filter(({ worlds }) => worlds.length === 0)).toEqual([]);
});

test.each(WORLDS)('finds $name', (world) => {
  expect(findWorld(world.name)).toBe(world);
});

test.each(['absent', 'world', '../worlds/as-synthesized', ''])(
  'refuses "%s" and names the worlds that exist',
  (name) => {
    expect(() => findWorld(name)).toThrow(UserError);
    expect(() => findWorld(name)).toThrow(
      `there is no world "${name}": the worlds are as-synthesized, no-default-route`,
    );
  },
);
