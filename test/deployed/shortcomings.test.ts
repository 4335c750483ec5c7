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

describe('what a shortcoming says', () => {
  const { network } = inAccount([]);
  const through = (gateway: string | null): Run =>
    inAccount([proved], { network: { ...network, route: { witness: 'ec2', gateway } } });

  test('names the gateway, and nowhere where there is none', () => {
    expect(found(through('igw-1'))).toEqual([
      'us-west-2a: ::/0 leads to igw-1, not to an egress-only internet gateway',
    ]);
    expect(found(through(null))).toEqual([
      'us-west-2a: ::/0 leads to nowhere, not to an egress-only internet gateway',
    ]);
    expect(found(through('xeigw-1'))).toHaveLength(1);
  });

  test('names the subnet by its zone, where that is known', () => {
    const unknown = { ...network, availabilityZone: null };
    expect(found(inAccount([], { network: unknown, controls: [] }))).toEqual([
      'a subnet: no control was tried',
    ]);
  });

  test('of a target quotes its cause, else its path', () => {
    const unexpected = { ...proved, asExpected: false };
    expect(found(inAccount([unexpected]))).toEqual([
      `us-west-2a: s3 is not as expected (path ${proved.path})`,
    ]);
    const cause = { code: 'AccessDenied' as const, message: 'with a deny', remedy: '' };
    expect(found(inAccount([{ ...unexpected, cause }]))).toEqual([
      'us-west-2a: s3 is not as expected (AccessDenied: with a deny)',
    ]);
    expect(found(inAccount([{ ...proved, verdict: 'inconclusive', cause }]))).toEqual([
      'us-west-2a: s3 was reached and does not pass (AccessDenied: with a deny)',
    ]);
  });

  test('of a witness tells none from another', () => {
    expect(found(inAccount([{ ...proved, witness: null }]))).toEqual([
      'us-west-2a: s3 has no witness, and IAM should be one',
    ]);
    expect(found(inAccount([{ ...proved, witness: 'echo' }]))).toEqual([
      'us-west-2a: s3 was vouched for by echo, not by IAM',
    ]);
  });

  test('cleans what a stored report holds', () => {
    const odd = {
      ...network,
      availabilityZone: 'us\u001b[2Jwest',
      route: { witness: 'ec2' as const, gateway: 'i\u0007gw' },
    };
    const [sentence = ''] = found(inAccount([{ ...proved, id: 's\u009b3' }], { network: odd }));
    expect(sentence).not.toMatch(/\p{Cc}/u);
    const named = found(inAccount([{ ...proved, id: 's\u009b3', asExpected: false }], { network: odd }));
    expect(named.join('')).not.toMatch(/\p{Cc}/u);
  });
});

describe('with two of everything', () => {
  const broken = { ...proved, id: 'dynamodb', asExpected: false };

  test('each target, control and run has its own shortcomings, in either order', () => {
    for (const targets of [
      [proved, broken],
      [broken, proved],
    ])
      expect(found(inAccount(targets))).toEqual([
        expect.stringMatching(/^us-west-2a: dynamodb is not as expected/),
      ]);
    const bad = control({ id: 'sts', succeeded: true, asExpected: false });
    for (const controls of [
      [control(), bad],
      [bad, control()],
    ])
      expect(found(inAccount([proved], { controls }))).toEqual([
        'us-west-2a: the ipv4 control of sts succeeded, and must not',
      ]);
    const runs = [inAccount([proved]), inAccount([broken], { network: { ...network2 } })];
    for (const each of [runs, runs.toReversed()])
      expect(shortcomings(reportOf(each))).toEqual([expect.stringMatching(/^us-west-2b: dynamodb/)]);
  });

  test('one subnet may have several', () => {
    const bad = control({ succeeded: true, asExpected: false });
    const declared = run([]).network;
    expect(found(inAccount([broken], { network: declared, controls: [bad] }))).toHaveLength(3);
  });

  const network2 = { ...run([]).network, availabilityZone: 'us-west-2b', route };
});

describe('a control', () => {
  const endpoint = control({ succeeded: true, asExpected: true, meaningful: false });

  test('may be answered by an expected endpoint', () => {
    expect(found(inAccount([proved], { controls: [endpoint] }))).toEqual([]);
  });

  test('that must be silent and is, proves something only if it is meaningful', () => {
    const silent = (meaningful: boolean) =>
      found(inAccount([proved], { controls: [control({ meaningful })] }));
    expect(silent(true)).toEqual([]);
    expect(silent(false)).toEqual([
      'us-west-2a: the ipv4 control of s3 was silent, and its silence means nothing',
    ]);
  });
});

describe('a witness is needed', () => {
  const cases: readonly (readonly [string, Partial<Target>, boolean])[] = [
    ['of a target that is expected to be reached', {}, true],
    [
      'of a target that takes its endpoint, whatever its verdict',
      { expect: 'vpc-endpoint', verdict: 'fail' },
      true,
    ],
    ['of a target that may be reached, and is', { expect: 'any' }, true],
    ['not of a target that may be reached, and is not', { expect: 'any', verdict: 'fail' }, false],
    ['not of a target that must not be reached', { expect: 'not-reached', verdict: 'fail' }, false],
    ['not of a target without a condition', { id: 'sts' }, false],
    ['not of a user’s target', { id: 'https://example.com' }, false],
  ];
  test.each(cases)('%s', (_, changes, needed) => {
    const one = { ...proved, ...changes };
    expect(found(inAccount([{ ...one, witness: null }]))).toHaveLength(needed ? 1 : 0);
    expect(found(inAccount([{ ...one, witness: 'echo' }]))).toHaveLength(needed ? 1 : 0);
    expect(found(inAccount([{ ...one, witness: 'iam' }]))).toEqual([]);
  });
});
