/** `natless verify` against a stand-in of an account and of the CDK: whatever happens, it tries to destroy the stack. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import width from 'string-width';
import { afterAll, describe, expect, test } from 'vitest';
import { judgeTarget } from '../../lambda/report/judge/judge-target.ts';
import { reportSchema } from '../../lambda/report/report-schema.ts';
import { type CallOptions, type Ended, natless, type ProcessOptions, startNatless } from '../command.ts';
import { evidence, facts } from '../lambda/report/evidence-builder.ts';
import { elsewhere, passing, run } from '../report/run-builder.ts';
import { type Answers, type AwsStandIn, json, startAwsStandIn } from './aws-stand-in.ts';
import { answerOf, functionNameIn, GATEWAY, userEnvironment } from './deployed-stack.ts';
import { ACCOUNT, cdkCalls, type Events, sandboxAccount } from './sandbox-account.ts';

const CDK = join(import.meta.dirname, 'fixtures', 'cdk.ts');
const folder = mkdtempSync(join(tmpdir(), 'natless-test-verify-'));
afterAll(() => rmSync(folder, { recursive: true }));

const route = { witness: 'ec2' as const, gateway: GATEWAY };
const overEigw = facts({ route: { ...route, routes: null }, iamWitness: true });
const proved = run([judgeTarget(evidence(), overEigw)], { network: { ...run([]).network, route } });
const unproved = { ...proved, targets: [{ ...passing('s3'), path: 'eigw' as const }] };

let reports = 0;

const verify = (
  args: readonly string[],
  events: Events = {},
  changes: Answers = {},
  { env, input }: CallOptions = {},
) =>
  against(args, events, changes, (all, aws) =>
    natless(all, { env: environment(aws, env), ...(input && { input }) }),
  );

/** In a separate process. */
const startVerify = (args: readonly string[], events: Events, options: ProcessOptions = {}) =>
  against(args, events, {}, (all, aws) => startNatless(all, { ...options, env: environment(aws) }));

function environment(aws: AwsStandIn, changes: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return userEnvironment(aws, { NATLESS_TEST_CDK: CDK, ...changes });
}

async function against(
  args: readonly string[],
  events: Events,
  changes: Answers,
  run: (args: readonly string[], aws: AwsStandIn) => Promise<Ended>,
) {
  reports += 1;
  const file = join(folder, `report-${reports}.json`);
  const aws = await startAwsStandIn({
    ...sandboxAccount(events),
    Invoke: (asked) => answerOf(functionNameIn(asked) === 'Natless-Probe0' ? proved : elsewhere(proved)),
    ...changes,
  });
  try {
    const ended = await run(['verify', '--report', file, ...args], aws);
    const lastLine = ended.stdout.trimEnd().split('\n').at(-1);
    return { ...ended, file, lastLine, asked: aws.asked, calls: cdkCalls(aws.asked) };
  } finally {
    await aws.stop();
  }
}

function commands({ calls }: Awaited<ReturnType<typeof verify>>): (string | undefined)[] {
  return calls.map(({ args: [command] }) => command);
}

