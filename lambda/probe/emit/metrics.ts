/**
 * Writes each target's metrics in CloudWatch's embedded metric format: lines on standard output, without a network call,
 * so that a broken network is still reported.
 */
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { isBuiltIn } from '../../report/built-in-targets.ts';
import { isDimension, METRICS } from '../../report/metric-names.ts';
import type { Run } from '../../report/report-schema.ts';
import type { UserTarget } from '../../report/user-targets.ts';

/**
 * One line for each built-in target and each measured one of the user's: never for what an event names. Durations and
 * addresses stay in the log: every further metric or dimension value has a price.
 */
export function emitMetrics(
  { targets, controls, network }: Run,
  measured: readonly Pick<UserTarget, 'id'>[],
): void {
  const zone = { [METRICS.availabilityZone]: zoneIn(network) };
  const measuredIds = new Set(measured.map(({ id }) => id).filter(isDimension));
  const hasMetrics = (id: string) => isBuiltIn(id) || measuredIds.has(id);
  for (const { id, reached, asExpected } of targets.filter((target) => hasMetrics(target.id))) {
    publish(
      { [METRICS.target]: id, ...zone },
      { [METRICS.reached]: reached, [METRICS.asExpected]: asExpected },
    );
  }
  const held = controls.every((control) => control.asExpected);
  publish(zone, { [METRICS.controlsAsExpected]: held });
}

/** Both are variables, which a template of anyone's may set to any text. */
function zoneIn({ availabilityZone, subnetId }: Run['network']): string {
  return [availabilityZone, subnetId].find((name) => name !== null && isDimension(name)) ?? 'unknown';
}

function publish(
  dimensions: Readonly<Record<string, string>>,
  values: Readonly<Record<string, boolean>>,
): void {
  const metrics = new Metrics({ namespace: METRICS.namespace });
  metrics.clearDefaultDimensions();
  metrics.addDimensions(dimensions);
  for (const [name, value] of Object.entries(values)) {
    metrics.addMetric(name, MetricUnit.NoUnit, Number(value));
  }
  metrics.publishStoredMetrics();
}
