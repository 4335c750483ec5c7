/** The names of what a run writes: its own, and not for ever. */
import { expect, test } from 'vitest';
import type { AttemptContext } from '../../../lambda/probe/attempts/attempt.ts';
import { readEnvironment } from '../../../lambda/probe/environment.ts';
import { startRun } from '../../../lambda/probe/run-context.ts';
import { expiry, leftBehind, ownKey } from '../../../lambda/probe/targets/own-key.ts';
import { MODES } from '../../../lambda/report/vocabulary.ts';

const environment = readEnvironment({ NATLESS_SUBNET_ID: 'subnet-1' });

test('two runs in one subnet, and the modes of one run, share no key', () => {
  const runs = [1, 2].map(() => startRun(environment, AbortSignal.any([]), Promise.resolve(null)));
  const keys = runs.flatMap((run) =>
    MODES.map((mode) => ownKey({ ...run, mode, operations: [], pooled: [] } satisfies AttemptContext)),
  );
  expect(new Set(keys).size).toBe(2 * MODES.length);
  expect(keys.every((key) => key.startsWith('subnet-1/'))).toBe(true);
});

test('only what has expired, and what the probe itself wrote, is left behind', () => {
  const now = Math.floor(Date.now() / 1_000);
  expect(
    leftBehind([
      { key: 'another run’s', metadata: { expires: expiry() } },
      { key: 'old', metadata: { expires: now - 1 } },
      { key: 'a stranger’s', metadata: { expires: '0' } },
      { key: 'older', metadata: { expires: 0 } },
      { key: 'without metadata' },
      { metadata: { expires: 0 } },
    ]),
  ).toEqual(['old', 'older']);
  expect(expiry()).toBeGreaterThan(now + 3_600);
  expect(expiry()).toBeLessThanOrEqual(now + 24 * 60 * 60 + 1);
});
