/** Two reports compared: what changed, and whether for the better. */
import { describe, expect, test } from 'vitest';
import { reportOf } from '../../lambda/report/judge/summary.ts';
import type { Run } from '../../lambda/report/report-schema.ts';
import { changesSince } from '../../lib/report/compare.ts';
import { control, elsewhere, failing, passing, run } from './run-builder.ts';

const changes = (before: Run, now: Run) => changesSince(reportOf([before]), reportOf([now]));

test('the same again is no change, whatever the times and addresses', () => {
  const later = { ...run([passing('s3')]), startedAt: '2026-02-02T00:00:00.000Z', durationMs: 9 };
  expect(changes(run([passing('s3')]), later)).toEqual([]);
});

describe('a target', () => {
  test('that fails and passed is a regression, the other way round an improvement', () => {
    expect(changes(run([passing('s3')]), run([failing('s3')]))).toEqual([
      {
        kind: 'regression',
        words: 'us-west-2a: s3 was pass over ipv6, and is fail over none (ConnectTimeout)',
      },
    ]);
    expect(changes(run([failing('s3')]), run([passing('s3')]))[0]?.kind).toBe('improvement');
  });

  test('that fails for another reason is a change', () => {
    expect(changes(run([failing('s3')]), run([failing('s3', 'ECONNREFUSED')]))).toMatchObject([
      { kind: 'other' },
    ]);
  });

  test('that is new or gone is a change', () => {
    expect(changes(run([]), run([passing('s3')]))).toMatchObject([
      { kind: 'other', words: expect.stringMatching(/s3 is new/) },
    ]);
    expect(changes(run([passing('s3')]), run([]))).toMatchObject([
      { kind: 'other', words: expect.stringMatching(/not tried any more/) },
    ]);
  });
});

test('a control that answers now is a regression', () => {
  const silent = run([], { controls: [control()] });
  const answers = run([], { controls: [control({ succeeded: true })] });
  expect(changes(silent, answers)).toMatchObject([{ kind: 'regression' }]);
  expect(changes(answers, silent)).toMatchObject([{ kind: 'improvement' }]);
});

test('a control that answers through an endpoint which was expected is no regression', () => {
  const cause = { code: 'VpcEndpointInPath' as const, message: '', remedy: '' };
  const carried = run([], { controls: [control({ succeeded: true, cause })] });
  expect(changes(run([], { controls: [control()] }), carried)).toMatchObject([{ kind: 'other' }]);
});

test('a subnet that is new is named by its zone', () => {
  const one = run([passing('s3')]);
  const found = changesSince(reportOf([one]), reportOf([one, elsewhere(one)]));
  expect(found).toEqual([{ kind: 'other', words: 'us-west-2b: was not probed before' }]);
});

test('subnets are matched by zone, since a new deployment has new ids', () => {
  const one = run([passing('s3')]);
  const redeployed = { ...one, network: { ...one.network, subnetId: 'subnet-new' } };
  expect(changes(one, redeployed)).toEqual([]);
});
