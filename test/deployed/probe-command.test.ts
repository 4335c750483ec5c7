/** `natless probe` against stand-ins of AWS; the journeys invoke the real bundle in the lab. */
import { describe, expect, inject, test } from 'vitest';
import type { Run } from '../../lambda/report/report-schema.ts';
import { OUTPUTS } from '../../lambda/report/stack-contract.ts';
import { runLab } from '../../lib/lab/lab.ts';
import { ec2Errors, queryErrors, restJsonErrors } from '../../lib/lab/services/aws/error-forms.ts';
import { DEFAULT_REQUEST } from '../../lib/lab/session/request.ts';
import { type Ended, natless, type ProcessOptions, startNatless } from '../command.ts';
import { reportIn } from '../lab/lab-command.ts';
import { elsewhere, failing, passing, run } from '../report/run-builder.ts';
import { type Answers, type Asked, type AwsStandIn, json, refusal, startAwsStandIn } from './aws-stand-in.ts';
import {
  answerOf,
  describeStacks,
  ec2Answers,
  FUNCTIONS,
  functionNameIn,
  GATEWAY,
  userEnvironment,
} from './deployed-stack.ts';

const refused = inject('labRefused');

/** The route that the stack should have. */
const OVER_EIGW = [{ destinationIpv6CidrBlock: '::/0', egressOnlyInternetGatewayId: GATEWAY }];

const looked = run([passing('s3')], {
  network: { ...run([]).network, route: { witness: 'ec2', gateway: GATEWAY } },
});

/** A healthy deployment; a test changes one answer. */
const HEALTHY: Answers = {
  DescribeStacks: () => describeStacks(),
  Invoke: (asked) => answerOf(functionNameIn(asked) === 'Natless-Probe0' ? looked : elsewhere(looked)),
  ...ec2Answers(OVER_EIGW),
};

const probe = (args: readonly string[], changes: Answers = {}, env?: NodeJS.ProcessEnv) =>
  against(changes, (aws) => natless(['probe', ...args], { env: userEnvironment(aws, env) }));

/** In a separate process. */
const startProbe = (args: readonly string[], changes: Answers = {}, options: ProcessOptions = {}) =>
  against(changes, (aws) => startNatless(['probe', ...args], { ...options, env: userEnvironment(aws) }));

async function against(changes: Answers, run: (aws: AwsStandIn) => Promise<Ended>) {
  const aws = await startAwsStandIn({ ...HEALTHY, ...changes });
  try {
    return { ...(await run(aws)), asked: aws.asked };
  } finally {
    await aws.stop();
  }
}

/** Invokes the synthesized function in its subnet, as Lambda would. */
async function invokeInLab(asked: Asked, world: string): Promise<Run> {
  const { report } = await runLab({
    request: {
      ...DEFAULT_REQUEST,
      source: { kind: 'assembly', path: inject('assembly') },
      world,
      subnet: FUNCTIONS[functionNameIn(asked)] ?? null,
      event: JSON.parse(asked.body),
    },
    install: false,
    progress: () => {},
    signal: new AbortController().signal,
  });
  return report.runs[0] as Run;
}

describe.skipIf(refused !== null)(`the journey${refused === null ? '' : ` (skipped: ${refused})`}`, () => {
  test('probes every Availability Zone and prints the report', async () => {
    const ended = await startProbe([], {
      Invoke: async (asked) => answerOf(await invokeInLab(asked, 'as-synthesized')),
    });
    expect(ended.stderr).toContain('2 of 2 subnets have answered');
    expect(ended.stdout).toContain('us-west-2a');
    expect(ended.stdout).toContain('us-west-2b');
    expect(ended.stdout).toMatch(/^s3 +eigw +✓ pass/m);
    expect(ended.stdout).toContain('9 of 10 targets work without a NAT gateway');
    expect(ended.stdout).not.toContain('the kernel');
    expect(ended.status).toBe(0);
    // The probes read their route tables themselves, without the user's credentials.
    expect(ended.asked.map(({ operation }) => operation)).toEqual(['DescribeStacks', 'Invoke', 'Invoke']);
  });

  test('looks up the route with the user’s credentials where EC2 has no IPv6', async () => {
    const ended = await startProbe(['--json', '--only', 's3,sts,ec2'], {
      Invoke: async (asked) => answerOf(await invokeInLab(asked, 'ec2-without-ipv6')),
    });
    const { runs, summary } = reportIn(ended);
    expect(runs).toHaveLength(2);
    for (const { network, targets } of runs) {
      expect(network.route).toEqual({ witness: 'ec2', gateway: GATEWAY, ipv4Gateway: null });
      expect(targets.map(({ id, path, verdict }) => ({ id, path, verdict }))).toEqual([
        { id: 's3', path: 'eigw', verdict: 'pass' },
        { id: 'sts', path: 'eigw', verdict: 'pass' },
        { id: 'ec2', path: 'none', verdict: 'fail' },
      ]);
      expect(targets.flatMap(({ warnings }) => warnings)).toEqual([]);
    }
    expect(summary.reachedOverEigw).toEqual(['s3', 'sts']);
    // EC2 itself was expected to be reached; everything else is as expected.
    expect(ended.status).toBe(1);
  });
});

