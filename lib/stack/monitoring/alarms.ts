/** Alarms for targets in both directions, for controls that succeed, and for missed runs; by mail, if set. */
import { createHash } from 'node:crypto';
import {
  Alarm,
  type CfnAlarm,
  ComparisonOperator,
  type MathExpression,
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
import { fewestRuns, groupsOf, lowest, type ProbePlace, placesOf } from './probe-metrics.ts';
import type { WatchedTarget } from './watched-targets.ts';

interface AlarmsProps {
  /** The targets with an alarm each, besides the alarm for the controls. @default - neither */
  readonly targets?: readonly WatchedTarget[] | undefined;
  /** The Availability Zone of each probe, as its metrics name it. */
  readonly availabilityZones: readonly string[];
  /** Where to send a mail. @default - no mail: the alarms only change their state */
  readonly mail?: string | undefined;
  /** When the probes run by themselves. @default - never, so no run can be missed */
  readonly schedule?: string | undefined;
}

const DIGITS_THAT_DIFFER = 8;

/** `cron(…)` must run at least once a day. */
const DAY = Duration.days(1);

/** A run may be late, or fall between two intervals. */
const INTERVALS_WITHOUT_RUN = 2;

/** CloudWatch waits no longer. It is two days, and so two intervals of the rarest schedule. */
const WARM_UP_LIMIT_MINUTES = 2_880;

const WORDS: Readonly<Record<WatchedTarget['direction'], string>> = {
  lost: 'is no longer reached over IPv6 from every private subnet: the saved query "failures by cause" says why',
  won: 'is now reached over IPv6, which was not expected: it may no longer need an endpoint or NAT',
  differs: 'does not go through a VPC endpoint, although it should',
};

export class Alarms extends Construct {
  private readonly places: readonly ProbePlace[];
  private readonly action: SnsAction | null;

  constructor(scope: Construct, id: string, { targets, availabilityZones, mail, schedule }: AlarmsProps) {
    super(scope, id);
    this.places = placesOf(availabilityZones);
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
      metric: (places) => lowest(places, METRICS.controlsAsExpected),
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    });
  }

  /** By what the probe itself expects, which depends on the Region it runs in. */
  private addTargetAlarm({ id, direction }: WatchedTarget): void {
    this.addAlarm(this.ownId(id), {
      name: `${id} ${direction}`,
      description: `${id} ${WORDS[direction]}`,
      metric: (places) => lowest(places, METRICS.asExpected, { [METRICS.target]: id }),
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
      metric: (places) => fewestRuns(places, period),
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: INTERVALS_WITHOUT_RUN,
      treatMissingData: TreatMissingData.BREACHING,
      warmUpMinutes: Math.min(WARM_UP_LIMIT_MINUTES, INTERVALS_WITHOUT_RUN * period.toMinutes()),
    });
  }

  /** One for as many places as an alarm takes. */
  private addAlarm(
    id: string,
    { name, description, metric, warmUpMinutes, ...props }: AlarmDescription,
  ): void {
    const groups = groupsOf(this.places);
    groups.forEach((places, index) => {
      const part = groups.length > 1 ? ` (${index + 1} of ${groups.length})` : '';
      const alarm = new Alarm(this, index === 0 ? id : `${id}Part${index + 1}`, {
        alarmName: `${Stack.of(this).stackName}: ${name}${part}`,
        alarmDescription: description,
        evaluationPeriods: 1,
        // Runs are rare: between them nothing is known to have changed.
        treatMissingData: TreatMissingData.IGNORE,
        metric: metric(places),
        ...props,
      });
      if (warmUpMinutes !== undefined) warmUp(alarm, warmUpMinutes);
      // Without an action for OK, with which the first run after a deployment would send a mail for each alarm.
      if (this.action) alarm.addAlarmAction(this.action);
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

interface AlarmDescription {
  readonly name: string;
  readonly description: string;
  readonly metric: (places: readonly ProbePlace[]) => MathExpression;
  readonly threshold: number;
  readonly comparisonOperator: ComparisonOperator;
  readonly evaluationPeriods?: number;
  readonly treatMissingData?: TreatMissingData;
  /** How long it takes until there must be data. @default - none is missed */
  readonly warmUpMinutes?: number;
}

/** Without it an alarm on missing data goes off as soon as it is created (CloudWatch API Reference, WarmUpConfiguration). */
function warmUp(alarm: Alarm, minutes: number): void {
  (alarm.node.defaultChild as CfnAlarm).warmUpConfiguration = {
    warmUpPeriodDurationInMinutes: minutes,
    onlyStartEvaluatingAfterWarmUpPeriodEnds: true,
  };
}
