/** The report on a terminal: complete, narrow enough, and safe from what servers send. */
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { reportOf } from '../../../lambda/report/judge/summary.ts';
import type { Control, Run } from '../../../lambda/report/report-schema.ts';
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

test('names a cause once, for all its targets, with its remedy', () => {
  const text = renderReport(reportOf([mixed, elsewhere(mixed)]), plain);
  expect(text.match(/^ConnectTimeout/gm)).toHaveLength(1);
  expect(text).toMatch(/^ConnectTimeout sts, dynamodb$/m);
  expect(text).toContain('→ check, in this order');
});

test('names the subnets in which a target fails that works in others', () => {
  const text = renderReport(reportOf([mixed, elsewhere(run([passing('sts')]))]), plain);
  expect(text).toContain('sts, dynamodb (in us-west-2a only)');
});

test('names in one remedy all the subnets that it concerns', () => {
  const a = run([failing('sts')]);
  const b = elsewhere(run([judgedIn('subnet-b', 'sts')]));
  const text = renderReport(reportOf([{ ...a, targets: [judgedIn('subnet-a', 'sts')] }, b]), plain);
  expect(text.match(/^ {2}→/gm)).toHaveLength(1);
  expect(text).toContain('the route table of subnet-a and subnet-b');
});

test('ends with the summary', () => {
  const report = reportOf([mixed]);
  const inOneLine = renderReport(report, plain).trimEnd().replaceAll(/\n\s*/g, ' ');
  expect(inOneLine.endsWith(report.summary.sentence)).toBe(true);
});

describe('controls', () => {
  const rendered = (...controls: Control[]) =>
    renderReport(reportOf([run([passing('s3')], { controls })]), plain).split('\n');
  const throughEndpoint = { code: 'VpcEndpointInPath' as const, message: '', remedy: '' };

  test.each<[string, Control, string]>([
    ['blocked', control(), 'IPv4 controls: 1 of 1 blocked, as they should be'],
    [
      'blocked while IPv6 failed too',
      control({ meaningful: false }),
      'IPv4 controls: 1 of 1 blocked, which proves nothing, since IPv6 failed too',
    ],
    [
      'that could not be sent',
      control({ unsent: true }),
      'IPv4 controls: 1 of 1 could not be sent: there is no IPv4 here',
    ],
    [
      'answered',
      control({ succeeded: true, asExpected: false }),
      'IPv4 controls: 1 of 1 answered, but should be blocked: s3',
    ],
    [
      'answered by a VPC endpoint',
      control({ succeeded: true, cause: throughEndpoint }),
      'VPC endpoints answered over IPv4, as they should: s3',
    ],
    ['denied by IAM', control({ kind: 'iam' }), 'IAM control: denied, as it should be'],
    [
      'denied by IAM, which vouches for nothing else',
      control({ kind: 'iam', meaningful: false }),
      'IAM control: proves nothing, since IAM did not vouch for the other requests',
    ],
    [
      'allowed by IAM',
      control({ kind: 'iam', succeeded: true }),
      "IAM control: allowed, but should be denied to the VPC's IPv6 addresses",
    ],
  ])('%s', (_, one, line) => {
    expect(rendered(one)).toContain(line);
  });

  test('that answered are counted among all', () => {
    expect(rendered(control(), control({ id: 'sts', succeeded: true, asExpected: false }))).toContain(
      'IPv4 controls: 1 of 2 answered, but should be blocked: sts',
    );
  });

  test('say so where none was tried, and nothing about a kind that was not', () => {
    expect(rendered()).toContain('controls: none tried');
    expect(rendered(control({ kind: 'iam' })).join('\n')).not.toContain('IPv4 controls');
  });
});

test('names the source address, or says that it is unknown', () => {
  const line = (changes: Partial<Run>) =>
    renderReport(reportOf([run([passing('s3')], changes)]), { ...plain, columns: 120 })
      .split('\n')
      .find((each) => each.startsWith('source'));
  expect(line({})).toMatch(/^source: 2001:db8:1234:1a01::5, inside the VPC's .*, seen by ifconfig\.me$/);
  expect(line({ source: { address: null, insideVpc: null, seenBy: [] } })).toBe(
    'source address unknown: no echo service answered',
  );
});

describe('width and colour', () => {
  test('the table fits 80 columns with the longest address', () => {
    const long = passing('bedrock-runtime');
    const address = '2600:1f14:1234:5678:9abc:def0:1234:5678';
    for (const attempt of long.attempts)
      for (const operation of attempt.operations) operation.remoteAddress = address;
    const lines = renderReport(reportOf([run([long])]), plain).split('\n');
    const row = lines.find((line) => line.startsWith('bedrock-runtime')) ?? '';
    expect(row.length).toBeLessThanOrEqual(80);
    expect(renderReport(reportOf([run([long])]), { ...plain, columns: 120 })).toContain(address);
  });

  test('colours appear only on request, and carry no meaning by themselves', () => {
    const report = reportOf([mixed]);
    const coloured = renderReport(report, { columns: 80, color: true });
    expect(renderReport(report, plain)).not.toContain('\u001b');
    expect(coloured).toContain('\u001b');
    expect(stripVTControlCharacters(coloured)).toBe(renderReport(report, plain));
  });
});

test.each(['\u001b[2J\u001b]0;owned\u0007', 'a\r\nb', '\u202eevil', '\u009b31m', 'x'.repeat(10_000)])(
  'text from outside stays plain and short (%j)',
  (message) => {
    const text = renderReport(reportOf([run([quoting('s3', message)])]), plain);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(text.length).toBeLessThan(3_000);
  },
);
