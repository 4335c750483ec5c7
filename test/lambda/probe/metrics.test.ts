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
