/** A report survives the log of a container: cut into lines, and read back whatever else stands around it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reportIn, reportLines } from '../../../lambda/report/report-lines.ts';
import { anyText } from '../../any-text.ts';

/** Where log drivers cut. */
const CUT_BYTES = 16_384;

const KEY = 'key';

test('every report comes back, and no line is long enough to be cut', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.array(anyText(), { maxLength: 20 }), (value, texts) => {
      const report = { value, long: '\u{1f600}\u2028\u{e0041}'.repeat(3_000), texts };
      const lines = reportLines(report, KEY);
      expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThan(CUT_BYTES);
      expect(lines.join('')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      // As CloudWatch gives them: among others, in any order.
      expect(reportIn(['{"record":"target"}', 'text', ...lines.toReversed()], KEY)).toEqual({
        report: JSON.parse(JSON.stringify(report)),
      });
    }),
    { numRuns: 50 },
  );
});

const lines = reportLines({ text: 'x'.repeat(20_000) }, KEY);
const [first = '', ...rest] = lines;

describe('refused is', () => {
  test('nothing, where there is nothing of a report', () => {
    expect(reportIn(['null', '7', '', '{"record":"target"}'], KEY)).toEqual({
      incomplete: true,
      problem: null,
    });
  });

  test('a report of which a part is missing, which may yet arrive', () => {
    expect(reportIn(rest, KEY)).toEqual({
      incomplete: true,
      problem: `its log has ${rest.length} of the report's ${lines.length} parts`,
    });
  });

  test.each([
    ['a part that is there twice', [...lines, first], 'a part of the report twice'],
    ['a second report', [...lines, ...reportLines({ text: 'y' }, KEY)], 'parts of two reports'],
    [
      'a second report of as many parts',
      [...rest, ...reportLines({ text: 'y'.repeat(20_000) }, KEY)],
      'parts of two',
    ],
  ])('%s, at once', (_, all, words) => {
    expect(reportIn(all, KEY)).toEqual({ incomplete: false, problem: expect.stringContaining(words) });
  });

  test.each([
    ['another key', reportLines({ text: 'x' }, 'another key')],
    ['no seal', lines.map((line) => JSON.stringify({ ...JSON.parse(line), seal: undefined }))],
  ])('parts with %s, with what to do', (_, all) => {
    const { problem } = reportIn(all, KEY);
    expect(problem).toContain("none with this run's seal");
    expect(problem).toContain('npx cdk deploy');
  });
});

test('no part counts in which anything was changed, and none of them keeps the report from being read', () => {
  const changes = { part: 7, of: 1, whole: '', text: 'y', seal: 'AAAA' };
  for (const [field, value] of Object.entries(changes)) {
    const forged = JSON.stringify({ ...JSON.parse(first), [field]: value });
    expect(reportIn([forged, ...rest], KEY).report, field).toBeUndefined();
    expect(reportIn([forged, ...lines, forged], KEY).report, field).toEqual({ text: 'x'.repeat(20_000) });
  }
});
