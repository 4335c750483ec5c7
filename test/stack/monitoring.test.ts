/** Saved queries, dashboard, alarms and schedule. */
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { TARGET_IDS } from '../../lambda/report/built-in-targets.ts';
import { synthesized } from './synthesized.ts';

test('each query is saved under the name of the stack, for log groups of the stack', () => {
  const saved = synthesized().propertiesOf('AWS::Logs::QueryDefinition');
  expect(saved.map(([, { Name }]) => Name)).toEqual([
    'Natless/last run',
    'Natless/what changed',
    'Natless/since when',
    'Natless/last reports',
    'Natless/history of a target',
    'Natless/failures by cause',
    "Natless/the probes' flows",
  ]);
  for (const [, { LogGroupNames }] of saved) {
    expect(LogGroupNames).not.toEqual([]);
    for (const group of LogGroupNames as unknown[]) expect(group).toHaveProperty('Ref');
  }
});

describe('the dashboard', () => {
  test('is there by default, and not where the setting is off', () => {
    synthesized().template.resourceCountIs('AWS::CloudWatch::Dashboard', 1);
    synthesized({ dashboard: false }).template.resourceCountIs('AWS::CloudWatch::Dashboard', 0);
  });
});

/** A MathExpression's metrics, by id. */
type AlarmMetrics = readonly {
  readonly Id: string;
  readonly Expression?: string;
  readonly MetricStat?: {
    readonly Metric: {
      readonly MetricName: string;
      readonly Dimensions: readonly { Name: string; Value: unknown }[];
    };
    readonly Stat: string;
    readonly Period: number;
  };
}[];

function alarms(settings: object) {
  return synthesized(settings)
    .propertiesOf('AWS::CloudWatch::Alarm')
    .map(([, { AlarmName, Metrics, ...rest }]) => {
      const parts = Metrics as AlarmMetrics;
      return {
        ...rest,
        name: String(AlarmName).replace('Natless: ', ''),
        expression: parts.find(({ Expression }) => Expression !== undefined)?.Expression,
        stats: parts.flatMap(({ MetricStat }) => MetricStat ?? []),
      };
    });
}

describe('alarms', () => {
  test('are absent by default', () => {
    expect(alarms({})).toEqual([]);
    expect(synthesized().propertiesOf('AWS::Scheduler::Schedule')).toEqual([]);
  });

  test('watch each target of which something is expected, in the direction that would be news, and the controls', () => {
    const own = [
      { url: 'https://a.example', name: 'a', metrics: true },
      { url: 'https://b.example', name: 'b', metrics: true, expect: 'not-reached' },
      { url: 'https://c.example', name: 'c', metrics: true, expect: 'vpc-endpoint' },
      { url: 'https://d.example', name: 'd', metrics: true, expect: 'any' },
      { url: 'https://e.example', name: 'e' },
    ];
    const names = alarms({ alarms: true, targets: own }).map(({ name }) => name);
    const lost = TARGET_IDS.filter((id) => id !== 'bedrock-runtime').map((id) => `${id} lost`);
    expect(names.toSorted()).toEqual(
      [...lost, 'a lost', 'b won', 'c differs', 'a control answers'].toSorted(),
    );
    expect(alarms({ alarms: true, s3Vectors: false }).map(({ name }) => name)).not.toContain(
      's3-vectors lost',
    );
  });

  test('go by what the probe expects in its Region: the lowest of all zones', () => {
    const own = [{ url: 'https://b.example', name: 'b', metrics: true, expect: 'not-reached' }];
    const all = alarms({ alarms: true, targets: own });
    for (const wanted of ['s3 lost', 'b won']) {
      const found = all.find(({ name }) => name === wanted);
      expect(found).toMatchObject({
        expression: 'MIN([zone0,zone1])',
        ComparisonOperator: 'LessThanThreshold',
        Threshold: 1,
        TreatMissingData: 'ignore',
      });
      expect(found?.stats.map(({ Stat, Metric }) => [Stat, Metric.MetricName])).toEqual([
        ['Minimum', 'AsExpected'],
        ['Minimum', 'AsExpected'],
      ]);
    }
  });

  test('of targets whose names differ only in their punctuation are kept apart', () => {
    const own = ['a-b', 'a.b', 's3listbuckets'].map((name) => ({
      ...{ url: `https://${name}.example`, name, metrics: true },
    }));
    const names = alarms({ alarms: true, targets: own }).map(({ name }) => name);
    for (const { name } of own) expect(names).toContain(`${name} lost`);
  });

  test('go to a topic that only alarms of the account may write to, only over TLS, and then by mail', () => {
    const stack = synthesized({ alarms: true, alarmMail: 'team@example.com' });
    stack.template.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'team@example.com',
    });
    const [[, { PolicyDocument } = {}] = []] = stack.propertiesOf('AWS::SNS::TopicPolicy');
    expect((PolicyDocument as { Statement: object[] }).Statement).toMatchObject([
      { Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      {
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      },
    ]);
    const [topic] = stack.propertiesOf('AWS::SNS::Topic');
    for (const [, { AlarmActions, OKActions }] of stack.propertiesOf('AWS::CloudWatch::Alarm')) {
      expect(AlarmActions).toEqual([{ Ref: topic?.[0] }]);
      // The first run after a deployment turns every alarm from "insufficient data" to "OK".
      expect(OKActions).toBeUndefined();
    }
  });
});

