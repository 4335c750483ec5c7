/** The sum and the sentence about another project's network: the worst subnet decides, and isolated ones do not count. */
import { expect, test } from 'vitest';
import { reportOf } from '../../../lambda/report/judge/summary.ts';
import type { Run } from '../../../lambda/report/report-schema.ts';
import type { WithoutNat } from '../../../lambda/report/vocabulary.ts';
import { inPlaceOf, passing, run } from '../../report/run-builder.ts';

type Answers = Readonly<Record<string, WithoutNat>>;

function runOf(name: string, answers: Answers, routes: Partial<Run['network']['route']> = {}): Run {
  const targets = Object.entries(answers).map(([id, withoutNat]) => ({
    ...passing(id),
    ...{ withoutNat, withoutNatBecause: `because of ${withoutNat}` },
  }));
  const one = inPlaceOf(run(targets), { logicalIds: [], subnet: { logicalId: name, name } });
  const route = { witness: 'ec2', gateway: 'eigw-1', ipv4Gateway: null, ...routes } as const;
  return { ...one, network: { ...one.network, subnetId: `subnet-${name}`, route } };
}

const summaryOf = (...runs: Run[]) => reportOf(runs).summary;
const NO_ROUTES = { gateway: null, ipv4Gateway: null };

test.each<[readonly WithoutNat[], string]>([
  [['works', 'works'], 'works'],
  [['works', 'works-with-change'], 'worksWithChange'],
  [['unknown', 'works-with-change'], 'unknown'],
  [['unknown', 'breaks'], 'breaks'],
  [['works', 'breaks'], 'breaks'],
])('%j in two subnets is in the sum as %s', ([one = 'works', other = 'works'], key) => {
  for (const [first, second] of [
    [one, other],
    [other, one],
  ] as const) {
    const { withoutNat } = summaryOf(runOf('a', { api: first }), runOf('b', { api: second }));
    expect(withoutNat?.[key as 'works']).toEqual(['api']);
  }
});

test('the sentence counts, and names reasons and subnets', () => {
  const { sentence } = summaryOf(
    runOf('a', { s3: 'works', sts: 'works-with-change', api: 'breaks', db: 'unknown' }),
    runOf('b', { s3: 'works', sts: 'works-with-change', api: 'works', db: 'unknown' }),
  );
  expect(sentence).toBe(
    [
      '2 of 4 targets work without a NAT gateway; the code needs the change above for sts;',
      'these break: api (because of breaks); unknown: db (because of unknown).',
      'api: breaks in a (subnet-a), works in b (subnet-b).',
    ].join(' '),
  );
});

test('an isolated subnet beside others is named and does not count, in either order', () => {
  const isolated = runOf('iso', { api: 'breaks' }, NO_ROUTES);
  const open = runOf('open', { api: 'works' });
  for (const runs of [
    [isolated, open],
    [open, isolated],
  ]) {
    const { withoutNat, sentence } = summaryOf(...runs);
    expect(withoutNat).toMatchObject({ works: ['api'], breaks: [], isolatedSubnets: ['iso (subnet-iso)'] });
    expect(sentence).toContain('Isolated, without any way out, and not counted: iso (subnet-iso).');
  }
});

test('an isolated subnet counts for a workload that also stands in a subnet with a way out, in either order', () => {
  const standing = (run: Run, ...logicalIds: string[]) =>
    inPlaceOf(run, { ...run.lab?.workload, logicalIds });
  const isolated = standing(runOf('iso', { api: 'breaks' }, NO_ROUTES), 'Other', 'Fn');
  const inner = standing(runOf('inner', { api: 'breaks' }, NO_ROUTES), 'Inner');
  const open = standing(runOf('open', { api: 'works' }), 'Fn', 'Another');
  for (const runs of [
    [isolated, inner, open],
    [open, inner, isolated],
  ]) {
    const { withoutNat, sentence } = summaryOf(...runs);
    expect(withoutNat).toMatchObject({ breaks: ['api'], isolatedSubnets: ['inner (subnet-inner)'] });
    expect(sentence).toContain('breaks in Other, Fn in iso (subnet-iso)');
  }
});

test.each<[string, Partial<Run['network']['route']>]>([
  ['with a route for IPv4', { gateway: null, ipv4Gateway: 'nat-1' }],
  ['with a route for IPv6', { gateway: 'eigw-1', ipv4Gateway: null }],
  ['whose routes are unknown', { witness: 'declared', gateway: null }],
])('a subnet %s is not isolated', (_, routes) => {
  const { withoutNat } = summaryOf(runOf('a', { api: 'breaks' }, routes), runOf('b', { api: 'works' }));
  expect(withoutNat).toMatchObject({ breaks: ['api'], isolatedSubnets: [] });
});

test('where every subnet is isolated, all of them count', () => {
  const { withoutNat } = summaryOf(runOf('a', { api: 'breaks' }, NO_ROUTES));
  expect(withoutNat).toMatchObject({ breaks: ['api'], isolatedSubnets: [] });
});

test('this project’s own stack keeps its sentence about the egress-only gateway, and counts every subnet', () => {
  const own = (answers: Answers, routes = {}) => {
    const one = runOf('a', answers, routes);
    return inPlaceOf(one, { kind: 'own' });
  };
  const { withoutNat, sentence } = summaryOf(own({ api: 'breaks' }, NO_ROUTES), own({ api: 'works' }));
  expect(withoutNat).toMatchObject({ breaks: ['api'], isolatedSubnets: [] });
  expect(sentence).not.toContain('these break');
});

test('a report of an older version has no sum', () => {
  expect(summaryOf(run([passing('api')])).withoutNat?.works ?? []).not.toContain('nothing');
  const { withoutNat: _, withoutNatBecause: __, ...older } = passing('api');
  expect(summaryOf(run([older])).withoutNat).toBeUndefined();
});

test('a sum of built-in targets only says whose they are; one target of the user is about the code', () => {
  const limit = 'Only demonstration targets were tried, so this says nothing of your code';
  expect(summaryOf(runOf('a', { s3: 'works', sts: 'breaks' })).sentence).toContain(limit);
  expect(summaryOf(runOf('a', { s3: 'works', api: 'works' })).sentence).not.toContain(limit);
  expect(summaryOf(runOf('a', { s3: 'works' }), runOf('b', { api: 'works' })).sentence).not.toContain(limit);
});
