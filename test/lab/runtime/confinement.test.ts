/** Which user id a function gets, by how many the lab has to give away. */
import { expect, test } from 'vitest';
import { ownIdentity } from '../../../lib/lab/runtime/confinement.ts';

test('root on a machine gives one that no distribution uses', () => {
  const { id, needsMap } = ownIdentity(2 ** 32 - 2);
  expect(id).toBeGreaterThanOrEqual(1_900_000_000);
  expect(id).toBeLessThan(2_100_000_000);
  expect(needsMap).toBe(false);
});

test('root in a container with 65,536 gives one of the last thousand, and never the last one', () => {
  const ids = Array.from({ length: 10_000 }, () => ownIdentity(65_535));
  expect(Math.max(...ids.map(({ id }) => id))).toBeLessThan(65_534);
  expect(Math.min(...ids.map(({ id }) => id))).toBeGreaterThan(64_000);
  expect(ids.some(({ needsMap }) => needsMap)).toBe(false);
});

test('an ordinary user, with a single one, maps another to it', () => {
  expect(ownIdentity(0)).toMatchObject({ needsMap: true });
});

test('two functions have different ones', () => {
  expect(ownIdentity(2 ** 32 - 2).id).not.toBe(ownIdentity(2 ** 32 - 2).id);
});
