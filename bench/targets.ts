/** What `natless targets` takes: on the largest template of CloudFormation, and its search through one four times as large. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../lib/folders.ts';
import { openStack } from '../lib/lab/template/open-stack.ts';
import type { Resource, Template } from '../lib/lab/template/template.ts';
import { findTargets } from '../lib/targets/find-targets.ts';
import { type Finding, median } from './statistics.ts';

const ROUNDS = 5;

export function benchTargets(progress: (step: string) => void): Finding[] {
  progress('natless targets');
  return [command(), search()];
}

function command(): Finding {
  const folder = mkdtempSync(join(tmpdir(), 'natless-bench-targets-'));
  const file = join(folder, 'template.json');
  writeFileSync(file, JSON.stringify(templateOf(500)));
  const natless = [join(ROOT, 'bin', 'natless.mjs'), 'targets', '--template', file];
  const seconds = rounds(() => {
    const { status, stderr } = spawnSync(process.execPath, natless, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`natless targets failed: ${stderr}`);
  });
  rmSync(folder, { recursive: true });
  return finding('natless targets, 500 resources', seconds);
}

function search(): Finding {
  const template = templateOf(2_000);
  const seconds = rounds(() => {
    const { targets } = findTargets(openStack(template, { region: 'us-west-2', accountId: '111122223333' }));
    if (targets.length < 500) throw new Error(`only ${targets.length} targets were found`);
  });
  return finding('targets of 2,000 resources, found', seconds);
}

function rounds(run: () => void): number[] {
  return Array.from({ length: ROUNDS }, () => {
    const startedAt = performance.now();
    run();
    return (performance.now() - startedAt) / 1_000;
  });
}

function finding(what: string, seconds: readonly number[]): Finding {
  return { what, measured: median(seconds), goal: 2, unit: ' s', detail: `median of ${ROUNDS}` };
}

/** Functions with a role, a policy and a queue each. */
function templateOf(resources: number): Template {
  const groups = Array.from({ length: resources / 4 }, (_, index) => group(index));
  return { Resources: Object.fromEntries(groups.flat()) };
}

function group(index: number): [logicalId: string, resource: Resource][] {
  const variables = { URL: `https://api-${index}.example.com/v1`, QUEUE: { Ref: `Queue${index}` } };
  const statements = ['dynamodb:GetItem', 'sqs:SendMessage', 's3:Get*', 'bedrock:InvokeModel*'].map(
    (Action) => ({
      ...{ Effect: 'Allow', Action },
      Resource: { 'Fn::GetAtt': [`Queue${index}`, 'Arn'] },
    }),
  );
  return [
    [
      `Fn${index}`,
      {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Role: { 'Fn::GetAtt': [`Role${index}`, 'Arn'] },
          VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
          Environment: { Variables: variables },
        },
      },
    ],
    [`Role${index}`, { Type: 'AWS::IAM::Role', Properties: {} }],
    [`Queue${index}`, { Type: 'AWS::SQS::Queue', Properties: {} }],
    [
      `Policy${index}`,
      {
        Type: 'AWS::IAM::Policy',
        Properties: { Roles: [{ Ref: `Role${index}` }], PolicyDocument: { Statement: statements } },
      },
    ],
  ];
}
