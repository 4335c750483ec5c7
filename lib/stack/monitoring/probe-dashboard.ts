/** The dashboard: the path of each target now, the paths over time, and what changed. */
import {
  Dashboard,
  GraphWidget,
  GraphWidgetView,
  LogQueryVisualizationType,
  LogQueryWidget,
  MathExpression,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { METRICS } from '../../../lambda/report/metric-names.ts';
import { FAILURES, LAST_REPORTS, LAST_RUN, type Query, SINCE_WHEN, WHAT_CHANGED } from './queries.ts';
import { type LogSources, logGroupNames } from './saved-queries.ts';

/** A dashboard is 24 columns wide. */
const WHOLE_WIDTH = 24;

/** Runs are rare. */
const PERIOD = Duration.hours(1);

const HELP = [
  'Each row shows the path over which a private subnet reached a target, and the witness that confirms it.',
  '`eigw`: over the egress-only internet gateway, without a NAT gateway. Every other path has a cause and a remedy below.',
].join('\n\n');

export class ProbeDashboard extends Construct {
  readonly dashboardName: string;

  constructor(scope: Construct, id: string, sources: LogSources) {
    super(scope, id);
    const table = (title: string, query: Query, height: number) =>
      new LogQueryWidget({
        title,
        logGroupNames: logGroupNames(query, sources),
        queryLines: [...query.lines],
        view: LogQueryVisualizationType.TABLE,
        width: WHOLE_WIDTH,
        height,
      });
    this.dashboardName = `${Stack.of(this).stackName}-targets`;
    new Dashboard(this, 'Dashboard', {
      dashboardName: this.dashboardName,
      defaultInterval: Duration.days(7),
      widgets: [
        [new TextWidget({ markdown: HELP, width: WHOLE_WIDTH, height: 3 })],
        [table('Targets and paths, as of the last run', LAST_RUN, 12)],
        [table('What changed in the time shown', WHAT_CHANGED, 6)],
        [table('Paths over time', SINCE_WHEN, 8)],
        [table('What to do', FAILURES, 6)],
        [timeline('Reached (1) or not (0)', METRICS.reached), timeline('As expected', METRICS.asExpected)],
        [table('Last reports', LAST_REPORTS, 6)],
      ],
    });
  }
}

/** One line for each target and Availability Zone, by search, since targets come and go with the settings. */
function timeline(title: string, metric: string): GraphWidget {
  const { namespace, target, availabilityZone } = METRICS;
  const search = `SEARCH('{${namespace},${target},${availabilityZone}} MetricName="${metric}"', 'Minimum', ${PERIOD.toSeconds()})`;
  return new GraphWidget({
    title,
    left: [new MathExpression({ expression: search, usingMetrics: {}, label: '', period: PERIOD })],
    leftYAxis: { min: 0, max: 1, showUnits: false },
    view: GraphWidgetView.TIME_SERIES,
    width: WHOLE_WIDTH / 2,
    height: 8,
  });
}
