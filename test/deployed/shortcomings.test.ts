/** What a report from a real account must prove before the stack counts as verified. */
import { describe, expect, test } from 'vitest';
import { judgeTarget } from '../../lambda/report/judge/judge-target.ts';
import { reportOf } from '../../lambda/report/judge/summary.ts';
import type { Run, Target } from '../../lambda/report/report-schema.ts';
import { shortcomings } from '../../lib/deployed/verify/shortcomings.ts';
import { evidence, facts, unconnected } from '../lambda/report/evidence-builder.ts';
import { control, failing, run } from '../report/run-builder.ts';

const route = { witness: 'ec2' as const, gateway: 'eigw-1' };
const known = facts({ route: { ...route, routes: null }, iamWitness: true });
const proved: Target = judgeTarget(evidence(), known);

function inAccount(targets: readonly Target[], changes: Partial<Run> = {}): Run {
  return run(targets, { network: { ...run([]).network, route }, ...changes });
}

function found(one: Run): string[] {
  return shortcomings(reportOf([one]));
}

test('a report in which every claim is vouched for proves everything', () => {
  expect(found(inAccount([proved]))).toEqual([]);
});

test('a report of no subnet proves nothing', () => {
  expect(shortcomings(reportOf([]))).toEqual(['no subnet was probed']);
});

describe('a shortcoming is', () => {
  const declared = run([]).network;
  const { network } = inAccount([]);
  const optional = { ...proved, id: 'bedrock-runtime', expect: 'any' as const };
  test.each<[string, Run, string]>([
    ['a target that was not reached', inAccount([failing('s3')]), 's3 is not as expected (ConnectTimeout'],
    [
      'one that was reached and denied',
      inAccount([{ ...proved, verdict: 'fail', outcome: 'denied', witness: null }]),
      's3 was reached and does not pass',
    ],
    [
      'an echo as the witness instead of IAM',
      inAccount([{ ...proved, witness: 'echo' }]),
      'vouched for by echo, not by IAM',
    ],
    ['the same for a target that need not pass', inAccount([{ ...optional, witness: 'echo' }]), 'not by IAM'],
    ['a route that is only declared', inAccount([proved], { network: declared }), 'only declared'],
    [
      'another gateway',
      inAccount([proved], { network: { ...network, route: { witness: 'ec2', gateway: 'igw-1' } } }),
      '::/0 leads to igw-1',
    ],
    [
      'a control that answers',
      inAccount([proved], { controls: [control({ succeeded: true, asExpected: false })] }),
      'the ipv4 control of s3 succeeded',
    ],
    [
      'a control whose silence means nothing',
      inAccount([proved], { controls: [control({ kind: 'iam', meaningful: false })] }),
      'the iam control of s3 was silent, and its silence means nothing',
    ],
    ['a run without controls', inAccount([proved], { controls: [] }), 'no control was tried'],
  ])('%s', (_, one, words) => {
    expect(found(one)).toHaveLength(1);
    expect(found(one)[0]).toContain(`us-west-2a: `);
    expect(found(one)[0]).toContain(words);
  });
});

describe('no shortcoming is', () => {
  test('a missing witness of a target that need not be reached, and is not', () => {
    const operations = [unconnected({ error: { phase: 'resolve', code: 'ENOTFOUND', message: 'none' } })];
    const silent = { ...judgeTarget(evidence({ operations }), known), id: 'bedrock-runtime' };
    expect(found(inAccount([proved, { ...silent, expect: 'any', asExpected: true }]))).toEqual([]);
  });

  test('an echo as the witness of a target without a condition', () => {
    expect(found(inAccount([{ ...proved, id: 'sts', witness: 'echo' }]))).toEqual([]);
  });
});
