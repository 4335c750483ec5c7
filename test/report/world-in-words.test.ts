/** What is said at the end of a world's run: whether its failures were expected. */
import { expect, test } from 'vitest';
import { reportOf } from '../../lambda/report/judge/summary.ts';
import type { Run, Target } from '../../lambda/report/report-schema.ts';
import { worldInWords } from '../../lib/report/world-in-words.ts';
import { failing, inPlaceOf, passing, run } from './run-builder.ts';

/** In this project's own stack. */
function runIn(world: string, ...targets: Target[]): Run {
  const one = inPlaceOf(run(targets), { kind: 'own' });
  return { ...one, lab: one.lab && { ...one.lab, world } };
}

const said = (differences: readonly string[], ...runs: Run[]) => worldInWords(reportOf(runs), differences);

test.each([
  ['no failure', [passing('s3')], 'The world nat64 behaves as it should.'],
  [
    'one failure',
    [passing('s3'), failing('sts')],
    'The world nat64 behaves as it should: the failure above was expected.',
  ],
  [
    'two failures',
    [failing('s3'), failing('sts')],
    'The world nat64 behaves as it should: the 2 failures above were expected.',
  ],
])('a world without differences and with %s', (_, targets, words) => {
  expect(said([], runIn('nat64', ...targets), runIn('nat64', ...targets))).toBe(words);
});

test('what is not as it should be is never called expected', () => {
  expect(said(['a', 'b'], runIn('nat64', failing('s3')))).toBe(
    'The world nat64 does not behave as it should: 2 differences.',
  );
});

test('nothing is said of the unchanged world, or where nothing is expected', () => {
  expect(said([], runIn('as-synthesized', failing('s3')))).toBeNull();
  const others = inPlaceOf(run([failing('s3')]));
  expect(said([], { ...others, lab: others.lab && { ...others.lab, world: 'nat64' } })).toBeNull();
});
