/** `natless probe` over several Regions, against stand-ins of AWS: all are probed, and make one report. */
import { describe, expect, test } from 'vitest';
import { OUTPUTS } from '../../lambda/report/stack-contract.ts';
import { queryErrors } from '../../lib/lab/services/aws/error-forms.ts';
import { natless } from '../command.ts';
import { reportIn } from '../lab/lab-command.ts';
import { failing, passing, run } from '../report/run-builder.ts';
import { type Answers, refusal, startAwsStandIn } from './aws-stand-in.ts';
import { answerOf, describeStacks, functionNameIn, GATEWAY, userEnvironment } from './deployed-stack.ts';

/** The answer of a probe in a Region's first zone. */
function answerFrom(region: string, targets = [passing('s3')]) {
  const network = { ...run([]).network, availabilityZone: `${region}a`, subnetId: `subnet-${region}` };
  const route = { witness: 'ec2' as const, gateway: GATEWAY };
  return answerOf(run(targets, { region, network: { ...network, route } }));
}

const HEALTHY: Answers = {
  DescribeStacks: ({ parameters }) =>
    describeStacks({ [OUTPUTS.functionNames]: `${parameters.get('StackName')}-Probe` }),
  Invoke: (asked) => answerFrom(regionIn(functionNameIn(asked))),
};

const regionIn = (name: string) => name.replace(/^\w+-/, '').replace('-Probe', '');

async function probe(args: readonly string[], changes: Answers = {}) {
  const aws = await startAwsStandIn({ ...HEALTHY, ...changes });
  try {
    const ended = await natless(['probe', ...args], { env: userEnvironment(aws) });
    return { ...ended, asked: aws.asked };
  } finally {
    await aws.stop();
  }
}

const BOTH = ['--regions', 'us-west-2,eu-west-1'];

test('asks the stack of each Region and prints one matrix', async () => {
  const ended = await probe(BOTH);
  expect(ended.status).toBe(0);
  expect(ended.stdout.split('\n')[0]).toMatch(/^target +us-west-2a +eu-west-1a$/);
  expect(ended.stdout).toMatch(/^s3 +✓ ipv6 +✓ ipv6$/m);
  const stacks = ended.asked.filter(({ operation }) => operation === 'DescribeStacks');
  expect(stacks.map(({ parameters }) => parameters.get('StackName')).sort()).toEqual([
    'Natless-eu-west-1',
    'Natless-us-west-2',
  ]);
});

test('--json prints one report of all Regions', async () => {
  const { runs, summary } = reportIn(await probe([...BOTH, '--json']));
  expect(runs.map(({ region }) => region)).toEqual(['us-west-2', 'eu-west-1']);
  expect(summary.asExpected).toBe(true);
});

test('--stack sets the part of the name before the Region', async () => {
  const ended = await probe([...BOTH, '--stack', 'Mine']);
  const names = ended.asked
    .map(({ parameters }) => parameters.get('StackName'))
    .filter((name) => name !== null);
  expect(names.sort()).toEqual(['Mine-eu-west-1', 'Mine-us-west-2']);
});

test('ends with status 1 if one Region is not as expected', async () => {
  const ended = await probe(BOTH, {
    Invoke: (asked) => {
      const region = regionIn(functionNameIn(asked));
      return answerFrom(region, region === 'eu-west-1' ? [failing('s3')] : undefined);
    },
  });
  expect(ended.status).toBe(1);
  expect(ended.stdout).toMatch(/^s3 +✓ ipv6 +✗ none$/m);
});

test('names a Region without an answer, shows the others and ends with status 2', async () => {
  const ended = await probe(BOTH, {
    DescribeStacks: (asked) => {
      const name = asked.parameters.get('StackName') ?? '';
      return name.endsWith('eu-west-1')
        ? refusal(queryErrors, 400, 'ValidationError', `Stack with id ${name} does not exist`)
        : (HEALTHY.DescribeStacks?.(asked) ?? describeStacks());
    },
  });
  expect(ended.status).toBe(2);
  expect(ended.stderr).toContain('there is no stack "Natless-eu-west-1" in eu-west-1');
  expect(ended.stdout).toMatch(/^s3 +✓ ipv6$/m);
});

test('prints no matrix if no Region answers', async () => {
  const ended = await probe(BOTH, {
    DescribeStacks: () => refusal(queryErrors, 403, 'AccessDenied', 'not authorized'),
  });
  expect([ended.status, ended.stdout]).toEqual([2, '']);
  expect(ended.stderr).toContain('us-west-2');
  expect(ended.stderr).toContain('eu-west-1');
});

describe('usage', () => {
  test.each([
    [['--all-regions'], 'natless.regions is not set in cdk.json'],
    [['--regions', 'us-west-2,us-west-2'], '--regions has "us-west-2" twice'],
    [['--regions', 'Oregon'], 'the Region is "Oregon"'],
    [[...BOTH, '--region', 'us-west-2'], 'cannot be used with'],
    [['--all-regions', ...BOTH], 'cannot be used with'],
    [[...BOTH, '--on', 'fargate'], 'cannot be used with'],
  ])('%j', async (args, words) => {
    const ended = await probe(args);
    expect(ended.status).toBe(2);
    expect(ended.stderr).toContain(words);
  });
});
