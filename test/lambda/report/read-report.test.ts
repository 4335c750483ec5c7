/** Reading a stored report: the current version, and a sentence for everything else. */
import { describe, expect, test } from 'vitest';
import { reportOf } from '../../../lambda/report/judge/summary.ts';
import { readReportDocument } from '../../../lambda/report/read-report.ts';
import { passing, run } from '../../report/run-builder.ts';

const report = reportOf([run([passing('s3')])]);

function problemOf(document: unknown): string {
  const read = readReportDocument(document);
  return 'problem' in read ? read.problem : '';
}

test('a report of this version is read', () => {
  expect(readReportDocument(JSON.parse(JSON.stringify(report)))).toEqual({ report });
});

describe('refused is', () => {
  test('a report of version 1, by name, with what to do', () => {
    expect(problemOf({ ...report, schemaVersion: 1 })).toBe(
      'it is a report of version 1, and natless now reads version 2: run the probe again and store a new one, or use natless 0.1 for this one',
    );
  });

  test('a report of a later version, by name', () => {
    expect(problemOf({ schemaVersion: 3 })).toBe(
      'it is a report of version 3, and this natless reads version 2: update natless',
    );
  });

  test.each([
    ['null', null, 'the document: '],
    ['a document without a version', { runs: [] }, 'schemaVersion: '],
    [
      'a run with a malformed Region',
      { ...report, runs: [{ ...report.runs[0], region: 7 }] },
      'runs.0.region: ',
    ],
  ])('%s, with the place of the first problem', (_, document, place) => {
    expect(problemOf(document)).toContain(`it is not a report (${place}`);
  });
});
