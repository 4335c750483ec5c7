/** The option --fail-on: which answers make the status 1, and what is refused before anything runs. */
import { describe, expect, test } from 'vitest';
import { reportOf } from '../../lambda/report/judge/summary.ts';
import { failures } from '../../lib/cli/options/fail-on.ts';
import { natless } from '../command.ts';
import { run } from '../report/run-builder.ts';

const NONE = { works: [], worksWithChange: [], breaks: [], unknown: [], isolatedSubnets: [] };
const report = reportOf([run([])]);
const withAnswers = (answers: Partial<Record<keyof typeof NONE, string[]>>) => ({
  ...report,
  summary: { ...report.summary, withoutNat: { ...NONE, ...answers } },
});

describe('a report fails', () => {
  const both = withAnswers({ breaks: ['a', 'b'], unknown: ['c'] });

  test.each([
    [undefined, []],
    [['breaks'] as const, ['breaks without a NAT gateway: a, b']],
    [['unknown'] as const, ['unknown without a NAT gateway: c']],
    [
      ['unknown', 'breaks'] as const,
      ['breaks without a NAT gateway: a, b', 'unknown without a NAT gateway: c'],
    ],
  ])('on %j by these sentences only: %j', (failOn, sentences) => {
    expect(failures(both, failOn ? { failOn } : {})).toEqual(sentences);
    expect(failures(withAnswers({}), failOn ? { failOn } : {})).toEqual([]);
  });
});

test.each(['', 'works', 'breaks;unknown', 'breaks,'])('%j is refused before anything runs', async (value) => {
  const { status, stderr } = await natless(['lab', '--fail-on', value]);
  expect(status).toBe(2);
  expect(stderr).toContain(`--fail-on "${value}": write breaks, unknown, or both with a comma`);
});
