/** The metrics of the probes of several subnets as one expression, which an alarm can look at. */
import { MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import { METRICS } from '../../../lambda/report/metric-names.ts';

/** The value of the metrics' dimension, and how many probes share it: an existing VPC may have two subnets in a zone. */
export interface ProbePlace {
  readonly zone: string;
  readonly probes: number;
}

export function placesOf(zones: readonly string[]): ProbePlace[] {
  return [...Map.groupBy(zones, (zone) => zone)].map(([zone, { length: probes }]) => ({ zone, probes }));
}

/** An alarm's expression takes ten metrics, itself among them (CloudWatch User Guide, "Using math expressions with alarms"). */
const METRICS_OF_EXPRESSION = 9;

export function groupsOf(places: readonly ProbePlace[]): ProbePlace[][] {
  const count = Math.ceil(places.length / METRICS_OF_EXPRESSION);
  return Array.from({ length: count }, (_, index) =>
    places.slice(index * METRICS_OF_EXPRESSION, (index + 1) * METRICS_OF_EXPRESSION),
  );
}

/** The probes of all zones report within a minute of one another. */
const PERIOD = Duration.minutes(5);

type Dimensions = Readonly<Record<string, string>>;

/** Where a zone has no data for a run, the alarm for missed runs covers it. */
export function lowest(
  places: readonly ProbePlace[],
  metricName: string,
  dimensions: Dimensions = {},
): MathExpression {
  return minimumOf(places, (_, id) => id, {
    metricName,
    dimensions,
    statistic: Stats.MINIMUM,
    period: PERIOD,
  });
}

/** The fewest reports for each probe of a zone. A zone without data counts as 0: FILL keeps the array comparable. */
export function fewestRuns(places: readonly ProbePlace[], period: Duration): MathExpression {
  const statistic = Stats.SAMPLE_COUNT;
  const runs = ({ probes }: ProbePlace, id: string) => `FILL(${id},0)${probes > 1 ? `/${probes}` : ''}`;
  return minimumOf(places, runs, {
    metricName: METRICS.controlsAsExpected,
    dimensions: {},
    statistic,
    period,
  });
}

interface Measured {
  readonly metricName: string;
  readonly dimensions: Dimensions;
  readonly statistic: string;
  readonly period: Duration;
}

function minimumOf(
  places: readonly ProbePlace[],
  term: (place: ProbePlace, id: string) => string,
  { metricName, dimensions, ...how }: Measured,
): MathExpression {
  const metrics = places.map(({ zone }, index) => {
    const dimensionsMap = { ...dimensions, [METRICS.availabilityZone]: zone };
    return [
      `zone${index}`,
      new Metric({ namespace: METRICS.namespace, metricName, dimensionsMap, ...how }),
    ] as const;
  });
  return new MathExpression({
    expression: `MIN([${places.map((place, index) => term(place, `zone${index}`)).join(',')}])`,
    usingMetrics: Object.fromEntries(metrics),
    label: metricName,
    period: how.period,
  });
}
