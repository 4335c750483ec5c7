/** Judging again, over generated runs: nothing is lost between evidence and report, and the order of learning does not matter. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeAgain } from '../../../lambda/report/judge/judge-again.ts';
import { reportOf } from '../../../lambda/report/judge/summary.ts';
import { reportSchema } from '../../../lambda/report/report-schema.ts';
import { declaredRoutes, knownNetworks, lookedUpRoutes, observations } from './arbitraries.ts';
import { judgedRun } from './judged-run.ts';

describe('a generated run', () => {
  test('judged again with the route that it was judged with stays as it is', () => {
    fc.assert(
      fc.property(
        observations,
        knownNetworks,
        fc.oneof(declaredRoutes, lookedUpRoutes),
        (observed, about, route) => {
          const run = judgedRun(observed, { ...about, route });
          expect(judgeAgain(run, route)).toEqual(run);
        },
      ),
    );
  });

  test('judged again with EC2’s route is as if the probe had known it', () => {
    fc.assert(
      fc.property(
        observations,
        knownNetworks,
        declaredRoutes,
        lookedUpRoutes,
        (observed, about, before, route) => {
          const run = judgedRun(observed, { ...about, route: before });
          expect(judgeAgain(run, route)).toEqual(judgedRun(observed, { ...about, route }));
        },
      ),
    );
  });

  test('survives being stored and read', () => {
    fc.assert(
      fc.property(observations, knownNetworks, lookedUpRoutes, (observed, about, route) => {
        const report = reportOf([judgedRun(observed, { ...about, route })]);
        expect(reportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
      }),
    );
  });
});
