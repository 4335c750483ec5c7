/** `npm run verify:aws` against stand-ins and a CDK that only says what it was told: whatever fails, it destroys. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { reportOf } from '../../lambda/probe/judge/summary.ts';
import type { Report } from '../../lambda/probe/report-schema.ts';
import { unverified } from '../../lib/deployed/assertions.ts';
import { control, failing, passing, run } from '../report/run-builder.ts';
import { type Ended, runCommandLine } from '../run-command.ts';
import { type Answer, describeStacks, payload, queryError, startStandIns, xml } from './stand-ins.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'natless-verify-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** As a deployed probe would report it from a healthy subnet. */
function healthy(): Report {
  const iam = { ...passing('s3'), path: 'eigw' as const, witness: 'iam' as const, warnings: [] };
  const one = run([iam], { controls: [control(), control({ id: 'dynamodb', kind: 'iam' })] });
  return reportOf([{ ...one, network: { ...one.network, route: { witness: 'ec2', gateway: 'eigw-1' } } }]);
}

interface Scenario {
  readonly report?: Report;
  /** What the CDK does, as a shell script; it has $1: deploy or destroy. */
  readonly cdk?: string;
  /** Whether there was a stack before. */
  readonly deployedBefore?: boolean;
  readonly leftBehind?: boolean;
}

/** The CDK writes what it was asked into a file, and the stand-ins know by it whether the stack is there. */
async function verifyAws(scenario: Scenario, ...args: string[]): Promise<Ended & { readonly asked: string }> {
  const log = join(folder, 'cdk.log');
  const cdk = join(folder, 'cdk');
  writeFileSync(cdk, `#!/bin/sh\necho "$@" >> ${log}\n${scenario.cdk ?? 'exit 0'}\n`);
  chmodSync(cdk, 0o755);
  const asked = () => (existsSync(log) ? readFileSync(log, 'utf8') : '');
  const { environment, stop } = await startStandIns({
    query: (action) => answerFor(action, scenario, asked()),
    invoke: () => payload(scenario.report ?? healthy()),
  });
  const report = join(folder, 'report.json');
  const env = { ...process.env, ...environment };
  const ended = await runCommandLine('verify-aws', ['--cdk', cdk, '--report', report, ...args], env);
  stop();
  return { ...ended, asked: asked() };
}

function answerFor(action: string, scenario: Scenario, asked: string): Answer {
  if (action === 'GetCallerIdentity') {
    return xml(action, { GetCallerIdentityResult: { Account: '111122223333', Arn: 'arn', UserId: 'id' } });
  }
  if (action === 'DescribeStackResources')
    return describeResources(asked.includes('destroy') && !scenario.leftBehind);
  const isThere = scenario.deployedBefore || asked.includes('deploy');
  return isThere
    ? describeStacks(['probe-a'])
    : queryError(400, 'ValidationError', 'Stack with id Natless does not exist');
}

function describeResources(deleted: boolean): Answer {
  const ResourceStatus = deleted ? 'DELETE_COMPLETE' : 'CREATE_COMPLETE';
  const resource = (LogicalResourceId: string, ResourceType: string) => ({
    ...{ LogicalResourceId, ResourceType, ResourceStatus },
    ...{ PhysicalResourceId: `Natless-${LogicalResourceId}`, Timestamp: '2026-01-01T00:00:00Z' },
  });
  const member = [resource('Vpc', 'AWS::EC2::VPC'), resource('CustomS3AutoDelete', 'AWS::Lambda::Function')];
  return xml('DescribeStackResources', { DescribeStackResourcesResult: { StackResources: { member } } });
}

describe('verify:aws', () => {
  test('deploys, probes, saves the report, destroys, and names what is left', async () => {
    const { status, stdout, asked } = await verifyAws({}, '--yes');
    expect(asked).toBe('deploy Natless --require-approval never\ndestroy Natless --force\n');
    expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')).schemaVersion).toBe(1);
    expect(stdout).toContain('left: log group /aws/lambda/Natless-CustomS3AutoDelete');
    expect(stdout.trimEnd().endsWith('\nverified')).toBe(true);
    expect(status).toBe(0);
  });

  test('destroys after a probe that fails, and says what is not verified', async () => {
    const { status, stdout, asked } = await verifyAws({ report: reportOf([run([failing('s3')])]) }, '--yes');
    expect(asked).toContain('destroy');
    expect(stdout).toContain('not verified: us-west-2a: s3 is fail: ConnectTimeout');
    expect(status).toBe(1);
  });

  test('destroys after a deployment that fails', async () => {
    const { status, stdout, asked } = await verifyAws(
      { cdk: '[ "$1" = deploy ] && exit 3; exit 0' },
      '--yes',
    );
    expect(asked).toContain('destroy');
    expect(stdout).toContain(
      'not verified: cdk deploy Natless --require-approval never failed: exit status 3',
    );
    expect(status).toBe(1);
  });

  test('says so when the destruction fails, and lists what is left', async () => {
    const scenario = { cdk: '[ "$1" = destroy ] && exit 4; exit 0', leftBehind: true };
    const { status, stdout } = await verifyAws(scenario, '--yes');
    expect(stdout).toContain('not verified: cdk destroy Natless --force failed: exit status 4');
    expect(stdout).toContain('left: AWS::EC2::VPC Natless-Vpc (CREATE_COMPLETE)');
    expect(status).toBe(1);
  });

  test('destroys after an interrupt', async () => {
    const { status, asked } = await verifyAws(
      { cdk: '[ "$1" = deploy ] && kill -INT $PPID && sleep 20; exit 0' },
      '--yes',
    );
    expect(asked).toContain('destroy');
    expect(status).toBe(1);
  });

  test('touches no stack that was there before', async () => {
    const { status, stderr, asked } = await verifyAws({ deployedBefore: true }, '--yes');
    expect(stderr).toContain('there is a stack "Natless" in us-west-2 already');
    expect(asked).toBe('');
    expect(status).toBe(2);
  });

  test('creates nothing unless somebody says yes', async () => {
    const { status, stderr, asked } = await verifyAws({});
    expect(stderr).toContain(
      'account 111122223333 in us-west-2 and destroys it again, for some cents: say --yes',
    );
    expect(asked).toBe('');
    expect(status).toBe(2);
  });
});

describe('what must hold of a report', () => {
  test('holds of a healthy one', () => {
    expect(unverified(healthy())).toEqual([]);
  });

  const [good] = healthy().runs;
  if (!good) throw new Error('no run');

  test.each([
    [
      'a route that was only declared',
      { network: { ...good.network, route: { witness: 'declared' as const, gateway: 'eigw-1' } } },
      'witness declared',
    ],
    [
      'an internet gateway',
      { network: { ...good.network, route: { witness: 'ec2' as const, gateway: 'igw-1' } } },
      'igw-1',
    ],
    ['a strange source', { source: { ...good.source, insideVpc: false } }, 'not inside the VPC'],
    [
      'a control that answers',
      { controls: [control({ succeeded: true })] },
      'the ipv4 control of s3 succeeded',
    ],
    ['a control without meaning', { controls: [control({ meaningful: false })] }, 'means nothing'],
    [
      'an echo in the place of IAM',
      { targets: good.targets.map((target) => ({ ...target, witness: 'echo' as const })) },
      'not by IAM',
    ],
  ])('does not hold with %s', (_, changes, words) => {
    expect(unverified(reportOf([{ ...good, ...changes }])).join('\n')).toContain(words);
  });

  test('does not hold of no run at all', () => {
    expect(unverified(reportOf([]))).toContain('no probe reported');
  });
});
