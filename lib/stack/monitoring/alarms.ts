/** Alarms for targets in both directions, for controls that succeed, and for missed runs; by mail, if set. */
import { createHash } from 'node:crypto';
import {
  Alarm,
  ComparisonOperator,
  MathExpression,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { METRICS } from '../../../lambda/report/metric-names.ts';
import { intervalMinutes } from '../settings.ts';
import type { WatchedTarget } from './watched-targets.ts';

interface AlarmsProps {
  /** The targets with an alarm each, besides the alarm for the controls. @default - neither */
  readonly targets?: readonly WatchedTarget[] | undefined;
  /** The Availability Zones of the probes. */
  readonly availabilityZones: readonly string[];
  /** Where to send a mail. @default - no mail: the alarms only change their state */
  readonly mail?: string | undefined;
  /** When the probes run by themselves. @default - never, so no run can be missed */
  readonly schedule?: string | undefined;
}

const DIGITS_THAT_DIFFER = 8;

/** The probes of all zones report within a minute of one another. */
const PERIOD = Duration.minutes(5);

/** `cron(…)` must run at least once a day. */
const DAY = Duration.days(1);

/** A run may be late, or fall between two intervals. */
const INTERVALS_WITHOUT_RUN = 2;

const WORDS: Readonly<Record<WatchedTarget['direction'], string>> = {
  lost: 'is no longer reached over IPv6 from every private subnet: the saved query "failures by cause" says why',
  won: 'is now reached over IPv6, which was not expected: it may no longer need an endpoint or NAT',
  differs: 'does not go through a VPC endpoint, although it should',
};

export class Alarms extends Construct {
  private readonly zones: readonly string[];
  private readonly action: SnsAction | null;

  constructor(scope: Construct, id: string, { targets, availabilityZones, mail, schedule }: AlarmsProps) {
    super(scope, id);
    this.zones = availabilityZones;
    this.action = mail === undefined ? null : new SnsAction(this.addTopic(mail));
    for (const target of targets ?? []) this.addTargetAlarm(target);
    if (targets) this.addControlsAlarm();
    if (schedule !== undefined) this.addMissingRunAlarm(schedule);
  }

  private addControlsAlarm(): void {
    this.addAlarm('Controls', {
      name: 'a control answers',
      description:
        'IPv4 has a way out of a private subnet, or IAM allowed what it must deny: working IPv6 no longer proves that IPv4 can go',
      metric: this.lowest(METRICS.controlsAsExpected, {}),
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    });
  }

  /** By what the probe itself expects, which depends on the Region it runs in. */
  private addTargetAlarm({ id, direction }: WatchedTarget): void {
    this.addAlarm(this.ownId(id), {
      name: `${id} ${direction}`,
      description: `${id} ${WORDS[direction]}`,
      metric: this.lowest(METRICS.asExpected, { [METRICS.target]: id }),
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    });
  }

  /** A construct's id, which also differs for targets whose names differ only in their punctuation. */
  private ownId(target: string): string {
    const id = `Target${target.replaceAll(/\W/g, '')}`;
    if (!this.node.tryFindChild(id)) return id;
    return `${id}${createHash('sha256').update(target).digest('hex').slice(0, DIGITS_THAT_DIFFER)}`;
  }

  private addMissingRunAlarm(schedule: string): void {
    const minutes = intervalMinutes(schedule);
    const period = minutes === null ? DAY : Duration.minutes(minutes);
    this.addAlarm('MissingRun', {
      name: 'no run',
      description: `a probe did not report within ${INTERVALS_WITHOUT_RUN} intervals of its schedule ${schedule}`,
      metric: this.combined(METRICS.controlsAsExpected, {}, { statistic: Stats.SAMPLE_COUNT, period }),
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: INTERVALS_WITHOUT_RUN,
      treatMissingData: TreatMissingData.BREACHING,
    });
  }

  private addAlarm(id: string, { name, description, ...props }: AlarmDescription): void {
    const alarm = new Alarm(this, id, {
      alarmName: `${Stack.of(this).stackName}: ${name}`,
      alarmDescription: description,
      evaluationPeriods: 1,
      // Runs are rare: between them nothing is known to have changed.
      treatMissingData: TreatMissingData.IGNORE,
      ...props,
    });
    if (!this.action) return;
    alarm.addAlarmAction(this.action);
    alarm.addOkAction(this.action);
  }

  private lowest(name: string, dimensions: Dimensions): MathExpression {
    return this.combined(name, dimensions, { statistic: Stats.MINIMUM, period: PERIOD });
  }

  /** Over all zones: where a zone has no data for a run, the alarm for missed runs covers it. */
  private combined(
    metricName: string,
    dimensions: Dimensions,
    { statistic, period }: { readonly statistic: string; readonly period: Duration },
  ): MathExpression {
    const metrics = this.zones.map((zone, index): [string, Metric] => [
      `zone${index}`,
      new Metric({
        namespace: METRICS.namespace,
        metricName,
        dimensionsMap: { ...dimensions, [METRICS.availabilityZone]: zone },
        statistic,
        period,
      }),
    ]);
    // A zone without data counts as 0: FILL keeps the array comparable.
    const filled = statistic === Stats.SAMPLE_COUNT ? (id: string) => `FILL(${id},0)` : (id: string) => id;
    return new MathExpression({
      expression: `MIN([${metrics.map(([id]) => filled(id)).join(',')}])`,
      usingMetrics: Object.fromEntries(metrics),
      label: metricName,
      period,
    });
  }

  /** Only alarms of this account may write to it, and only over TLS. */
  private addTopic(mail: string): Topic {
    const topic = new Topic(this, 'Topic', { enforceSSL: true, displayName: Stack.of(this).stackName });
    topic.addSubscription(new EmailSubscription(mail));
    topic.addToResourcePolicy(
      new PolicyStatement({
        actions: ['sns:Publish'],
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    return topic;
  }
}

type Dimensions = Readonly<Record<string, string>>;

interface AlarmDescription {
  readonly name: string;
  readonly description: string;
  readonly metric: MathExpression;
  readonly threshold: number;
  readonly comparisonOperator: ComparisonOperator;
  readonly evaluationPeriods?: number;
  readonly treatMissingData?: TreatMissingData;
}
