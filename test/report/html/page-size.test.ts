/** The page of a large report: each target is looked at a fixed number of times, and each run only where it tried one. */
import { expect, test } from 'vitest';
import { reportOf } from '../../../lambda/report/judge/summary.ts';
import type { Report, Target } from '../../../lambda/report/report-schema.ts';
import { renderPage } from '../../../lib/report/html/page.ts';
import { elsewhere, failing, passing, run } from '../run-builder.ts';

/** How often the page reads a field of a target. */
function readsOf(report: Report): number {
  let reads = 0;
  const counted = (target: Target) =>
    new Proxy(target, {
      get: (object, key) => {
        reads += 1;
        return Reflect.get(object, key) as unknown;
      },
    });
  renderPage({
    ...report,
    runs: report.runs.map((each) => ({ ...each, targets: each.targets.map(counted) })),
  });
  return reads;
}

const targets = (count: number, prefix = 'target') =>
  Array.from({ length: count }, (_, index) => (index % 2 === 0 ? passing : failing)(`${prefix}-${index}`));

test('twice as many targets are read twice as often', () => {
  const inTwoSubnets = (count: number) => {
    const one = run(targets(count));
    return reportOf([one, elsewhere(one)]);
  };
  expect(readsOf(inTwoSubnets(200)) / readsOf(inTwoSubnets(100))).toBeLessThan(2.1);
});

test('twice as many runs with targets of their own make twice the page', () => {
  const apart = (count: number) =>
    reportOf(Array.from({ length: count }, (_, index) => run(targets(5, `run-${index}`))));
  const [small = 0, large = 0] = [20, 40].map((count) => renderPage(apart(count)).length);
  expect(large / small).toBeLessThan(2.1);
  expect(readsOf(apart(40)) / readsOf(apart(20))).toBeLessThan(2.1);
});

test('a target that few runs tried has a cell for each, and one for those between', () => {
  const [first, other] = [run([passing('a')]), run([passing('b')])];
  const page = renderPage(reportOf([other, other, first, other, first, other]));
  const [, row = ''] = /<tr data-target="1" data-path="a">(.*?)<\/tr>/s.exec(page) ?? [];
  expect(row.match(/<td[^>]*>/g)).toEqual([
    '<td colspan="2">',
    '<td class="pass">',
    '<td>',
    '<td class="pass">',
    '<td>',
  ]);
});
