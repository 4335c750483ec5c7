/** `npm run probe` as a user runs it, against stand-ins of AWS's APIs; the probes are the real bundle in the lab. */
import { describe, expect, inject, test } from 'vitest';
import { runLab } from '../../lib/lab/lab.ts';
import { reportIn, targetIn } from '../lab/lab-command.ts';
import { type Ended, runCommandLine } from '../run-command.ts';
import {
  type Answer,
  describeStacks,
  lambdaError,
  payload,
  queryError,
  type StandIns,
  startStandIns,
  xml,
} from './stand-ins.ts';

const refused = inject('labRefused');
const FUNCTIONS = ['probe-us-west-2a', 'probe-us-west-2b'];

const stack: StandIns = {
  query: () => describeStacks(FUNCTIONS),
  invoke: () => payload(null),
};

async function probe(standIns: StandIns, ...args: string[]): Promise<Ended> {
  const { environment, stop } = await startStandIns(standIns);
  try {
    return await run({ ...process.env, ...environment }, args);
  } finally {
    stop();
  }
}

function run(env: NodeJS.ProcessEnv, args: readonly string[]): Promise<Ended> {
  return runCommandLine('probe', args, env);
}

/** The probe function of a subnet: the real bundle in the lab, whose own findings a deployed probe would not have. */
const inWorld =
  (world: string) =>
  async (functionName: string, event: unknown): Promise<Answer> => {
    const { report } = await runLab({
      request: {
        source: { kind: 'assembly', path: inject('assembly') },
        world,
        subnet: functionName.replace('probe-', ''),
        region: null,
        event: event as Record<string, unknown>,
      },
      install: false,
      progress: () => {},
      signal: new AbortController().signal,
    });
    return payload({ ...report, runs: report.runs.map(({ lab: _, ...rest }) => rest) });
  };

/** What EC2 says about a VPC whose one table leads to an egress-only gateway. */
function ec2(action: string): Answer {
  if (action === 'DescribeSubnets') {
    return xml(action, { subnetSet: { item: [{ subnetId: 'subnet-1', vpcId: 'vpc-1' }] } });
  }
  const routeSet = {
    item: [{ destinationIpv6CidrBlock: '::/0', egressOnlyInternetGatewayId: 'eigw-1', state: 'active' }],
  };
  const associationSet = { item: [{ main: 'true' }] };
  return xml(action, { routeTableSet: { item: [{ routeTableId: 'rtb-1', routeSet, associationSet }] } });
}

describe.skipIf(refused !== null)('the journey', () => {
  test('finds the stack, asks every probe, and prints one report as the lab does', async () => {
    const asked: unknown[] = [];
    const { stdout, stderr, status } = await probe(
      {
        query: () => describeStacks(FUNCTIONS),
        invoke: (name, event) => {
          asked.push(event);
          return inWorld('as-synthesized')(name, event);
        },
      },
      ...['--target', 'https://api.github.com'],
    );
    expect(stderr).toContain('looking for stack Natless in us-west-2');
    expect(stderr).toContain('probing from 2 subnets');
    expect(stdout).toContain('us-west-2a');
    expect(stdout).toContain('us-west-2b');
    expect(stdout).toContain('9 of 11 targets need no NAT gateway');
    expect(asked).toEqual(FUNCTIONS.map(() => ({ targets: [{ url: 'https://api.github.com' }] })));
    expect(status).toBe(1);
  });

  test('asks EC2 for the routes that the probes could not look up', async () => {
    const ended = await probe(
      {
        query: (action) =>
          action === 'DescribeStacks' ? describeStacks(FUNCTIONS.slice(0, 1)) : ec2(action),
        invoke: inWorld('ec2-without-ipv6'),
      },
      '--json',
    );
    const [only] = reportIn(ended).runs;
    if (!only) throw new Error('no run');
    expect(only.network.route).toEqual({ witness: 'ec2', gateway: 'eigw-1' });
    expect(targetIn(only, 's3')).toMatchObject({ path: 'eigw', verdict: 'pass', warnings: [] });
    expect(targetIn(only, 'ec2')).toMatchObject({ path: 'none', cause: { code: 'NoAaaaRecord' } });
    expect(ended.status).toBe(1);
  });

  test('leaves a route declared that its user may not ask about', async () => {
    const ended = await probe(
      {
        query: (action) =>
          action === 'DescribeStacks'
            ? describeStacks(FUNCTIONS.slice(0, 1))
            : queryError(403, 'UnauthorizedOperation', 'You are not authorized to perform this operation.'),
        invoke: inWorld('ec2-without-ipv6'),
      },
      '--json',
    );
    expect(ended.stderr).toContain('looking up the route table of');
    expect(reportIn(ended).runs[0]?.network.route.witness).toBe('declared');
  });
});

