/** The matrix of several Regions: a column for each subnet, and below it what they have in common. */
import { expect, test } from 'vitest';
import { reportOf } from '../../../lambda/report/judge/summary.ts';
import { renderMatrix } from '../../../lib/report/terminal/matrix.ts';
import { control, failing, passing, run } from '../run-builder.ts';

const plain = { columns: 80, color: false };

const inZone = (availabilityZone: string | null, ...parameters: Parameters<typeof run>) => {
  const one = run(...parameters);
  return { ...one, network: { ...one.network, availabilityZone } };
};

const west = inZone('us-west-2a', [passing('s3'), passing('s3-vectors')]);
const east = inZone('eu-west-1a', [failing('s3')], {
  controls: [control({ succeeded: true, asExpected: false })],
});

test('has a row for each target and a column for each subnet, and a dash where a target was not tried', () => {
  const lines = renderMatrix(reportOf([west, east]), plain).split('\n');
  expect(lines.slice(0, 4).map((line) => line.split(/ {2,}/))).toEqual([
    ['target', 'us-west-2a', 'eu-west-1a'],
    ['s3', '✓ ipv6', '✗ none'],
    ['s3-vectors', '✓ ipv6', '-'],
    ['IPv4 controls', 'blocked', '1 answered'],
  ]);
});

test('names each cause once, below, and ends with the summary', () => {
  const text = renderMatrix(reportOf([west, east, inZone('eu-west-1b', [failing('s3')])]), plain);
  expect(text.match(/^ConnectTimeout/gm)).toHaveLength(1);
  expect(text.trim().split('\n\n').at(-1)).toMatch(/targets work without a\s+NAT gateway/);
});

test('names the Region and the subnet where the zone is unknown', () => {
  expect(renderMatrix(reportOf([inZone(null, [passing('s3')])]), plain)).toContain('us-west-2 subnet-a');
});

test('prints no control characters from outside', () => {
  const odd = { ...passing('s3'), id: 's3\u001b[2J' };
  expect(renderMatrix(reportOf([inZone('us-west-2a', [odd])]), plain)).not.toContain('\u001b');
});

test('shows many subnets in parts, each with every target, and shortens names in their middle', () => {
  const id = 'https://a-host-with-a-long-name.example.com';
  const zones = Array.from({ length: 7 }, (_, index) => `us-west-2-lax-${index}a`);
  const report = reportOf(zones.map((zone) => inZone(zone, [passing('s3'), passing(id)])));
  const tables = renderMatrix(report, plain)
    .split('\n\n')
    .filter((section) => section.startsWith('target'));
  expect(tables.flatMap((table) => (table.split('\n')[0] ?? '').split(/ {2,}/).slice(1))).toEqual(zones);
  expect(tables).toHaveLength(4);
  for (const table of tables) {
    expect(table).toMatch(/^s3 +✓ ipv6/m);
    expect(table).toMatch(/^https:\/\/a-host…e\.example\.com +✓ ipv6/m);
  }
  expect(renderMatrix(report, { ...plain, columns: 200 }).match(/^target/gm)).toHaveLength(1);
});
