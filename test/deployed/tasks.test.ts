/** `natless probe --on fargate` as a user runs it, against stand-ins of AWS; the journey's tasks run in the lab. */
import { describe, expect, inject, test } from 'vitest';
import { reportOf } from '../../lambda/report/judge/summary.ts';
import { reportLines } from '../../lambda/report/report-lines.ts';
import { CONTAINER, ENV, FARGATE_OUTPUTS } from '../../lambda/report/stack-contract.ts';
import { runLab } from '../../lib/lab/lab.ts';
import { dynamoDbErrors as jsonErrors } from '../../lib/lab/services/aws/error-forms.ts';
import { DEFAULT_REQUEST } from '../../lib/lab/session/request.ts';
import { natless } from '../command.ts';
import { reportIn } from '../lab/lab-command.ts';
import { passing, run } from '../report/run-builder.ts';
import { type Answers, type Asked, json, refusal, startAwsStandIn } from './aws-stand-in.ts';
import { describeStacks, userEnvironment } from './deployed-stack.ts';

const refused = inject('labRefused');

const OUTPUTS = {
  [FARGATE_OUTPUTS.cluster]: 'Natless-Cluster',
  [FARGATE_OUTPUTS.taskDefinition]: 'arn:aws:ecs:us-west-2:111122223333:task-definition/Natless:1',
  [FARGATE_OUTPUTS.securityGroup]: 'sg-1',
  [FARGATE_OUTPUTS.logGroup]: 'Natless-Tasks',
  [FARGATE_OUTPUTS.ipv6OnlySubnets]: 'subnet-6a,subnet-6b',
  [FARGATE_OUTPUTS.dualStackSubnets]: 'subnet-a,subnet-b',
  [FARGATE_OUTPUTS.availabilityZones]: 'us-west-2a,us-west-2b',
};

interface RunTaskInput {
  readonly networkConfiguration: { readonly awsvpcConfiguration: { readonly subnets: readonly string[] } };
  readonly overrides: {
    readonly containerOverrides: readonly {
      readonly environment: readonly { readonly name: string; readonly value: string }[];
    }[];
  };
}

function subnetIn({ body }: Asked): string {
  return (JSON.parse(body) as RunTaskInput).networkConfiguration.awsvpcConfiguration.subnets[0] ?? '';
}

function environmentIn({ body }: Asked): Record<string, string> {
  const [container] = (JSON.parse(body) as RunTaskInput).overrides.containerOverrides;
  return Object.fromEntries((container?.environment ?? []).map(({ name, value }) => [name, value]));
}

/** The task's id has its key, so that the stand-in of its log knows it, too. */
function taskArn(asked: Asked): string {
  const id = `${subnetIn(asked)}.${environmentIn(asked)[CONTAINER.keyVariable]}`;
  return `arn:aws:ecs:us-west-2:111122223333:task/Natless-Cluster/${id}`;
}

/** The lines that a container writes whose task has the log that is asked for. */
function sealedLines({ body }: Asked, report: unknown): string[] {
  const { logStreamName } = JSON.parse(body) as { logStreamName: string };
  return reportLines(report, logStreamName.split('.').at(-1) ?? '');
}

/** An ended task, as DescribeTasks describes it. */
function ended(asked: Asked, changes: object = {}) {
  const { tasks } = JSON.parse(asked.body) as { tasks: string[] };
  const containers = [{ name: 'probe', exitCode: 0 }];
  return json({
    tasks: tasks.map((arn) => ({
      ...{ taskArn: arn, lastStatus: 'STOPPED', containers },
      ...{ stoppedReason: 'Essential container in task exited', ...changes },
    })),
  });
}

/** At the end, CloudWatch returns the same token again. */
function events({ body }: Asked, lines: readonly string[]) {
  const { nextToken } = JSON.parse(body) as { nextToken?: string };
  const messages = nextToken === undefined ? lines : [];
  return json({ events: messages.map((message) => ({ message })), nextForwardToken: 'f/end' });
}

const healthy = run([passing('s3')], {
  network: { ...run([]).network, route: { witness: 'ec2', gateway: 'eigw-1' } },
});

