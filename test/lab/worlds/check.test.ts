/** What differs from a world's expectation is named, target by target. */
import { describe, expect, test } from 'vitest';
import type { LabRecord } from '../../../lambda/report/lab-schema.ts';
import { differencesByItself, differencesFrom } from '../../../lib/lab/worlds/check.ts';
import { noPath, PASSES } from '../../../lib/lab/worlds/expectations.ts';
import type { World } from '../../../lib/lab/worlds/world.ts';
import { control, failing, passing, run } from '../../report/run-builder.ts';

const world: World = {
  name: 'test',
  summary: 'all is well',
  expectTarget: () => ({ ...PASSES, path: 'ipv6' }),
};

test('a run as the world expects it has no differences', () => {
  expect(differencesFrom(world, run([passing('s3')]))).toEqual([]);
});

test('a target that fails instead of passing is named with both verdicts', () => {
  expect(differencesFrom(world, run([passing('s3'), failing('dynamodb')]))).toEqual([
    'dynamodb: expected pass over ipv6, got fail (no path, ConnectTimeout)',
  ]);
});

test('a target that passes instead of failing is named with both verdicts', () => {
  const strict: World = {
    ...world,
    expectTarget: () => noPath('ConnectTimeout'),
  };
  expect(differencesFrom(strict, run([passing('s3')]))).toEqual([
    's3: expected fail (no path, ConnectTimeout), got pass over ipv6',
  ]);
});

test('a control that answers or proves nothing is named', () => {
  const controls = [control({ succeeded: true }), control({ id: 'dynamodb', meaningful: false })];
  expect(differencesFrom(world, run([passing('s3')], { controls }))).toEqual([
    'IPv4 control of s3: expected no answer',
    'IPv4 control of dynamodb: expected it to prove something',
  ]);
});

describe('a target that the stack’s own settings give an endpoint', () => {
  const cause = { code: 'VpcEndpointInPath' as const, message: '', remedy: '' };
  const carried = {
    ...failing('sts'),
    expect: 'vpc-endpoint' as const,
    path: 'vpc-endpoint' as const,
    cause,
  };
  const answered = run([{ ...carried, asExpected: true }], {
    controls: [control({ id: 'sts', succeeded: true, cause })],
  });

  test('has an expectation of its own, and so has its control', () => {
    expect(differencesFrom(world, answered)).toEqual([]);
    expect(differencesFrom(world, run([{ ...carried, path: 'eigw', asExpected: false }]))).toEqual([
      'sts: expected vpc-endpoint, got fail over eigw (VpcEndpointInPath)',
    ]);
  });

  test('has none where the world has settings of its own', () => {
    expect(differencesFrom({ ...world, settings: {} }, answered)).toEqual([
      'sts: expected pass over ipv6, got fail over vpc-endpoint (VpcEndpointInPath)',
      'IPv4 control of sts: expected no answer',
    ]);
  });
});

test('a connection from the internet that arrives is a difference, unless the world expects it', () => {
  const lab = { inbound: { attempted: true, reachedFunction: true } } as LabRecord;
  expect(differencesFrom(world, run([], { lab }))).toHaveLength(1);
  expect(differencesFrom({ ...world, expectInbound: true }, run([], { lab }))).toEqual([]);
});

describe("a run with another project's template", () => {
  test('has no differences where every target and control is as expected', () => {
    expect(differencesByItself(run([passing('s3')]))).toEqual([]);
  });

  test('groups what differs by what was expected', () => {
    const missed = ['a', 'b'].map((id) => ({ ...failing(id), asExpected: false }));
    const reached = { ...passing('c'), expect: 'not-reached' as const, asExpected: false };
    const controls = [control({ id: 's3', succeeded: true, asExpected: false })];
    expect(differencesByItself(run([...missed, reached, passing('d')], { controls }))).toEqual([
      'expected reached: a, b',
      'expected not-reached: c',
      'expected no answer over IPv4: s3',
    ]);
  });
});
