/** Runs from the places of a template's workloads: each is named, and several of one subnet are distinct. */
import { describe, expect, test } from 'vitest';
import { reportOf } from '../../lambda/report/judge/summary.ts';
import type { WorkloadRecord } from '../../lambda/report/lab-schema.ts';
import { placeName } from '../../lambda/report/place-name.ts';
import type { Run } from '../../lambda/report/report-schema.ts';
import { differencesSince } from '../../lib/report/compare.ts';
import { foldCauses } from '../../lib/report/folded-causes.ts';
import { renderPage } from '../../lib/report/html/page.ts';
import { renderReport } from '../../lib/report/terminal/report.ts';
import { failing, inPlaceOf, passing, run } from './run-builder.ts';

const plain = { columns: 120, color: false };
const worker = inPlaceOf(run([failing('sts')]));
const web = inPlaceOf(run([passing('sts')]), { kind: 'instance', logicalIds: ['Web'], ipv6Allowed: true });

describe('the heading', () => {
  const headingOf = (changes: Partial<WorkloadRecord>) =>
    renderReport(reportOf([inPlaceOf(run([passing('sts')]), changes)]), plain).split('\n');

  test('names the workload, its subnet and its groups before their ids', () => {
    const securityGroups = [
      { logicalId: 'Shut', id: 'sg-1', name: 'Shut' },
      { logicalId: 'Second', id: 'sg-2', name: 'second group' },
    ];
    expect(headingOf({ securityGroups, logicalIds: ['Worker', 'Other'] }).slice(0, 5)).toEqual([
      'Worker, Other (Lambda functions)  us-west-2a  1.2 s',
      'subnet app subnet (Inner, subnet-a); it has no IPv6 address',
      'security group Shut (sg-1)',
      'security group second group (Second, sg-2)',
      '::/0 leads to eigw-1, declared by the stack',
    ]);
  });

  test.each([
    ['function', 'Worker (Lambda function)  '],
    ['service', 'Worker (ECS service)  '],
    ['task', 'Worker (scheduled ECS task)  '],
    ['instance', 'Worker (EC2 instance)  '],
    ['open-group', 'app subnet: no workload here, an open security group stands in  '],
    ['chosen-group', 'app subnet: the security group that you chose  '],
    ['own', 'us-west-2a  app subnet (subnet-a)  '],
  ] as const)('of a probe that stands for: %s', (kind, words) => {
    expect(headingOf({ kind })[0]).toBe(`${words}${kind === 'own' ? '' : 'us-west-2a  '}1.2 s`);
  });
});

test('a place is named by its workload and subnet, by its subnet, or by its zone', () => {
  expect(placeName(worker)).toBe('Worker in app subnet');
  expect(placeName(inPlaceOf(run([]), { kind: 'open-group', logicalIds: [] }))).toBe('app subnet');
  expect(placeName(inPlaceOf(run([]), { kind: 'own' }))).toBe('us-west-2a');
  expect(placeName(run([]))).toBe('us-west-2a');
});

test('a cause names the workload that has it', () => {
  const [cause] = foldCauses([worker, web]);
  expect(cause).toMatchObject({
    cause: { code: 'ConnectTimeout' },
    subjects: ['sts (in Worker in app subnet only)'],
  });
});

test('a cause that many subnets share is one, whichever subnet its remedy names', () => {
  const runs = Array.from({ length: 40 }, (_, index) => {
    const [id, name] = [`subnet-${index}`, `S${index}`];
    const one = failing('sts');
    const cause = one.cause && { ...one.cause, remedy: `give the subnet ${name} (${id}) a block` };
    const network = { ...run([]).network, subnetId: id };
    return inPlaceOf(run([{ ...one, cause }], { network }), { subnet: { logicalId: name, name } });
  });
  const shared = 'S0 (subnet-0), S1 (subnet-1), S2 (subnet-2) and 37 more';
  expect(foldCauses(runs)).toMatchObject([
    { subjects: ['sts'], cause: { remedy: `give the subnet ${shared} a block` } },
  ]);
  expect(foldCauses(runs.slice(0, 2))[0]?.cause.remedy).toContain('S0 (subnet-0) and S1 (subnet-1)');
});

test('two runs of one subnet are two entries among those that differ', () => {
  const { differBetweenSubnets } = reportOf([worker, web]).summary;
  expect(differBetweenSubnets).toEqual([
    {
      target: 'sts',
      paths: {
        'subnet-a (Worker in app subnet, run 1)': 'none',
        'subnet-a (Web in app subnet, run 2)': 'ipv6',
      },
    },
  ]);
});

test('the closing sentence names the workloads where they do not agree', () => {
  const judged = (one: Run, withoutNat: 'works' | 'breaks') => ({
    ...one,
    targets: one.targets.map((target) => ({ ...target, withoutNat, withoutNatBecause: 'a reason' })),
  });
  const { sentence } = reportOf([judged(worker, 'breaks'), judged(web, 'works')]).summary;
  expect(sentence).toContain(
    'sts: breaks in Worker in app subnet (subnet-a), works in Web in app subnet (subnet-a).',
  );
});

test('a run is compared with the stored one of the same workload', () => {
  const better = inPlaceOf(run([passing('sts')]));
  expect(differencesSince(reportOf([worker, web]), reportOf([web, better]))).toMatchObject([
    { kind: 'improvement', words: expect.stringContaining('Worker in app subnet: sts was fail') },
  ]);
});

describe('built-in targets that are not the user’s', () => {
  const shown: Run = { ...web, demonstrations: [failing('checkip')] };
  const report = reportOf([shown]);

  test('stand apart on the terminal, and in no cause or sum', () => {
    const text = renderReport(report, plain);
    expect(text).toMatch(/^built-in targets: not yours.*:\ntarget .*\ncheckip +none +✗ fail/m);
    expect(text).not.toContain('ConnectTimeout');
    expect(report.summary).toMatchObject({ notReached: [], asExpected: true });
    expect(report.summary.sentence).not.toContain('checkip');
  });

  test('stand apart on the page, and are absent without any', () => {
    expect(renderPage(report)).toContain('<h2>Built-in targets</h2>');
    expect(renderPage(report)).toContain('<th scope="row">checkip</th><td><p class="fail">');
    expect(renderPage(reportOf([web]))).not.toContain('Built-in targets');
  });
});