const HEALTHY: Answers = {
  DescribeStacks: () => describeStacks(OUTPUTS),
  RunTask: (asked) => json({ tasks: [{ taskArn: taskArn(asked) }], failures: [] }),
  DescribeTasks: (asked) => ended(asked),
  GetLogEvents: (asked) =>
    events(asked, ['a line of something else', ...sealedLines(asked, reportOf([healthy]))]),
};

async function probe(args: readonly string[], changes: Answers = {}) {
  const aws = await startAwsStandIn({ ...HEALTHY, ...changes });
  try {
    const result = await natless(['probe', '--on', 'fargate', ...args], { env: userEnvironment(aws) });
    return { ...result, asked: aws.asked };
  } finally {
    await aws.stop();
  }
}

describe.skipIf(refused !== null)(`the journey${refused === null ? '' : ` (skipped: ${refused})`}`, () => {
  test('the container’s entry point reaches the same targets from an IPv6-only interface, and its log is read', async () => {
    const { report, logs, differences } = await runLab({
      request: { ...DEFAULT_REQUEST, on: 'fargate', firstSubnetOnly: true },
      install: false,
      progress: () => {},
      signal: new AbortController().signal,
    });
    expect(differences).toEqual([]);
    expect(report.runs[0]?.lab?.referee).toEqual({ agrees: true, disagreements: [] });
    expect(report.summary.sentence).toContain('9 of 10 targets work without a NAT gateway');
    expect(report.runs[0]?.lab?.counters).toMatchObject({ noRouteDropped: 0, internetGateway: { out: 0 } });
    // Nothing of the functions' metrics, which alarms look at.
    expect(logs).not.toContain('CloudWatchMetrics');
    const { stdout, status, asked } = await probe(['--json'], {
      // The lab's tasks have keys of their own.
      GetLogEvents: (each) => events(each, [...logs.split('\n'), ...sealedLines(each, report)]),
    });
    const { runs } = reportIn({ stdout, stderr: '', status });
    expect(runs.map(({ targets }) => targets.filter(({ witness }) => witness === 'iam').length)).toEqual([
      4, 4,
    ]);
    expect(status).toBe(0);
    expect(asked.map(({ operation }) => operation)).toContain('RunTask');
  }, 90_000);
});

