/** Two reports compared: what differs, and whether for the better. */
import { describe, expect, test } from 'vitest';
import { reportOf } from '../../lambda/report/judge/summary.ts';
import type { Run } from '../../lambda/report/report-schema.ts';
import { differencesSince } from '../../lib/report/compare.ts';
import { control, elsewhere, failing, passing, run } from './run-builder.ts';

const differences = (before: Run, now: Run) => differencesSince(reportOf([before]), reportOf([now]));

test('the same results do not differ, whatever the times and addresses', () => {
  const later = { ...run([passing('s3')]), startedAt: '2026-02-02T00:00:00.000Z', durationMs: 9 };
  expect(differences(run([passing('s3')]), later)).toEqual([]);
});

describe('a target', () => {
  test('that passed and now fails is a regression, the reverse an improvement', () => {
    expect(differences(run([passing('s3')]), run([failing('s3')]))).toEqual([
      {
        kind: 'regression',
        words: 'us-west-2a: s3 was pass over ipv6, and is now fail (no path), ConnectTimeout',
      },
    ]);
    expect(differences(run([failing('s3')]), run([passing('s3')]))[0]?.kind).toBe('improvement');
  });

  test('that fails for another reason differs', () => {
    expect(differences(run([failing('s3')]), run([failing('s3', 'ECONNREFUSED')]))).toMatchObject([
      { kind: 'other' },
    ]);
  });

  test('that is new or gone differs', () => {
    expect(differences(run([]), run([passing('s3')]))).toMatchObject([
      { kind: 'other', words: 'us-west-2a: s3 is new: pass over ipv6' },
    ]);
    expect(differences(run([passing('s3')]), run([]))).toMatchObject([
      { kind: 'other', words: 'us-west-2a: s3 is no longer tried' },
    ]);
  });
});

test('a control that answers now is a regression', () => {
  const blocked = run([], { controls: [control()] });
  const answers = run([], { controls: [control({ succeeded: true })] });
  expect(differences(blocked, answers)).toEqual([
    { kind: 'regression', words: 'us-west-2a: the IPv4 control of s3 now succeeds, but should not' },
  ]);
  expect(differences(answers, blocked)).toEqual([
    { kind: 'improvement', words: 'us-west-2a: the IPv4 control of s3 no longer succeeds' },
  ]);
});

test('a control that answers through an expected endpoint is not a regression', () => {
  const cause = { code: 'VpcEndpointInPath' as const, message: '', remedy: '' };
  const carried = run([], { controls: [control({ succeeded: true, cause })] });
  expect(differences(run([], { controls: [control()] }), carried)).toMatchObject([{ kind: 'other' }]);
});

test('a subnet that is new is named by its zone', () => {
  const one = run([passing('s3')]);
  const found = differencesSince(reportOf([one]), reportOf([one, elsewhere(one)]));
  expect(found).toEqual([{ kind: 'other', words: 'us-west-2b: was not probed before' }]);
});

test('subnets are matched by zone, since a new deployment has new ids', () => {
  const one = run([passing('s3')]);
  const redeployed = { ...one, network: { ...one.network, subnetId: 'subnet-new' } };
  expect(differences(one, redeployed)).toEqual([]);
});