const declared = run([passing('s3')]);

describe('the report', () => {
  test('ends with status 1 if a subnet is not as expected', async () => {
    const broken = elsewhere({ ...looked, targets: [failing('s3')] });
    const ended = await probe([], {
      Invoke: (asked) => answerOf(functionNameIn(asked) === 'Natless-Probe0' ? looked : broken),
    });
    expect(ended.stdout).toContain('ConnectTimeout');
    expect(ended.status).toBe(1);
  });

  test('names the internet gateway that EC2 finds behind the declared route', async () => {
    const ended = await probe(['--json'], {
      Invoke: () => answerOf(declared),
      ...ec2Answers([{ destinationIpv6CidrBlock: '::/0', gatewayId: 'igw-1' }]),
    });
    expect(reportIn(ended).runs[0]?.targets[0]).toMatchObject({
      path: 'igw',
      cause: { code: 'InternetGatewayInPath' },
    });
    expect(ended.status).toBe(1);
  });

  test('finds the endpoint behind a route to a prefix list', async () => {
    const ended = await probe(['--json'], {
      Invoke: () => answerOf(declared),
      ...ec2Answers([...OVER_EIGW, { destinationPrefixListId: 'pl-1', gatewayId: 'vpce-1' }]),
    });
    expect(reportIn(ended).runs[0]?.targets[0]?.path).toBe('vpc-endpoint');
  });

  test("finds what is behind a route to a customer's prefix list, on whichever page it is", async () => {
    const ended = await probe(['--json'], {
      Invoke: () => answerOf(declared),
      ...ec2Answers([...OVER_EIGW, { destinationPrefixListId: 'pl-2', gatewayId: 'igw-1' }]),
    });
    expect(reportIn(ended).runs[0]?.targets[0]).toMatchObject({
      path: 'igw',
      cause: { code: 'InternetGatewayInPath' },
    });
  });

  test('says of a route whose list EC2 does not know that it is unknown, and keeps the rest of the answer', async () => {
    const ended = await probe(['--json'], {
      Invoke: () => answerOf(declared),
      ...ec2Answers([...OVER_EIGW, { destinationPrefixListId: 'pl-9', gatewayId: 'igw-1' }]),
    });
    const [run] = reportIn(ended).runs;
    expect(run?.network.route).toEqual({ witness: 'ec2', gateway: GATEWAY, ipv4Gateway: null });
    expect(run?.targets[0]).toMatchObject({
      path: 'ipv6',
      warnings: [
        {
          code: 'RouteDeclared',
          message: expect.stringContaining('pl-9 (InvalidPrefixListID.NotFound) to igw-1'),
          remedy: expect.stringContaining('ec2:GetManagedPrefixListEntries'),
        },
      ],
    });
  });

  test('leaves out a route that a route server has filtered', async () => {
    const ended = await probe(['--json'], {
      Invoke: () => answerOf(declared),
      ...ec2Answers([
        ...OVER_EIGW,
        { destinationPrefixListId: 'pl-2', gatewayId: 'igw-1', state: 'filtered' },
      ]),
    });
    expect(reportIn(ended).runs[0]?.targets[0]?.path).toBe('eigw');
  });

  test('holds what it knows if EC2 names a malformed block beside the route', async () => {
    const ended = await probe(['--json'], {
      Invoke: () => answerOf(declared),
      ...ec2Answers([{ destinationIpv6CidrBlock: '::/129', gatewayId: 'igw-1' }, ...OVER_EIGW]),
    });
    expect(reportIn(ended).runs[0]?.network.route).toEqual({
      witness: 'ec2',
      gateway: GATEWAY,
      ipv4Gateway: null,
    });
    expect(reportIn(ended).runs[0]?.targets[0]?.path).toBe('eigw');
    expect(ended.status).toBe(0);
  });

  test('keeps the declared route, with a note, if the user may not ask EC2', async () => {
    const ended = await probe(['--json'], {
      Invoke: () => answerOf(declared),
      DescribeSubnets: () => refusal(ec2Errors, 403, 'UnauthorizedOperation', 'You are not authorized'),
    });
    expect(reportIn(ended).runs[0]?.network.route.witness).toBe('declared');
    expect(ended.stderr).toContain('add ec2:DescribeSubnets, ec2:DescribeRouteTables');
    expect(ended.status).toBe(0);
  });

  test('--only reaches the probes; without it they try everything', async () => {
    const some = await probe(['--only', 's3, sts']);
    const all = await probe([]);
    const events = ({ asked }: typeof all) =>
      asked.filter(({ operation }) => operation === 'Invoke').map(({ body }) => JSON.parse(body));
    expect(events(some)).toEqual([{ only: ['s3', 'sts'] }, { only: ['s3', 'sts'] }]);
    expect(events(all)).toEqual([{}, {}]);
  });

  test('--stack and --region choose the stack', async () => {
    const ended = await probe(['--stack', 'Mine', '--region', 'eu-central-1']);
    expect(ended.asked[0]?.parameters.get('StackName')).toBe('Mine');
    expect(ended.stderr).toContain('looking for stack Mine in eu-central-1');
  });

  test('AWS_DEFAULT_REGION works too, though the SDK does not read it', async () => {
    const ended = await probe([], {}, { AWS_REGION: undefined, AWS_DEFAULT_REGION: 'eu-west-3' });
    expect(ended.stderr).toContain('in eu-west-3');
    expect(ended.status).toBe(0);
  });

  test('a function that is waking up is invoked again', async () => {
    let invocations = 0;
    const ended = await probe([], {
      Invoke: () => {
        invocations += 1;
        if (invocations > 1) return answerOf(looked);
        return refusal(restJsonErrors, 502, 'ResourceNotReadyException', 'The function is inactive');
      },
    });
    expect(ended.stderr).toContain('is waking up');
    expect(invocations).toBe(3);
    expect(ended.status).toBe(0);
  });
});

