/** Which open questions a verification answers, and that the page has the same ones. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { reportOf } from '../../lambda/report/judge/summary.ts';
import type { Run, Target } from '../../lambda/report/report-schema.ts';
import { placeAmong } from '../../lib/deployed/probe-regions.ts';
import { answersIn, QUESTIONS } from '../../lib/deployed/verify/questions.ts';
import { control, failing, passing, run } from '../report/run-builder.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'unverified.md'), 'utf8');

test('the page lists the questions that a verification answers, and no other as one of them', () => {
  const [, section = ''] = page.split('## What `natless verify` answers');
  const [table = ''] = section.split('## ');
  const rows = [...table.matchAll(/^\| (.+?) \|/gm)].map(([, question = '']) => question);
  expect(rows.slice(2)).toEqual(QUESTIONS.map(({ question }) => question).toSorted(byPlaceIn(rows)));
  expect(new Set(rows.slice(2))).toEqual(new Set(QUESTIONS.map(({ question }) => question)));
});

function byPlaceIn(rows: readonly string[]) {
  return (one: string, other: string) => rows.indexOf(one) - rows.indexOf(other);
}

function answers(targets: readonly Target[], changes: Partial<Run> = {}, destroyMinutes: number | null = 31) {
  const report = reportOf([run(targets, changes)]);
  const stack = destroyMinutes === null ? 'kept' : 'destroyed';
  const found = answersIn({ report, destroyMinutes, stack });
  return (words: string) => found.find(({ question }) => question.includes(words))?.answer ?? null;
}

describe('an answer', () => {
  test('is what the run shows of each name', () => {
    const of = answers([passing('s3'), passing('sts'), failing('ec2')]);
    expect(of('dual-stack names of S3')).toBe('s3, sts: over ipv6; ec2: no (ConnectTimeout)');
  });

  test('is absent for what the run did not try', () => {
    const of = answers([passing('s3')], { controls: [] });
    expect(of('Bedrock Runtime')).toBeNull();
    expect(of('control key')).toBeNull();
  });

  test('about IAM counts only targets whose grants have the condition', () => {
    const of = answers([
      { ...passing('s3'), witness: 'iam' },
      { ...passing('sts'), witness: 'echo' },
    ]);
    expect(of('aws:SourceIp')).toBe('s3: iam');
  });

  test('about the control key names the code', () => {
    const denied = control({
      kind: 'iam',
      id: 'dynamodb',
      succeeded: false,
      codes: ['AccessDeniedException'],
    });
    expect(answers([], { controls: [denied] })('control key')).toBe('not allowed: AccessDeniedException');
    const allowed = control({ kind: 'iam', id: 'dynamodb', succeeded: true });
    expect(answers([], { controls: [allowed] })('control key')).toBe('no: it was allowed');
  });

  test('about a first deployment is absent for a stack that was there before', () => {
    expect(answers([passing('s3')])('first attempt')).toBe('yes: it was deployed and answered');
    expect(answers([passing('s3')], {}, null)('first attempt')).toBeNull();
  });

  test('about the destroying is there only where the stack is gone', () => {
    expect(answers([])('cdk destroy')).toBe('31 minutes, for all that it deletes');
    expect(answers([], {}, null)('cdk destroy')).toBeNull();
    expect(answers([passing('s3-vectors')])('go with the stack')).toBe(
      's3-vectors: ok; destroyed with the stack',
    );
    expect(answers([passing('s3-vectors')], {}, null)('go with the stack')).toBeNull();
  });
});

describe('the stack to verify', () => {
  const place = { stackName: 'Natless', region: 'eu-west-1', profile: null };

  test('is the only one without Regions in the settings', () => {
    expect(placeAmong(null, place)).toEqual(place);
  });

  test('is that of its Region with them', () => {
    expect(placeAmong(['us-west-2', 'eu-west-1'], place)).toEqual({
      ...place,
      stackName: 'Natless-eu-west-1',
    });
  });

  test('is not there in another Region', () => {
    expect(() => placeAmong(['us-west-2'], place)).toThrow(
      'natless.regions in cdk.json is ["us-west-2"], without eu-west-1: choose one of them with --region',
    );
  });
});
