/** Reading a stored report: the current version, and a sentence for everything else. */
import { describe, expect, test } from 'vitest';
import { TARGET_IDS } from '../../../lambda/report/built-in-targets.ts';
import { reportOf } from '../../../lambda/report/judge/summary.ts';
import { readReportDocument } from '../../../lambda/report/read-report.ts';
import { REPORT_LIMITS as LIMITS, USER_TARGETS_LIMIT } from '../../../lambda/report/report-limits.ts';
import { passing, run } from '../../report/run-builder.ts';

const one = run([passing('s3')]);
const report = reportOf([one]);

const withRun = (changes: object) => ({ ...report, runs: [{ ...one, ...changes }] });

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

  test.each(['::/129', '10.0.0.0/33', '::/0x', 'fe80::1%eth0/64', '10.1.0.0/16', ''])(
    'the block "%s" where an IPv6 block stands, with a sentence that quotes it',
    (block) => {
      for (const [field, where, value] of [
        ['vpcIpv6CidrBlocks', 'vpcIpv6CidrBlocks.1', ['2600:1f14::/56', block]],
        ['subnetIpv6CidrBlock', 'subnetIpv6CidrBlock', block],
      ] as const) {
        expect(problemOf(withRun({ network: { ...one.network, [field]: value } }))).toContain(
          `runs.0.network.${where}: "${block}" is not an IPv6 block such as 2600:`,
        );
      }
    },
  );

  test('an IPv6 block where an IPv4 block stands', () => {
    expect(problemOf(withRun({ network: { ...one.network, vpcIpv4CidrBlocks: ['::/0'] } }))).toContain(
      '"::/0" is not an IPv4 block',
    );
  });

  test('a key with control characters, in one line without them', () => {
    expect(problemOf({ ...report, 'a\u001b[2J\nb': 1 })).toMatch(/^it is not a report \(.*"a \[2J b"\): .*$/);
  });
});

describe('a report of more than its limits is refused with both numbers:', () => {
  const [target] = one.targets;
  const [attempt] = target?.attempts ?? [];
  const [operation] = attempt?.operations ?? [];
  const many = (length: number, item: unknown) => Array.from({ length }, () => item);
  const withAttempt = (changes: object) =>
    withRun({ targets: [{ ...target, attempts: [{ ...attempt, ...changes }] }] });

  test.each([
    ['runs', { ...report, runs: many(LIMITS.runs + 1, one) }, 'runs', LIMITS.runs, 'entries'],
    ['targets', withRun({ targets: many(2_000, target) }), 'runs.0.targets', LIMITS.targets, 'entries'],
    ['controls', withRun({ controls: many(500, null) }), 'runs.0.controls', LIMITS.controls, 'entries'],
    [
      'operations',
      withAttempt({ operations: many(LIMITS.operations + 1, operation) }),
      'runs.0.targets.0.attempts.0.operations',
      LIMITS.operations,
      'entries',
    ],
    [
      'addresses',
      withAttempt({ operations: [{ ...operation, dns: { a: many(5_000, '198.51.100.1'), aaaa: null } }] }),
      'runs.0.targets.0.attempts.0.operations.0.dns.a',
      LIMITS.addresses,
      'entries',
    ],
    ['a text', withRun({ region: 'x'.repeat(20_000) }), 'runs.0.region', LIMITS.text, 'characters'],
  ])('%s', (_, document, place, limit, noun) => {
    const problem = problemOf(document);
    expect(problem).toContain(`(${place} has `);
    expect(problem).toContain(` ${noun}, and a report has at most ${limit} there)`);
  });

  test('a list of two million numbers, without a problem for each', () => {
    expect(problemOf({ ...report, runs: many(2_000_000, 0) })).toContain('(runs has 2000000 entries');
  });
});

describe('what a probe reports is within the limits:', () => {
  test('the built-in targets, with as many of settings and event as may be named', () => {
    expect(TARGET_IDS.length + 2 * USER_TARGETS_LIMIT).toBeLessThanOrEqual(LIMITS.targets);
  });

  test('a report with every target that it may have, each of the longest address', () => {
    const targets = Array.from({ length: LIMITS.targets }, (_, index) =>
      passing(`https://${'x'.repeat(2_000)}${index}.example`),
    );
    const read = readReportDocument(JSON.parse(JSON.stringify(reportOf([run(targets)]))));
    expect('problem' in read ? read.problem : null).toBeNull();
  });
});
