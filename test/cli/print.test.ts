/** The report as one JSON document: the same for a parser, and harmless for a terminal. */
import { expect, test } from 'vitest';
import { reportOf } from '../../lambda/report/judge/summary.ts';
import { jsonOf } from '../../lib/cli/print.ts';
import { quoting, run } from '../report/run-builder.ts';

function strange(message: string) {
  const report = reportOf([run([quoting('s3', 'x')])]);
  for (const { operations } of report.runs.flatMap(({ targets }) =>
    targets.flatMap(({ attempts }) => attempts),
  )) {
    for (const { error } of operations) if (error) error.message = message;
  }
  return report;
}

test.each(['\u001b[2J', '\u009b31m', '\u007f', '\u202eevil', '\u2028', '\u{e0041}tag', 'naïve 🙂'])(
  '%j',
  (message) => {
    const report = strange(message);
    const text = jsonOf(report);
    expect(JSON.parse(text)).toEqual(report);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  },
);