const LOGIN = 'aws sso login';
const fails =
  (code: string, message = 'no') =>
  () =>
    refusal(queryErrors, 400, code, message);
const lambdaFails = (status: number, code: string) => () => refusal(restJsonErrors, status, code, 'no');
const functionFails = (errorType: string, errorMessage: string) => () =>
  json({ errorType, errorMessage }, { 'x-amz-function-error': 'Unhandled' });
const NO_KEYS = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined };

interface Failure {
  readonly args?: readonly string[];
  readonly answers?: Answers;
  readonly env?: NodeJS.ProcessEnv;
  readonly says: readonly string[];
}

const FAILURES: Readonly<Record<string, Failure>> = {
  'no credentials': { env: NO_KEYS, says: ['there are no AWS credentials', LOGIN] },
  'a profile that does not exist': {
    args: ['--profile', 'work'],
    env: NO_KEYS,
    says: ['there are no AWS credentials', `${LOGIN} --profile work`],
  },
  'expired credentials': {
    answers: { DescribeStacks: fails('ExpiredToken') },
    says: ['have expired', LOGIN],
  },
  'a wrong secret key': {
    answers: { DescribeStacks: fails('SignatureDoesNotMatch') },
    says: ['refused the signature', LOGIN],
  },
  'no stack, or another Region': {
    answers: { DescribeStacks: fails('ValidationError', 'Stack with id Natless does not exist') },
    says: ['there is no stack "Natless" in us-west-2', 'npx cdk deploy', '--region', '--stack'],
  },
  'a stack without probes': {
    answers: { DescribeStacks: () => describeStacks({}, 'CREATE_IN_PROGRESS') },
    says: [`is CREATE_IN_PROGRESS and has no output "${OUTPUTS.functionNames}"`, 'npx cdk deploy'],
  },
  'no Region': { env: { AWS_REGION: undefined }, says: ['no Region is named', '--region us-west-2'] },
  'an invalid Region': {
    args: ['--region', 'Oregon'],
    says: ['the Region is "Oregon"', 'us-west-2'],
  },
  'an invalid stack name': { args: ['--stack', 'my stack'], says: ['the stack is "my stack"'] },
  'an endpoint where nothing listens': {
    env: { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' },
    says: ['could not be reached from this machine', '--region'],
  },
  'throttling by CloudFormation': {
    answers: { DescribeStacks: fails('Throttling', 'Rate exceeded') },
    says: ['AWS throttled the call', 'wait a minute'],
  },
  'throttling by Lambda': {
    answers: { Invoke: lambdaFails(429, 'TooManyRequestsException') },
    says: ['invoking Natless-Probe', 'AWS throttled the call'],
  },
  'no permission to describe stacks': {
    answers: { DescribeStacks: fails('AccessDenied') },
    says: ['not allowed to do it', 'add cloudformation:DescribeStacks'],
  },
  'no permission to invoke': {
    answers: { Invoke: lambdaFails(403, 'AccessDeniedException') },
    says: ['not allowed to do it', 'add lambda:InvokeFunction'],
  },
  'a function that is gone': {
    answers: { Invoke: lambdaFails(404, 'ResourceNotFoundException') },
    says: ['the function is gone', 'npx cdk deploy Natless'],
  },
  'an error without a sentence of its own': {
    answers: { Invoke: lambdaFails(502, 'ENILimitReachedException') },
    says: ['invoking Natless-Probe', 'ENILimitReachedException'],
  },
  'an answer that is not from AWS': {
    answers: { DescribeStacks: () => ({ status: 200, headers: {}, body: '<html><p>Log in' }) },
    says: ['looking for stack "Natless" failed', 'the answer cannot be read', 'AWS_ENDPOINT_URL'],
  },
  'a function that throws': {
    answers: { Invoke: functionFails('TypeError', 'x is not a function') },
    says: ['the function itself failed (TypeError: x is not a function)', 'aws logs tail'],
  },
  'a function that times out': {
    answers: { Invoke: functionFails('Sandbox.Timedout', 'Task timed out after 60.00 seconds') },
    says: ['the function ran into its time-out', 'run the command again'],
  },
  'an event that the deployed version refuses': {
    answers: {
      Invoke: () => json({ schemaVersion: 2, error: { code: 'InvalidEvent', problems: ['no "sts" here'] } }),
    },
    says: ['the probe refused the event: no "sts" here', 'npx cdk deploy'],
  },
  'an answer of another version': {
    answers: { Invoke: () => json({ schemaVersion: 1, runs: [] }) },
    says: ['not a report of this version', 'npx cdk deploy'],
  },
  'a report without a run': {
    answers: {
      Invoke: () =>
        json({ ...reportIn({ stdout: String(answerOf(looked).body), stderr: '', status: 0 }), runs: [] }),
    },
    says: ['not a report of this version'],
  },
  'an answer that is not JSON': {
    answers: { Invoke: () => ({ status: 200, headers: {}, body: '<html>' }) },
    says: ['not a report of this version'],
  },
  'an invalid target': { args: ['--target', 'ftp://x'], says: ['write https://'] },
  'an unknown option': { args: ['--xyzzy'], says: ["unknown option '--xyzzy'"] },
  'an argument too many': { args: ['now'], says: ['"now" is one argument too many'] },
};

describe('one sentence on standard error, status 2, and nothing else', () => {
  test.each(Object.entries(FAILURES))('%s', async (_, { args = [], answers, env, says }) => {
    const { status, stdout, stderr } = await probe(args, answers, env);
    const sentence = stderr.trimEnd().split('\n').at(-1);
    for (const words of says) expect(sentence).toContain(words);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });
});

test.each(['\u001b[2J\u001b]0;owned\u0007', '\u009b31m', '\u202eevil'])(
  "a function's error reaches the terminal as plain text (%j)",
  async (message) => {
    const { stderr } = await probe([], { Invoke: functionFails('Error', `before ${message} after`) });
    expect(stderr).toMatch(/before .* after/);
    expect(stderr.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  },
);

test('a function name from the stack’s outputs reaches the terminal as plain text', async () => {
  const { stderr, status } = await probe([], {
    DescribeStacks: () => describeStacks({ [OUTPUTS.functionNames]: 'Probe\u202eevil' }),
    Invoke: lambdaFails(404, 'ResourceNotFoundException'),
  });
  expect(stderr).toContain('invoking Probe evil failed');
  expect(status).toBe(2);
});

test('Ctrl-C ends the waiting with status 130 and no report', async () => {
  const ended = await startProbe(
    [],
    { Invoke: () => new Promise(() => {}) },
    { signals: [{ after: 'probing from', signal: 'SIGINT' }] },
  );
  expect(ended.stdout).toBe('');
  expect(ended.status).toBe(130);
});