describe('a problem is one sentence with the command that helps, and status 2', () => {
  const noStack = queryError(400, 'ValidationError', 'Stack with id Natless does not exist');
  const denied = queryError(
    403,
    'AccessDenied',
    'User: x is not authorized to perform: cloudformation:DescribeStacks',
  );
  const functionError = (errorType: string, errorMessage: string) =>
    payload({ errorType, errorMessage }, { 'x-amz-function-error': 'Unhandled' });

  test.each<[string, Partial<StandIns>, RegExp]>([
    [
      'no stack of that name or in that Region',
      { query: () => noStack },
      /there is no stack "Natless" in us-west-2: deploy it with npx cdk deploy/,
    ],
    ['a stack without probes', { query: () => describeStacks([]) }, /has no output "ProbeFunctionNames"/],
    ['no permission', { query: () => denied }, /may not do it: they need cloudformation:DescribeStacks/],
    [
      'expired credentials',
      {
        query: () => queryError(403, 'ExpiredToken', 'The security token included in the request is expired'),
      },
      /have expired or are not valid: run aws sso login/,
    ],
    [
      'throttling',
      { invoke: () => lambdaError(429, 'TooManyRequestsException', 'Rate exceeded') },
      /throttled the call: wait a minute/,
    ],
    [
      'a function that is gone',
      { invoke: () => lambdaError(404, 'ResourceNotFoundException', 'Function not found') },
      /the function is gone/,
    ],
    [
      'a function that timed out',
      { invoke: () => functionError('Sandbox.Timedout', 'Task timed out after 60.00 seconds') },
      /timed out after 60\.00 seconds\): the deadline inside/,
    ],
    [
      'a function that failed',
      { invoke: () => functionError('Error', 'boom\u001b[2J') },
      /the function itself failed \(Error: boom \[2J\): read its log group/,
    ],
    [
      'an event that the probe refuses',
      {
        invoke: () =>
          payload({
            schemaVersion: 1,
            error: { code: 'InvalidEvent', problems: ['"only" names an unknown target "s4"'] },
          }),
      },
      /the probe refused the event: "only" names an unknown target "s4"/,
    ],
    [
      'an answer that is no report',
      { invoke: () => payload({ hello: 'world' }) },
      /no report of this version: deploy the stack again/,
    ],
    [
      'an answer that is no JSON',
      { invoke: () => ({ status: 200, body: 'hello' }) },
      /no report of this version/,
    ],
  ])('%s', async (_, changes, words) => {
    const { status, stdout, stderr } = await probe({ ...stack, ...changes });
    expect(stderr).toMatch(words);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(stderr.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });

  const NOBODY = {
    PATH: process.env.PATH,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };

  test.each<[string, NodeJS.ProcessEnv, readonly string[], RegExp]>([
    ['no Region', NOBODY, [], /no Region is named: name one with --region/],
    ['no credentials', NOBODY, ['--region', 'us-west-2'], /there are no AWS credentials: run aws sso login/],
    [
      'no such profile',
      NOBODY,
      ['--region', 'us-west-2', '--profile', 'nobody'],
      /there are no AWS credentials: run aws sso login --profile nobody/,
    ],
    [
      'nobody there',
      {
        ...NOBODY,
        AWS_ACCESS_KEY_ID: 'a',
        AWS_SECRET_ACCESS_KEY: 'b',
        AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      },
      ['--region', 'us-west-2'],
      /could not be reached from this machine/,
    ],
    ['an unknown option', NOBODY, ['--regoin', 'x'], /--regoin/],
    ['a target that is none', NOBODY, ['--target', 'x'], /write https:/],
  ])('%s', async (_, env, args, words) => {
    const { status, stdout, stderr } = await run(env, args);
    expect(stderr).toMatch(words);
    expect(stderr).not.toMatch(/^ +at /m);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });

  test('an interrupt ends with 130, however long the probe would have taken', async () => {
    const { environment, stop } = await startStandIns({ ...stack, invoke: () => new Promise(() => {}) });
    const env = { ...process.env, ...environment };
    const { status } = await runCommandLine('probe', [], env, (text, kill) => {
      if (text.includes('probing from')) kill('SIGINT');
    });
    stop();
    expect(status).toBe(130);
  });
});