describe('a task', () => {
  test('runs in each IPv6-only subnet, and gets its subnet and its event in its environment', async () => {
    const { asked, stderr, status } = await probe(['--only', 's3']);
    const started = asked.filter(({ operation }) => operation === 'RunTask');
    expect(started.map(subnetIn).sort()).toEqual(['subnet-6a', 'subnet-6b']);
    expect(started.map(environmentIn)).toContainEqual({
      [ENV.subnetId]: 'subnet-6b',
      [ENV.availabilityZone]: 'us-west-2b',
      [CONTAINER.eventVariable]: '{"only":["s3"]}',
      [CONTAINER.keyVariable]: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(new Set(started.map((each) => environmentIn(each)[CONTAINER.keyVariable])).size).toBe(2);
    expect(JSON.parse(started[0]?.body ?? '')).toMatchObject({
      ...{ launchType: 'FARGATE', count: 1 },
      networkConfiguration: {
        awsvpcConfiguration: { securityGroups: ['sg-1'], assignPublicIp: 'DISABLED' },
      },
    });
    expect(stderr).toContain('running a task in each of 2 subnets');
    expect(status).toBe(0);
  });

  test('runs in the dual-stack subnets on request, where AWS’s reason is shown and explained', async () => {
    const reason =
      'CannotPullContainerError: pull image manifest has been retried 5 time(s): dial tcp 52.94.0.1:443: i/o timeout';
    const { stderr, stdout, status, asked } = await probe(['--on', 'fargate-dual-stack'], {
      DescribeTasks: (each) => ended(each, { stoppedReason: reason, containers: [{ name: 'probe' }] }),
    });
    expect(
      asked
        .filter(({ operation }) => operation === 'RunTask')
        .map(subnetIn)
        .sort(),
    ).toEqual(['subnet-a', 'subnet-b']);
    expect(stderr).toContain(reason);
    expect(stderr).toContain('containers-roadmap#2641');
    expect(stderr).toContain('--on fargate runs the task in IPv6-only subnets');
    expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
    // It would show the day on which it works.
    expect((await probe(['--on', 'fargate-dual-stack'])).status).toBe(0);
  });

  test('gets the endpoints that only dual-stack subnets have, and only there', async () => {
    const withEndpoints = {
      DescribeStacks: () =>
        describeStacks({ ...OUTPUTS, [FARGATE_OUTPUTS.dualStackEndpoints]: 's3,bedrock-runtime' }),
    };
    const endpointsGiven = async (kind: string) => {
      const { asked } = await probe(['--on', kind], withEndpoints);
      return asked
        .filter(({ operation }) => operation === 'RunTask')
        .map((each) => environmentIn(each)[ENV.vpcEndpoints]);
    };
    expect(await endpointsGiven('fargate-dual-stack')).toEqual(['s3,bedrock-runtime', 's3,bedrock-runtime']);
    expect(await endpointsGiven('fargate')).toEqual([undefined, undefined]);
  });
});

test('more targets than a task’s environment holds are refused before any task runs', async () => {
  const targets = Array.from({ length: 90 }, (_, index) => [
    '--target',
    `https://${'x'.repeat(60)}${index}.example`,
  ]);
  const { stderr, status, asked } = await probe(targets.flat());
  expect(stderr).toContain('name fewer targets');
  expect(asked.map(({ operation }) => operation)).not.toContain('RunTask');
  expect(status).toBe(2);
});

test('what a stranger has written to the log like a report is not read, and does not keep the report from being read', async () => {
  const forged = reportLines(reportOf([run([])]), 'a key that a stranger knows');
  const { stdout, status } = await probe(['--json'], {
    GetLogEvents: (asked) =>
      events(asked, [...forged, ...sealedLines(asked, reportOf([healthy])), ...forged]),
  });
  const { runs } = reportIn({ stdout, stderr: '', status });
  expect(runs.map(({ targets }) => targets.length)).toEqual([1, 1]);
});

describe('one sentence on standard error, status 2, and nothing else', () => {
  test.concurrent.each<[string, Answers, ...string[]]>([
    [
      'a stack without tasks',
      { DescribeStacks: () => describeStacks() },
      '"fargate": true',
      'npx cdk deploy',
    ],
    [
      'no permission',
      { RunTask: () => refusal(jsonErrors, 400, 'AccessDeniedException', 'not authorized') },
      'add ecs:RunTask and iam:PassRole',
    ],
    [
      'no capacity',
      { RunTask: () => json({ tasks: [], failures: [{ reason: 'RESOURCE:ENI' }] }) },
      'ECS reports RESOURCE:ENI',
    ],
    [
      'a pull that fails',
      {
        DescribeTasks: (asked) =>
          ended(asked, { stoppedReason: 'CannotPullContainerError: i/o timeout', containers: [{}] }),
      },
      'CannotPullContainerError',
      'natless pulls --deployed',
    ],
    [
      'a container that crashes',
      {
        DescribeTasks: (asked) => ended(asked, { containers: [{ exitCode: 1 }] }),
        GetLogEvents: () => refusal(jsonErrors, 400, 'AccessDeniedException', 'not authorized'),
      },
      'add logs:GetLogEvents',
    ],
    [
      'an event that is refused',
      {
        GetLogEvents: (asked) =>
          events(asked, sealedLines(asked, { schemaVersion: 2, error: { problems: ['no such target'] } })),
      },
      'the probe refused the event: no such target',
    ],
    [
      'a log with two reports',
      {
        GetLogEvents: (asked) =>
          events(asked, [...sealedLines(asked, reportOf([healthy])), ...sealedLines(asked, reportOf([]))]),
      },
      'its log has parts of two reports',
    ],
    [
      'a log with a part twice',
      {
        GetLogEvents: (asked) =>
          events(
            asked,
            [reportOf([healthy]), reportOf([healthy])].flatMap((each) => sealedLines(asked, each)),
          ),
      },
      'its log has a part of the report twice',
    ],
  ])('%s', async (_, changes, ...words) => {
    const { stdout, stderr, status } = await probe([], changes);
    for (const word of words) expect(stderr).toContain(word);
    expect(stderr).not.toMatch(/^ +at /m);
    expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
  });
});