describe('a schedule', () => {
  test('invokes each probe with an empty event, with a role that can do nothing else', () => {
    const stack = synthesized({ schedule: 'rate(30 minutes)' });
    const functions = stack.propertiesOf('AWS::Lambda::Function').filter(([, { VpcConfig }]) => VpcConfig);
    const arns = functions.map(([id]) => ({ 'Fn::GetAtt': [id, 'Arn'] }));
    const schedules = stack.propertiesOf('AWS::Scheduler::Schedule').map(([, properties]) => properties);
    expect(schedules).toMatchObject(
      arns.map((Arn) => ({ ScheduleExpression: 'rate(30 minutes)', Target: { Arn, Input: '{}' } })),
    );
    const role = stack.propertiesOf('AWS::IAM::Role').find(([id]) => id.startsWith('ScheduleRole'));
    expect(role?.[1].Policies).toMatchObject([
      { PolicyDocument: { Statement: [{ Action: 'lambda:InvokeFunction', Resource: arns }] } },
    ]);
  });

  test.each([
    ['rate(30 minutes)', 1_800],
    ['rate(1 day)', 86_400],
    ['cron(0 6 * * ? *)', 86_400],
  ])('%s has an alarm for missed runs, even in one zone only', (schedule, seconds) => {
    const [alarm, ...others] = alarms({ schedule });
    expect(others).toEqual([]);
    expect(alarm).toMatchObject({
      name: 'no run',
      expression: 'MIN([FILL(zone0,0),FILL(zone1,0)])',
      EvaluationPeriods: 2,
      TreatMissingData: 'breaching',
    });
    expect(alarm?.stats.map(({ Stat, Period }) => [Stat, Period])).toEqual([
      ['SampleCount', seconds],
      ['SampleCount', seconds],
    ]);
    // As missing data is breaching, it would go off at once: it waits for both intervals, two days at most.
    expect(alarm).toMatchObject({
      WarmUpConfiguration: {
        WarmUpPeriodDurationInMinutes: Math.min(2_880, (2 * seconds) / 60),
        OnlyStartEvaluatingAfterWarmUpPeriodEnds: true,
      },
    });
  });

  test('without alarms says that only missed runs raise one', () => {
    const infos = (settings: object) =>
      Annotations.fromStack(synthesized(settings).stack).findInfo('*', Match.stringLikeRegexp('missed run'));
    expect(infos({ schedule: 'rate(1 hour)' })).toHaveLength(1);
    expect(infos({ schedule: 'rate(1 hour)', alarms: true })).toEqual([]);
    expect(infos({})).toEqual([]);
  });

  test('waits for nothing where missing data changes nothing', () => {
    for (const alarm of alarms({ alarms: true })) expect(alarm).not.toHaveProperty('WarmUpConfiguration');
  });
});

describe('in an existing VPC', () => {
  const existing = (count: number, zones?: readonly string[]) => ({
    vpcId: 'vpc-0123456789abcdef0',
    subnetIds: Array.from({ length: count }, (_, index) => `subnet-${String(index).padStart(17, '0')}`),
    routeTableIds: Array.from({ length: count }, () => 'rtb-0bbbbbbbbbbbbbbb0'),
    vpcIpv6CidrBlock: '2600:1f14:abc:de00::/56',
    ...(zones && { subnetAvailabilityZones: zones }),
    ...{ alarms: true, schedule: 'rate(1 hour)' },
  });
  const zonesOf = ({
    stats,
  }: {
    stats: readonly { Metric: { Dimensions: readonly { Name: string; Value: unknown }[] } }[];
  }) =>
    stats.flatMap(({ Metric }) =>
      Metric.Dimensions.filter(({ Name }) => Name === 'AvailabilityZone').map(({ Value }) => Value),
    );

  test('alarms name the subnets whose zones are unknown, as their metrics do', () => {
    const settings = existing(2);
    for (const alarm of alarms(settings)) expect(zonesOf(alarm)).toEqual(settings.subnetIds);
  });

  test.each([
    [9, [9]],
    [10, [9, 1]],
    [20, [9, 9, 2]],
  ])('%i subnets are more than one expression takes: an alarm for each group', (count, sizes) => {
    const settings = existing(count);
    const all = alarms(settings);
    for (const name of ['s3 lost', 'a control answers', 'no run']) {
      const parts = all.filter((alarm) => alarm.name.startsWith(name));
      expect(parts.map(({ stats }) => stats.length)).toEqual(sizes);
      expect(parts.flatMap(zonesOf)).toEqual(settings.subnetIds);
      expect(new Set(parts.map((part) => part.name)).size).toBe(parts.length);
    }
  });

  test('two subnets of one zone share its metrics, and each must report', () => {
    const all = alarms(existing(3, ['us-west-2a', 'us-west-2b', 'us-west-2a']));
    const of = (wanted: string) => all.find(({ name }) => name === wanted);
    expect(of('no run')?.expression).toBe('MIN([FILL(zone0,0)/2,FILL(zone1,0)])');
    expect(of('s3 lost')?.expression).toBe('MIN([zone0,zone1])');
    for (const alarm of all) expect(zonesOf(alarm)).toEqual(['us-west-2a', 'us-west-2b']);
  });

  test('synthesis says which alarms stay on because of what the VPC has', () => {
    const infos = (settings: object) =>
      Annotations.fromStack(synthesized(settings).stack).findInfo('*', Match.stringLikeRegexp('stay on'));
    expect(infos(existing(1))).toHaveLength(1);
    expect(infos({ alarms: true })).toEqual([]);
    expect(infos({ ...existing(1), alarms: false })).toEqual([]);
  });
});
