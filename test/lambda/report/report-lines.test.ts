/** A report through a log and back, whatever it holds and whatever else is in the log. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { reportIn, reportLines } from '../../../lambda/report/report-lines.ts';

/** Where log drivers cut. */
const CUT_BYTES = 16_384;

test('every report comes back, and no line is long enough to be cut', () => {
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.array(fc.string({ unit: 'binary' }), { maxLength: 20 }),
      (value, texts) => {
        const report = { value, long: '\u{1f600}\u2028'.repeat(3_000), texts };
        const lines = reportLines(report);
        expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThan(CUT_BYTES);
        expect(lines.join('')).not.toContain('\n');
        // As CloudWatch returns them: among other lines, in any order.
        expect(reportIn(['{"record":"target"}', 'text', ...lines.toReversed()])).toEqual(
          JSON.parse(JSON.stringify(report)),
        );
      },
    ),
    { numRuns: 50 },
  );
});

test('a report with a missing part is not read, nor is a log without one', () => {
  const [, ...rest] = reportLines({ text: 'x'.repeat(20_000) });
  expect(reportIn(rest)).toBeUndefined();
  expect(reportIn(['null', '7', ''])).toBeUndefined();
});
