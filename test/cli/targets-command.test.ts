/** `natless targets` on templates and assemblies: the table, the list, and what it refuses. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { TargetsDocument } from '../../lib/report/inputs/found-targets.ts';
import { renderTargets } from '../../lib/report/terminal/targets.ts';
import { natless } from '../command.ts';
import { allow, fn, found, withStatements, withVariables } from '../targets/found.ts';

const folder = mkdtempSync(join(tmpdir(), 'natless-test-targets-'));
afterAll(() => rmSync(folder, { recursive: true }));

function stored(name: string, document: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, typeof document === 'string' ? document : JSON.stringify(document));
  return file;
}

const RESOURCES = {
  ...withStatements(allow('dynamodb:GetItem', 'sqs:SendMessage'), allow('*')),
  Web: withVariables({ PARTNER: { Ref: 'Partner' }, STRIPE: 'https://key:hunter2@api.stripe.com/v1' }),
  Out: fn({ VpcConfig: undefined }),
};
const TEMPLATE = stored('template.json', {
  Parameters: { Partner: { Type: 'String' } },
  Resources: RESOURCES,
});
const targets = (...args: string[]) => natless(['targets', ...args]);

test('a table says what was found where, and what may hide more', async () => {
  const { stdout, stderr, status } = await targets('--template', TEMPLATE);
  expect(stdout).toMatch(/^target +service +found in$/m);
  expect(stdout).toMatch(
    /^dynamodb\.us-west-2\.amazonaws\.com +dynamodb +Policy Statement 1: dynamodb:GetItem$/m,
  );
  expect(stdout).toMatch(/^api\.stripe\.com +Web Environment\.STRIPE$/m);
  expect(stdout).toContain('every service is allowed (1)');
  expect(stdout).toContain('Web Environment.PARTNER: the template lacks "Partner" (--parameter Partner=…)');
  expect(stdout).toContain('1 function without a VpcConfig left out: Out');
  expect(stdout).not.toContain('hunter2');
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
});

test('a parameter is given on the command line', async () => {
  const given = ['--parameter', 'Partner=https://partner.example.com/x'];
  const { stdout } = await targets('--template', TEMPLATE, ...given);
  expect(stdout).toMatch(/^partner\.example\.com +Web Environment\.PARTNER$/m);
});

test('the Region decides the hosts', async () => {
  const { stdout } = await targets('--template', TEMPLATE, '--region', 'eu-west-1');
  expect(stdout).toMatch(/^sqs\.eu-west-1\.amazonaws\.com /m);
});

test('a list is what --targets reads, with what it cannot say on standard error', async () => {
  const { stdout, stderr } = await targets('--template', TEMPLATE, '--format', 'list');
  expect(stdout).toBe(
    [
      'https://dynamodb.us-west-2.amazonaws.com',
      'https://sqs.us-west-2.amazonaws.com',
      'https://api.stripe.com',
      '',
    ].join('\n'),
  );
  expect(stderr).toContain('Policy Statement 2: it allows every service');
  // It is read before the template, which is not there.
  const absent = ['--template', join(folder, 'absent.yaml')];
  const read = await natless(['lab', '--targets', stored('targets.txt', stdout), ...absent]);
  expect(read.stderr).not.toContain('targets.txt');
});

test('--json prints one document with everything in it', async () => {
  const { stdout } = await targets('--template', TEMPLATE, '--json');
  const document = JSON.parse(stdout) as TargetsDocument;
  expect(document).toMatchObject({ schemaVersion: 1, region: 'us-west-2', flows: null, outside: ['Out'] });
  expect(document.targets[0]).toMatchObject({
    service: 'dynamodb',
    foundIn: [{ logicalId: 'Policy', actions: ['dynamodb:GetItem'] }],
    workloads: ['Fn'],
    lookups: null,
  });
});

test('an account that only stands for the real one is named', async () => {
  const Image = { 'Fn::Sub': `111122223333.dkr.ecr.\${AWS::Region}.amazonaws.com/app:1` };
  const Task = {
    Type: 'AWS::ECS::TaskDefinition',
    Properties: { ContainerDefinitions: [{ Name: 'a', Image }] },
  };
  const { stdout } = await targets('--template', stored('task.json', { Resources: { Task } }));
  expect(stdout).toContain('111122223333 stands for it');
  expect((await targets('--template', TEMPLATE)).stdout).not.toContain('stands for it');
});

test('a table of long names and many places fits 80 columns', () => {
  const statements = Array.from({ length: 4 }, () =>
    allow('secretsmanager:GetSecretValue', 'ssm:GetParametersByPath'),
  );
  const long = `https://${'a-very-long-label.'.repeat(5)}example.com`;
  const {
    targets: all,
    gaps,
    outside,
  } = found({ ...withStatements(...statements), Web: withVariables({ long, IN: 'http://10.0.0.1' }) });
  const document = {
    ...{ schemaVersion: 1 as const, region: 'us-west-2', gaps, outside },
    targets: all.map((target) => ({ ...target, lookups: 12_345 })),
    flows: {
      logGroup: '/vpc/flows',
      days: 7,
      destinations: [{ address: '2600:1f14::1', port: 443, bytes: 5e9 }],
    },
    notices: [],
  };
  const lines = renderTargets(document, { columns: 80, color: false }).split('\n');
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  expect(lines).toContainEqual(expect.stringContaining('and 2 other places'));
  expect(lines).toContainEqual(expect.stringMatching(/^2600:1f14::1 +443 +5000\.0 MB$/));
});

describe('a sentence and status 2 for', () => {
  test.each([
    ['nothing to read', [], 'there is nothing to read: name a template with --template'],
    ['a template that is not there', ['--template', join(folder, 'absent')], 'it cannot be read'],
    ['a folder without an assembly', ['--assembly', folder], 'it has no manifest.json'],
    [
      'a file that is not a template',
      ['--template', stored('other.json', { a: 1 })],
      'is not a CloudFormation template',
    ],
    ['broken YAML', ['--template', stored('broken.yaml', 'a: [')], 'cannot be read as JSON or YAML'],
    [
      'a Region that does not exist',
      ['--template', TEMPLATE, '--region', 'Oregon'],
      'the Region is "Oregon"',
    ],
    [
      'a parameter that the template does not have',
      ['--template', TEMPLATE, '--parameter', 'X=1'],
      'no parameter "X"',
    ],
    ['a format that does not exist', ['--template', TEMPLATE, '--format', 'csv'], 'write table or list'],
    ['--json with --format', ['--template', TEMPLATE, '--json', '--format', 'list'], 'cannot be used with'],
    [
      'days that are not a number',
      ['--query-log-group', 'x', '--days', '1.5'],
      'whole number of days from 1 to 90',
    ],
    ['too many days', ['--query-log-group', 'x', '--days', '91'], 'whole number of days from 1 to 90'],
    ['a malformed interface', ['--flow-log-group', 'x', '--interface', 'eth0'], 'write ids like eni-'],
    [
      'interfaces without flow logs',
      ['--template', TEMPLATE, '--interface', 'eni-0123456789abcdef0'],
      '--flow-log-group',
    ],
  ])('%s', async (_, args, words) => {
    const { stdout, stderr, status } = await targets(...args);
    expect(stderr).toContain(words);
    expect(stderr).not.toMatch(/^ +at /m);
    expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
  });
});

test('text of a template reaches the terminal plain', async () => {
  const Role = {
    Type: 'AWS::IAM::Role',
    Properties: {
      Policies: [{ PolicyName: 'x\u001b[2Jy', PolicyDocument: { Statement: [allow('sqs:\u009b*')] } }],
    },
  };
  const { stdout } = await targets(
    '--template',
    stored('odd.json', { Resources: { ...withStatements(), Role } }),
  );
  expect(stdout).toContain('policy x');
  expect(stdout).not.toContain('\u001b');
  expect(stdout).not.toContain('\u009b');
});
