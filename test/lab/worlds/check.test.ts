/** A world's own expectation: what differs from it is said, target by target. */
import { describe, expect, test } from 'vitest';
import type { LabFindings } from '../../../lambda/report/report-schema.ts';
import { differencesByItself, differencesFrom } from '../../../lib/lab/worlds/check.ts';
import { controlsSilent, PASSES, type World } from '../../../lib/lab/worlds/world.ts';
import { control, failing, passing, run } from '../../report/run-builder.ts';

const world: World = {
  name: 'test',
  summary: 'all is well',
  expectTarget: () => ({ ...PASSES, path: 'ipv6' }),
  expectControls: controlsSilent,
};

test('a run as the world expects it has no differences', () => {
  expect(differencesFrom(world, run([passing('s3')]))).toEqual([]);
});

test('a target that should pass and fails is named with both', () => {
  expect(differencesFrom(world, run([passing('s3'), failing('dynamodb')]))).toEqual([
    'dynamodb should be pass over ipv6 and is fail over none (ConnectTimeout)',
  ]);
});

test('so is a target that should fail and passes', () => {
  const strict: World = {
    ...world,
    expectTarget: () => ({ path: 'none', verdict: 'fail', cause: 'ConnectTimeout' }),
  };
  expect(differencesFrom(strict, run([passing('s3')]))).toHaveLength(1);
});

test('a control that answers or means nothing is named', () => {
  const controls = [control({ succeeded: true }), control({ id: 'dynamodb', meaningful: false })];
  expect(differencesFrom(world, run([passing('s3')], { controls }))).toEqual([
    'the IPv4 control of s3 should have stayed silent',
    'the IPv4 control of dynamodb should be meaningful',
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

  test('says itself what is expected of it, and of its control', () => {
    expect(differencesFrom(world, answered)).toEqual([]);
    expect(differencesFrom(world, run([{ ...carried, path: 'eigw', asExpected: false }]))).toEqual([
      'sts should be vpc-endpoint and is fail over eigw',
    ]);
  });

  test('does not where the world has settings of its own, which knows of it', () => {
    expect(differencesFrom({ ...world, settings: {} }, answered)).toEqual([
      'sts should be pass over ipv6 and is fail over vpc-endpoint (VpcEndpointInPath)',
      'the IPv4 control of sts should have stayed silent',
    ]);
  });
});

test('a connection from outside that arrives is a difference, unless the world says so', () => {
  const lab = { inbound: { attempted: true, reachedFunction: true } } as LabFindings;
  expect(differencesFrom(world, run([], { lab }))).toHaveLength(1);
  expect(differencesFrom({ ...world, expectInbound: true }, run([], { lab }))).toEqual([]);
});

describe("a run in somebody else's VPC", () => {
  test('has no differences where every target and control is as it says itself', () => {
    expect(differencesByItself(run([passing('s3')]))).toEqual([]);
  });

  test('names what should be otherwise, together by what was expected', () => {
    const missed = ['a', 'b'].map((id) => ({ ...failing(id), asExpected: false }));
    const reached = { ...passing('c'), expect: 'not-reached' as const, asExpected: false };
    const controls = [control({ id: 's3', succeeded: true, asExpected: false })];
    expect(differencesByItself(run([...missed, reached, passing('d')], { controls }))).toEqual([
      'should be reached: a, b',
      'should be not-reached: c',
      'should have stayed silent over IPv4: s3',
    ]);
  });
});
