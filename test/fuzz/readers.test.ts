/** Whatever is read from outside ends in a value or in a refusal that names the problem, and in nothing else. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidEvent, parseEvent } from '../../lambda/probe/event.ts';
import { readReportDocument } from '../../lambda/report/read-report.ts';
import { reportSchema } from '../../lambda/report/report-schema.ts';
import { parseUserTargets } from '../../lambda/report/user-targets.ts';
import { differencesSince } from '../../lib/report/compare.ts';
import { anyText } from '../any-text.ts';
import { fuzzRuns } from '../fuzz-runs.ts';
import { HOSTILE, hostile } from '../hostile-documents.ts';
import { problemsOf } from '../stack/settings-problems.ts';

const texts = fc.oneof(fc.constantFrom(...HOSTILE), anyText(20));

/** Values of any shape, with the keys that a reader looks for among their keys. */
function documentsOf(...keys: readonly string[]): fc.Arbitrary<unknown> {
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.oneof(texts, fc.integer(), fc.double(), fc.boolean(), fc.constant(null)),
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(fc.oneof(fc.constantFrom(...keys), texts), tie('tree'), { maxKeys: 6 }),
    ),
  }));
  return tree;
}

const urls = fc
  .tuple(fc.constantFrom('https', 'http', 'tls', 'tcp', 'oci', 'ftp', 'HTTPS'), texts, texts)
  .map(([scheme, host, rest]) => `${scheme}://${host}${rest}`);
const named = fc.record(
  { url: fc.oneof(urls, texts), name: texts, expect: texts, metrics: fc.boolean() },
  { requiredKeys: [] },
);
const targetLists = fc.oneof(fc.array(fc.oneof(urls, texts, named)), documentsOf('url', 'name'));

describe('every generated case ends in a value or a refusal:', () => {
  test('an event', () => {
    const events = fc.oneof(
      documentsOf('only', 'targets', 'catalogue', 'pulls'),
      fc.record({ targets: targetLists }),
    );
    const rules = { settingsTargets: [], eventTargets: true, pullTargets: () => [] };
    fc.assert(
      fc.property(events, (event) => {
        try {
          expect(parseEvent(event, rules).userTargets).toBeInstanceOf(Array);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidEvent);
          expect((error as InvalidEvent).problems).not.toEqual([]);
        }
      }),
      fuzzRuns(500),
    );
  });

  test('targets, each with a host and a port that exist', () => {
    fc.assert(
      fc.property(targetLists, (list) => {
        for (const { host, port } of parseUserTargets(list, 'targets').targets) {
          expect(host).not.toBe('');
          expect(port).toBeGreaterThan(0);
          expect(port).toBeLessThan(65_536);
        }
      }),
      fuzzRuns(500),
    );
  });

  test('settings', () => {
    const settings = documentsOf(
      'targets',
      'schedule',
      'availabilityZones',
      'existingVpc',
      'fargate',
      'regions',
    );
    fc.assert(
      fc.property(settings, (given) => {
        expect(problemsOf(given)).toBeTypeOf('string');
      }),
      fuzzRuns(500),
    );
  });

  test('a stored report', () => {
    const reports = documentsOf('schemaVersion', 'runs', 'summary', 'targets', 'network');
    fc.assert(
      fc.property(reports, (document) => {
        const read = readReportDocument(document);
        expect('problem' in read).not.toBe('report' in read);
      }),
      fuzzRuns(500),
    );
  });

  test('a comparison of two reports, which of one with itself finds nothing', () => {
    fc.assert(
      fc.property(hostile(reportSchema), hostile(reportSchema), (stored, now) => {
        expect(differencesSince(stored, now)).toBeInstanceOf(Array);
        expect(differencesSince(stored, stored)).toEqual([]);
      }),
      fuzzRuns(200),
    );
  });
});
