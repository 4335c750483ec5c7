/** What the command `plan` prints of a report: one plan for each Region, with that Region's prices and addresses. */
import { describe, expect, test } from 'vitest';
import type { Target } from '../../lambda/report/report-schema.ts';
import { wholePlan } from '../../lib/cli/plan-sections.ts';
import { plansOf } from '../../lib/report/plan.ts';
import { painter } from '../../lib/report/terminal/paint.ts';
import { passing, run, withoutIpv6 } from './run-builder.ts';

test('there is one plan for each Region, at its prices and with its addresses', () => {
  const here = run([passing('s3')]);
  const there = { ...here, region: 'eu-west-1', network: { ...here.network, subnetId: 'subnet-there' } };
  const plans = plansOf([here, there]);
  expect(plans.map(({ region, prices }) => [region, prices.region, prices.standIn])).toEqual([
    ['us-west-2', 'us-west-2', false],
    ['eu-west-1', 'us-east-1', true],
  ]);
  expect(plans.map(({ allowList }) => allowList.subnets.map(({ subnetId }) => subnetId))).toEqual([
    ['subnet-a'],
    ['subnet-there'],
  ]);
});

describe('four times the targets take four times the work, not sixteen times:', () => {
  const FEW = 500;
  const FACTOR = 4;

  /** Half of them have hosts without IPv6: only those cost work. */
  function targets(count: number): Target[] {
    return Array.from({ length: count }, (_, index) =>
      index % 2 === 0 ? passing(`t${index}`) : withoutIpv6(`t${index}`, `s${index}.us-west-2.api.aws`),
    );
  }

  test('a plan reads each target as often, however many there are', () => {
    const readsFor = (count: number) => {
      let reads = 0;
      const counting: ProxyHandler<Target> = {
        get(target, key) {
          reads += 1;
          return Reflect.get(target, key);
        },
      };
      plansOf([run(targets(count).map((target) => new Proxy(target, counting)))]);
      return reads;
    };
    expect(readsFor(FACTOR * FEW) / readsFor(FEW)).toBeCloseTo(FACTOR, 1);
  });

  test('making and rendering it grows as writing so many lines does', () => {
    /** The shortest of some, which a busy machine disturbs least. */
    const timeOf = (work: () => unknown) =>
      Math.min(
        ...Array.from({ length: 7 }, () => {
          const started = performance.now();
          work();
          return performance.now() - started;
        }),
      );
    const growthOf = (work: (given: readonly Target[]) => unknown) => {
      const [few, many] = [targets(FEW), targets(FACTOR * FEW)];
      return timeOf(() => work(many)) / timeOf(() => work(few));
    };
    const control = growthOf((given) => JSON.stringify(given));
    const growth = growthOf((given) =>
      plansOf([run(given)]).flatMap((each) => wholePlan(each, { columns: 80, paint: painter(true) })),
    );
    expect(growth / control).toBeLessThan(2);
  });
});
