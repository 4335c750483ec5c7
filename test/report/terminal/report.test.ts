/** The report on a terminal: complete, narrow enough, and safe from what strangers send. */
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { reportOf } from '../../../lambda/report/judge/summary.ts';
import { renderReport } from '../../../lib/report/terminal/report.ts';
import { control, elsewhere, failing, judgedIn, passing, quoting, run } from '../run-builder.ts';

const plain = { columns: 80, color: false };
const mixed = run([passing('s3'), failing('sts'), failing('dynamodb')]);

test('shows each target with path, verdict, address and phases, per subnet', () => {
  const text = renderReport(reportOf([mixed, elsewhere(mixed)]), plain);
  expect(text).toMatch(/^s3 +ipv6 +✓ pass \(echo\) +2001:db8:ffff::1 +1\/1\/1\/1$/m);
  expect(text).toMatch(/^sts +none +✗ fail +- +1\/1\/1\/1$/m);
  expect(text).toContain('us-west-2a');
  expect(text).toContain('us-west-2b');
});

test('tells a cause once, for all its targets, with its remedy', () => {
  const text = renderReport(reportOf([mixed, elsewhere(mixed)]), plain);
  expect(text.match(/^ConnectTimeout/gm)).toHaveLength(1);
  expect(text).toMatch(/^ConnectTimeout sts, dynamodb$/m);
  expect(text).toContain('→ look, in this order');
});

test('says in how many subnets a target fails that works in others', () => {
  const text = renderReport(reportOf([mixed, elsewhere(run([passing('sts')]))]), plain);
  expect(text).toContain('sts, dynamodb (in us-west-2a only)');
});

test('names in one remedy all the subnets that it is for', () => {
  const a = run([failing('sts')]);
  const b = elsewhere(run([judgedIn('subnet-b', 'sts')]));
  const text = renderReport(reportOf([{ ...a, targets: [judgedIn('subnet-a', 'sts')] }, b]), plain);
  expect(text.match(/^ {2}→/gm)).toHaveLength(1);
  expect(text).toContain('the route table of subnet-a and subnet-b');
});

test('ends with the sentence', () => {
  const report = reportOf([mixed]);
  expect(renderReport(report, plain).trimEnd().endsWith(report.summary.sentence)).toBe(true);
});

describe('controls', () => {
  test.each([
    [control(), 'which means something'],
    [control({ meaningful: false }), 'which means nothing'],
    [control({ succeeded: true }), '1 of 1 answered over IPv4 that must not: s3'],
    [
      control({ succeeded: true, cause: { code: 'VpcEndpointInPath', message: '', remedy: '' } }),
      'VPC endpoints answered over IPv4, as expected: s3',
    ],
    [control({ kind: 'iam' }), "IAM denied what it must deny to the VPC's IPv6 addresses"],
    [control({ kind: 'iam', meaningful: false }), "IAM's own control means nothing"],
    [control({ kind: 'iam', succeeded: true }), 'IAM allowed what it must deny'],
  ])('%#', (one, words) => {
    expect(renderReport(reportOf([run([passing('s3')], { controls: [one] })]), plain)).toContain(words);
  });
});

describe('width and colour', () => {
  test('the table fits 80 columns, with the longest of addresses', () => {
    const long = passing('bedrock-runtime');
    const address = '2600:1f14:1234:5678:9abc:def0:1234:5678';
    for (const attempt of long.attempts)
      for (const operation of attempt.operations) operation.remoteAddress = address;
    const lines = renderReport(reportOf([run([long])]), plain).split('\n');
    const row = lines.find((line) => line.startsWith('bedrock-runtime')) ?? '';
    expect(row.length).toBeLessThanOrEqual(80);
    expect(renderReport(reportOf([run([long])]), { ...plain, columns: 120 })).toContain(address);
  });

  test('colours come only when asked for, and never carry the meaning alone', () => {
    const report = reportOf([mixed]);
    const coloured = renderReport(report, { columns: 80, color: true });
    expect(renderReport(report, plain)).not.toContain('\u001b');
    expect(coloured).toContain('\u001b');
    expect(stripVTControlCharacters(coloured)).toBe(renderReport(report, plain));
  });
});

test.each(['\u001b[2J\u001b]0;owned\u0007', 'a\r\nb', '\u202eevil', '\u009b31m', 'x'.repeat(10_000)])(
  "a stranger's text stays plain and short (%j)",
  (message) => {
    const text = renderReport(reportOf([run([quoting('s3', message)])]), plain);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(text.length).toBeLessThan(3_000);
  },
);
