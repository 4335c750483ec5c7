/** The page of a large report: each target is looked at a fixed number of times, and each run only where it tried one. */
import { expect, test } from 'vitest';
import { reportOf } from '../../../lambda/report/judge/summary.ts';
import type { Report, Target } from '../../../lambda/report/report-schema.ts';
import { renderPage } from '../../../lib/report/html/page.ts';
import { elsewhere, failing, inPlaceOf, passing, run } from '../run-builder.ts';

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

const cellsIn = (page: string, row: number) => {
  const [, found = ''] = new RegExp(`<tr data-target="${row}">(.*?)</tr>`, 's').exec(page) ?? [];
  return found.match(/<td[^>]*>/g);
};
const resultsTable = (page: string) => page.split('<h2>Targets</h2>')[1]?.split('<h2>')[0] ?? '';

test('a target that few places tried has a cell for each, and one for those between', () => {
  const places = [['b', 'c'], ['b', 'd'], ['a'], ['b', 'e'], ['a', 'b']].map((ids) =>
    run(ids.map((id) => passing(id))),
  );
  const page = renderPage(reportOf(places));
  const a = '<td class="pass">';
  expect(cellsIn(page, 3)).toEqual(['<td colspan="2">', a, '<td>', a]);
});

test('places with the same results share a column', () => {
  const [one, other] = [run([passing('a')]), run([failing('a')])];
  const page = renderPage(reportOf([one, elsewhere(one), other]));
  expect(cellsIn(page, 0)).toEqual(['<td class="pass">', '<td class="fail">']);
  expect(page).toContain('<th scope="col">us-west-2a and us-west-2b</th>');
});

test('more columns than there is room for become one, in which each result has its places', () => {
  const places = Array.from({ length: 40 }, (_, index) =>
    inPlaceOf(run([passing('a'), ...(index < 7 ? [passing(`own-${index}`)] : [failing('b')])]), {
      logicalIds: [`Worker${index}`],
    }),
  );
  const table = resultsTable(renderPage(reportOf(places)));
  expect(table).toContain('<th scope="col">Results, and where</th>');
  const [first = ''] = table.match(/<tr data-target="0">.*?<\/tr>/s) ?? [];
  expect(first.match(/<p class="pass">/g)).toHaveLength(1);
  expect(first).toContain('Worker0 in app subnet, Worker1 in app subnet, Worker2 in app subnet and 37 more');
});

test('forty places that are alike have their evidence once, which says so', () => {
  const one = run([failing('a')]);
  const page = renderPage(
    reportOf(Array.from({ length: 40 }, (_, index) => elsewhere(one, `subnet-${index}`))),
  );
  expect(page.match(/<div class="attempt">/g)).toHaveLength(one.targets[0]?.attempts.length ?? 0);
  expect(page).toContain('39 more places have the same result');
  expect(renderPage(reportOf([one, elsewhere(one)])).match(/<h4>/g)).toHaveLength(2);
});
