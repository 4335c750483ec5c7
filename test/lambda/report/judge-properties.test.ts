/** The judge over generated evidence: what it may never conclude. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WITHOUT_NAT } from '../../../lambda/report/vocabulary.ts';
import type { EffectiveRoute } from '../../../lambda/report/witnesses.ts';
import { fuzzRuns } from '../../fuzz-runs.ts';
import { declaredRoutes, knownNetworks, lookedUpRoutes, observations } from './arbitraries.ts';
import { brokenRules } from './judge-invariants.ts';
import { judgedRun } from './judged-run.ts';
import { brokenPromises } from './without-nat-invariants.ts';

test('no generated run breaks a rule, and many targets of them pass', () => {
  let passes = 0;
  const routes = fc.oneof(declaredRoutes, lookedUpRoutes);
  fc.assert(
    fc.property(observations, knownNetworks, routes, (observed, known, route) => {
      const run = judgedRun(observed, { ...known, route });
      expect(brokenRules(run)).toEqual([]);
      passes += run.targets.filter(({ verdict }) => verdict === 'pass').length;
    }),
    fuzzRuns(500),
  );
  // With fewer the rules about passes would say little.
  expect(passes).toBeGreaterThan(50);
});

test('works without NAT only what an attempt was seen to reach past NAT, and unknown is never a fact', () => {
  const answers = new Map<string, number>();
  fc.assert(
    fc.property(
      observations,
      knownNetworks,
      fc.oneof(declaredRoutes, lookedUpRoutes),
      (observed, known, route) => {
        const run = judgedRun(observed, { ...known, route });
        expect(brokenPromises(run, { ...known, route })).toEqual([]);
        for (const { withoutNat = '' } of run.targets)
          answers.set(withoutNat, (answers.get(withoutNat) ?? 0) + 1);
      },
    ),
    fuzzRuns(500),
  );
  // Rules about an answer that never occurs would say nothing.
  for (const answer of WITHOUT_NAT) expect(answers.get(answer) ?? 0, answer).toBeGreaterThan(10);
});

test('what works stays so when the routes to NAT gateways go, with the same evidence of the rest', () => {
  fc.assert(
    fc.property(observations, knownNetworks, lookedUpRoutes, (observed, known, given) => {
      const route = { ...given, routes: (given.routes ?? []).filter(isPossible) };
      const routes = route.routes.filter(({ gateway }) => !gateway.startsWith('nat-'));
      const without = judgedRun(observed, { ...known, route: { ...route, routes } });
      const before = judgedRun(observed, { ...known, route });
      const changed = before.targets.filter(
        ({ withoutNat }, index) => withoutNat === 'works' && without.targets[index]?.withoutNat !== 'works',
      );
      expect(changed.map(({ id }) => id)).toEqual([]);
    }),
    fuzzRuns(500),
  );
});

/** EC2 leads IPv6 to a NAT gateway only as NAT64. */
function isPossible({ gateway, destinationCidrBlocks }: EffectiveRoute): boolean {
  const isIpv6 = (block: string) => block.includes(':') && block !== '64:ff9b::/96';
  return !gateway.startsWith('nat-') || !destinationCidrBlocks.some(isIpv6);
}
