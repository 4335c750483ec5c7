/** The metrics of a run: the built-in targets' and those that the settings ask for, whatever an event names. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { emitMetrics } from '../../../lambda/probe/emit/metrics.ts';
import { METRICS } from '../../../lambda/report/metric-names.ts';
import { passing, run } from '../../report/run-builder.ts';

let lines: string[] = [];
beforeEach(() => {
  lines = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
});
afterEach(() => vi.restoreAllMocks());

test('an event with 200 targets makes no metric more', () => {
  const named = Array.from({ length: 200 }, (_, index) => passing(`https://${index}.example`));
  emitMetrics(run([passing('s3'), ...named, passing('shop')]), [{ id: 'shop' }, { id: 'db' }]);
  const measured = lines.flatMap(
    (line) => (JSON.parse(line) as Record<string, unknown>)[METRICS.target] ?? [],
  );
  expect(measured).toEqual(['s3', 'shop']);
});

const HOSTILE = [
  '\u001b[2J',
  'a\u202eb',
  '\u009b31m',
  'a\n{"_aws":{}}',
  ':zone',
  '  ',
  '',
  'é',
  'x'.repeat(300),
];

test.each(HOSTILE)('a zone named %j gives way to the subnet, in lines of plain text', (name) => {
  const { network } = run([]);
  const emit = (changes: object) =>
    emitMetrics(run([passing('s3')], { network: { ...network, ...changes } }), []);
  emit({ availabilityZone: name, subnetId: 'subnet-1' });
  emit({ availabilityZone: name, subnetId: name });
  emit({ availabilityZone: null, subnetId: null });
  const zones = lines.map((line) => (JSON.parse(line) as Record<string, unknown>)[METRICS.availabilityZone]);
  expect(zones).toEqual(['subnet-1', 'subnet-1', 'unknown', 'unknown', 'unknown', 'unknown']);
  expect(lines.join('').replaceAll('\n', '')).toMatch(/^[\x20-\x7e]+$/);
});

test.each(HOSTILE)('a target named %j has no metric', (id) => {
  emitMetrics(run([passing(id), passing('shop')]), [{ id }, { id: 'shop' }]);
  const measured = lines.flatMap(
    (line) => (JSON.parse(line) as Record<string, unknown>)[METRICS.target] ?? [],
  );
  expect(measured).toEqual(['shop']);
});

test('a plain zone stays as it is', () => {
  emitMetrics(run([]), []);
  expect(JSON.parse(lines.join(''))).toMatchObject({
    [METRICS.availabilityZone]: run([]).network.availabilityZone,
  });
});
