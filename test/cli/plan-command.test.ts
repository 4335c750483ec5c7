/** `natless plan` on stored reports. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, test } from 'vitest';
import { reportOf } from '../../lambda/report/judge/summary.ts';
import { natless as callNatless } from '../../lib/cli/natless.ts';
import { natless } from '../command.ts';
import { elsewhere, passing, run, withoutIpv6 } from '../report/run-builder.ts';

const folder = mkdtempSync(join(tmpdir(), 'natless-test-plan-'));
afterAll(() => rmSync(folder, { recursive: true }));

function stored(name: string, document: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(document));
  return file;
}

const one = run([
  passing('s3'),
  withoutIpv6('bedrock-runtime', 'bedrock-runtime.us-west-2.api.aws', 'ENOTFOUND'),
]);
const REPORT = stored('report.json', reportOf([one, elsewhere(one)]));
const plan = (...args: string[]) => natless(['plan', ...args]);

test('prints the plan and the allow-list sheet', async () => {
  const { stdout, status } = await plan(REPORT);
  expect(stdout).toContain('saved   58.40 USD a month');
  expect(stdout).toContain('what each target needs');
  expect(stdout).toContain('2001:db8:1234:1a01::/64');
  expect(status).toBe(0);
});

test('Ctrl-C while a report is read ends the command without a plan', async () => {
  let output = '';
  const to = {
    write: (text: string) => {
      output += text;
    },
  };
  const status = await callNatless(['plan', REPORT], {
    ...{ stdin: Readable.from([]), stdout: to, stderr: to, env: {}, onSecondInterrupt: () => {} },
    signal: AbortSignal.abort(),
  });
  expect({ output, status }).toEqual({ output: '', status: 130 });
});

test('--allow-list prints only the sheet', async () => {
  const { stdout } = await plan(REPORT, '--allow-list');
  expect(stdout).toMatch(/^allow-list: /);
  expect(stdout).not.toContain('USD');
});

test('--json prints one document with the same facts as the text', async () => {
  const { stdout } = await plan(REPORT, '--json');
  const [first] = JSON.parse(stdout);
  expect(first.saving.monthUsd).toBeCloseTo(58.4);
  expect(first.allowList.subnets).toHaveLength(2);
});

test('--price changes the prices', async () => {
  const prices = { date: '2027-01', regions: { 'us-west-2': { interfaceEndpointHour: 0.02 } } };
  const { stdout } = await plan(REPORT, '--price', stored('prices.json', prices));
  expect(stdout).toContain('list prices of us-west-2 (2027-01)');
  expect(stdout).toMatch(/ an interface endpoint +29\.20 /);
});

test('a report whose subnet has no declared block is planned with the block that the echoes saw', async () => {
  const network = { ...one.network, subnetIpv6CidrBlock: null };
  const undeclared = { ...reportOf([one]), runs: [{ ...one, network }] };
  const { stdout, status } = await plan(stored('undeclared.json', undeclared), '--allow-list');
  expect(stdout).toMatch(/the \/64 of 2001:db8:1234:1a01::5,\s+which echo services saw/);
  expect(status).toBe(0);
});

describe('a sentence and status 2 for', () => {
  const everythingWrong = { date: 1, regions: { 'us-west-2': { natGatewayHour: -1, unknown: 2 } } };
  test.each([
    ['no report', [], ['<report> is missing: write natless plan']],
    ['a report that is not there', [join(folder, 'nothing.json')], ['cannot be read']],
    ['a document that is not a report', [stored('none.json', {})], ['it is not a report', '--json']],
    [
      'a report of version 1',
      [stored('old.json', { ...reportOf([one]), schemaVersion: 1 })],
      ['it is a report of version 1', 'run the probe again'],
    ],
    [
      'prices that are wrong in several ways',
      [REPORT, '--price', stored('wrong.json', everythingWrong)],
      ['date is 1', 'natGatewayHour is -1', 'unknown: there is no such field'],
    ],
    [
      'a malformed block in a report',
      [
        stored(
          'block.json',
          reportOf([{ ...one, network: { ...one.network, subnetIpv6CidrBlock: '::/129' } }]),
        ),
      ],
      ['"::/129" is not an IPv6 block such as'],
    ],
    [
      'more targets than a report may have',
      [
        stored(
          'targets.json',
          reportOf([run(Array.from({ length: 2_000 }, (_, index) => passing(`t${index}`)))]),
        ),
      ],
      ['runs.0.targets has 2000 entries, and a report has at most 250 there'],
    ],
    [
      'a file that is larger than a report may be, before it is read whole',
      [stored('large.json', 'x'.repeat(34_000_000))],
      ['it has 34000002 bytes, and natless reads at most 33554432'],
    ],
    ['a device without an end', ['/dev/zero'], ['it has more than 33554432 bytes']],
    ['prices that are not there', [REPORT, '--price', join(folder, 'nothing.json')], ['cannot be read']],
    ['--json with --allow-list', [REPORT, '--json', '--allow-list'], ['cannot be used with']],
  ])('%s', async (_, args, words) => {
    const { status, stdout, stderr } = await plan(...args);
    for (const word of words) expect(stderr).toContain(word);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });
});
