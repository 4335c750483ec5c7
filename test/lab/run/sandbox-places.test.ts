/** How many sandboxes live at once: what the caller allows, and what memory holds. */
import { expect, test } from 'vitest';
import { sandboxPlaces } from '../../../lib/lab/run/start/sandbox-places.ts';

const GIGABYTE = 2 ** 30;

test.each([
  ['a caller that allows few', 5, 64 * GIGABYTE, 5],
  ['a machine with little memory', null, GIGABYTE, 20],
  ['a caller that allows more than memory holds', 64, GIGABYTE, 20],
  ['a machine with almost none', null, 0, 4],
])('%s', (_, most, available, places) => {
  expect(sandboxPlaces(most, available)).toBe(places);
});

test('64 probes at once, the most that the lab holds, need no more than 4 GB', () => {
  expect(sandboxPlaces(null, 4 * GIGABYTE)).toBeGreaterThanOrEqual(64);
});
