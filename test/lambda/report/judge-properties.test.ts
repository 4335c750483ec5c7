/** The judge over generated evidence: what it may never conclude. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fuzzRuns } from '../../fuzz-runs.ts';
import { declaredRoutes, knownNetworks, lookedUpRoutes, observations } from './arbitraries.ts';
import { brokenRules } from './judge-invariants.ts';
import { judgedRun } from './judged-run.ts';

test('no generated run breaks a rule, and many targets of them pass', () => {
  let passes = 0;
  const routes = fc.oneof(declaredRoutes, lookedUpRoutes);
  fc.assert(
    fc.property(observations, knownNetworks, routes, (observed, known, route) => {
      const run = judgedRun(observed, { ...known, route });
      expect(brokenRules(run)).toEqual([]);
      passes += run.targets.filter(({ verdict }) => verdict === 'pass').length;
    }),
    fuzzRuns(1_000),
  );
  // With fewer the rules about passes would say little.
  expect(passes).toBeGreaterThan(100);
});