test('deploys, probes, saves the report, destroys the stack and prints that it is verified', async () => {
  const ended = await verify(['--yes']);
  expect(ended.lastLine).toBe(`verified in account ${ACCOUNT}, Region us-west-2; the stack is destroyed`);
  expect(ended.status).toBe(0);
  expect(ended.calls).toEqual([
    {
      args: ['deploy', 'Natless', '--require-approval', 'never', '--progress', 'events'],
      region: 'us-west-2',
    },
    { args: ['destroy', 'Natless', '--force'], region: 'us-west-2' },
  ]);
  expect(reportSchema.parse(JSON.parse(readFileSync(ended.file, 'utf8'))).runs).toHaveLength(2);
  expect(ended.stdout).toContain('s3');
  const [, answered = ''] = ended.stdout.split('what this run answers of docs/unverified.md\n');
  expect(answered).toContain('Does the stack deploy on the first attempt');
  expect(answered).toMatch(/cdk destroy` wait .*(\n {2}.*)*\n→ 0 minutes/);
  // Below are commands to copy, which stay whole.
  const [answers = ''] = answered.split('may be left in the account');
  expect(answers.split('\n').filter((line) => width(line) > 80)).toEqual([]);
});

test('passes the output of the CDK on as lines of plain text, whatever it writes', async () => {
  const env = { NATLESS_TEST_CDK: join(import.meta.dirname, 'fixtures', 'hostile-cdk.mjs') };
  const { stderr, lastLine } = await verify(['--yes'], {}, {}, { env });
  expect(stderr).toContain('\n  on stdout:  [31mred  ]0;title \n');
  expect(stderr).toContain('\n  on stderr:  [2Jgone\n');
  expect(stderr).toContain('\nwithout an end\n');
  expect(stderr).not.toMatch(/[[\p{Cc}\p{Cf}]--\n]/v);
  expect(lastLine).toContain('the stack is destroyed');
});

test('names the log group that is not deleted with the stack', async () => {
  const { stdout } = await verify(['--yes']);
  expect(stdout).toContain('may be left in the account: log group /aws/lambda/Natless-Emptier: aws logs');
  expect(stdout).not.toContain('/aws/lambda/Natless-Probe0');
});

test('--region and --profile reach the CDK', async () => {
  const env = { AWS_SHARED_CREDENTIALS_FILE: join(import.meta.dirname, 'fixtures', 'credentials') };
  const { calls } = await verify(['--yes', '--region', 'eu-west-1', '--profile', 'sandbox'], {}, {}, { env });
  expect(calls[0]?.region).toBe('eu-west-1');
  expect(calls[0]?.args.slice(-2)).toEqual(['--profile', 'sandbox']);
});

describe('ends with status 1 and still destroys the stack', () => {
  test('if the report does not show what it should', async () => {
    const ended = await verify(['--yes'], {}, { Invoke: () => answerOf(unproved) });
    expect(ended.stdout).toContain('✗ us-west-2a: s3 was vouched for by echo, not by IAM');
    expect(ended.lastLine).toMatch(/^not verified \(2 problems, see above\) .*; the stack is destroyed$/);
    expect(commands(ended)).toEqual(['deploy', 'destroy']);
    expect(existsSync(ended.file)).toBe(true);
    expect(ended.status).toBe(1);
  });

  test('if a probe fails', async () => {
    const failure = json({ errorType: 'Error', errorMessage: 'oh' }, { 'x-amz-function-error': 'Unhandled' });
    const ended = await verify(['--yes'], {}, { Invoke: () => failure });
    expect(ended.stdout).toContain('the function itself failed (Error: oh)');
    expect(ended.lastLine).toMatch(/^not verified .*; the stack is destroyed$/);
    expect(commands(ended)).toEqual(['deploy', 'destroy']);
    expect(existsSync(ended.file)).toBe(false);
    expect(ended.status).toBe(1);
  });

  test('if deploying fails, without probing', async () => {
    const ended = await verify(['--yes'], { deploySucceeds: false });
    expect(ended.stderr).toContain('cdk: ROLLBACK_COMPLETE');
    expect(ended.stdout).toContain('✗ cdk deploy ended with status 1: see its output above');
    expect(ended.lastLine).toMatch(/^not verified .*; the stack is destroyed$/);
    expect(commands(ended)).toEqual(['deploy', 'destroy']);
    expect(ended.asked.map(({ operation }) => operation)).not.toContain('Invoke');
    expect(ended.status).toBe(1);
  });

  test('if destroying fails, with the command for it in the last line', async () => {
    const ended = await verify(['--yes'], { destroySucceeds: false });
    expect(ended.stdout).toContain('✗ cdk destroy ended with status 1');
    expect(ended.stdout).toContain('left in the account: stack Natless is DELETE_FAILED');
    expect(ended.lastLine).toMatch(
      /THE STACK MAY STILL BE THERE: AWS_REGION=us-west-2 npx cdk destroy Natless$/,
    );
    expect(commands(ended)).toEqual(['deploy', 'destroy']);
    expect(ended.status).toBe(1);
  });

  test('if the stack still exists after a destroy that succeeded', async () => {
    const ended = await verify(['--yes'], { destroyLies: true });
    expect(ended.stdout).toContain('left in the account: stack Natless is CREATE_COMPLETE');
    expect(ended.lastLine).toContain('THE STACK MAY STILL BE THERE');
    expect(ended.status).toBe(1);
  });

  test('if something is left behind', async () => {
    const ended = await verify(['--yes'], { leaves: ['bucket', 'network interface', 'resource'] });
    expect(ended.stdout).toContain('left in the account: bucket natless-bucket');
    expect(ended.stdout).toContain('left in the account: network interface eni-1 (AWS Lambda VPC ENI)');
    expect(ended.stdout).toContain(
      'left in the account: AWS::DynamoDB::Table natless-table is DELETE_FAILED',
    );
    expect(ended.status).toBe(1);
  });

  test('if the CDK is missing', async () => {
    const ended = await verify(['--yes'], {}, {}, { env: { NATLESS_TEST_CDK: '/nowhere/cdk' } });
    expect(ended.stdout).toContain('could not be started');
    expect(ended.stdout).toContain('npm ci');
    expect(ended.status).toBe(1);
  });
});

describe('Ctrl-C', () => {
  const first = { after: 'deploying Natless', signal: 'SIGINT' as const };

  test('during the deployment destroys the stack and ends with status 130', async () => {
    const ended = await startVerify(['--yes'], { hangs: ['deploy'] }, { signals: [first] });
    expect(commands(ended).at(-1)).toBe('destroy');
    expect(ended.stderr).toContain('Ctrl-C again leaves it in the account');
    expect(ended.stdout).toContain('✗ interrupted');
    expect(ended.lastLine).toMatch(/^not verified .*; the stack is destroyed$/);
    expect(ended.status).toBe(130);
  });

  test('counts once, though npm sends the signal a second time', async () => {
    const forwarded = { after: 'interrupted: ', signal: 'SIGINT' as const };
    const ended = await startVerify(['--yes'], { hangs: ['deploy'] }, { signals: [first, forwarded] });
    expect(ended.lastLine).toContain('the stack is destroyed');
    expect(ended.status).toBe(130);
  });

  test('a second time leaves the stack, with the command to destroy it in the last line', async () => {
    const second = { after: 'destroying Natless', signal: 'SIGINT' as const, delayMs: 1_500 };
    const ended = await startVerify(
      ['--yes'],
      { hangs: ['deploy', 'destroy'] },
      { signals: [first, second] },
    );
    expect(ended.lastLine).toContain('THE STACK MAY STILL BE THERE');
    expect(ended.status).toBe(130);
  });
});

describe('a stack that existed before', () => {
  test('is not touched, and ends the command with status 2', async () => {
    const ended = await verify(['--yes'], { existedBefore: true });
    expect(ended.stderr).toContain('there is a stack "Natless" in us-west-2 already');
    expect(ended.stderr).toContain('--keep-existing');
    expect(ended.calls).toEqual([]);
    expect(ended.status).toBe(2);
  });

  test('is updated, verified and kept with --keep-existing', async () => {
    const ended = await verify(['--yes', '--keep-existing'], { existedBefore: true });
    expect(commands(ended)).toEqual(['deploy']);
    expect(ended.lastLine).toMatch(/^verified .*; the stack was there before and is kept$/);
    expect(ended.status).toBe(0);
  });
});

test('a stack that did not exist before is destroyed, even with --keep-existing', async () => {
  expect(commands(await verify(['--yes', '--keep-existing']))).toEqual(['deploy', 'destroy']);
});

describe('the question', () => {
  test('names account and Region; "yes" continues', async () => {
    const ended = await verify([], {}, {}, { input: 'yes\n' });
    expect(ended.stderr).toContain(`account ${ACCOUNT}, Region us-west-2`);
    expect(commands(ended)).toEqual(['deploy', 'destroy']);
    expect(ended.status).toBe(0);
  });

  test.each(['', '\n', 'y\n', 'no\n'])('%j deploys nothing and ends with status 2', async (input) => {
    const ended = await verify([], {}, {}, { input });
    expect(ended.stderr).toContain('nothing was deployed');
    expect(ended.calls).toEqual([]);
    expect(ended.status).toBe(2);
  });
});

test('Ctrl-C at the question deploys nothing and ends with status 130', async () => {
  const signals = [{ after: 'Type "yes"', signal: 'SIGINT' as const }];
  const ended = await startVerify([], {}, { input: null, signals });
  expect(ended.calls).toEqual([]);
  expect(ended.status).toBe(130);
});

describe('deploys nothing and ends with status 2', () => {
  test.each([
    ['without credentials', [], { AWS_ACCESS_KEY_ID: undefined }, 'there are no AWS credentials'],
    ['without a Region', [], { AWS_REGION: undefined }, 'no Region is named'],
    ['if the report cannot be written', ['--report', '/nowhere/report.json'], {}, 'cannot be written'],
    ['if the report would be a folder', ['--report', folder], {}, 'cannot be written'],
    ['for an unknown option', ['--xyzzy'], {}, "unknown option '--xyzzy'"],
  ])('%s', async (_, args, env, words) => {
    const ended = await verify(['--yes', ...args], {}, {}, { env });
    expect(ended.stderr).toContain(words);
    expect(ended.stderr).not.toMatch(/^ +at /m);
    expect(ended.calls).toEqual([]);
    expect(ended.status).toBe(2);
  });
});
