/**
 * Writes each target's metrics in CloudWatch's embedded metric format: lines on standard output, no network
 * call, so that a network that is broken is still reported.
 */
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { METRICS } from '../contract.ts';
import type { Run } from '../report-schema.ts';
import type { UserTarget } from '../user-targets/parse.ts';

/** One line per target; for a user's only where its setting says so. Durations and addresses stay in the log: each further metric or dimension value costs. */
export function emitMetrics({ targets, network }: Run, userTargets: readonly UserTarget[]): void {
  const silent = userTargets.filter((target) => !target.metrics).map(({ id }) => id);
  for (const { id, reached, asExpected } of targets.filter((target) => !silent.includes(target.id))) {
    const metrics = new Metrics({ namespace: METRICS.namespace });
    metrics.clearDefaultDimensions();
    metrics.addDimensions({
      [METRICS.target]: id,
      [METRICS.availabilityZone]: network.availabilityZone ?? network.subnetId ?? 'unknown',
    });
    metrics.addMetric(METRICS.reached, MetricUnit.NoUnit, Number(reached));
    metrics.addMetric(METRICS.asExpected, MetricUnit.NoUnit, Number(asExpected));
    metrics.publishStoredMetrics();
  }
}
