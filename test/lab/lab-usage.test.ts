/** The lab's command line: what it refuses, in which words, and with which status. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { lab } from './lab-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'natless-test-usage-'));
afterAll(() => rmSync(folder, { recursive: true }));

const refused = inject('labRefused');

test('--help and --worlds explain and end well', async () => {
  const [help, worlds] = await Promise.all([lab('--help'), lab('--worlds')]);
  expect(help.status).toBe(0);
  expect(help.stdout).toContain('--assembly');
  expect(worlds.status).toBe(0);
  expect(worlds.stdout).toMatch(/^as-synthesized +\S/m);
});

describe('usage errors end with status 2 and nothing on standard output', () => {
  test.each([
    ['an unknown option', ['--wrold', 'x'], '--wrold'],
    ['an unknown world', ['--world', 'atlantis'], 'atlantis'],
    ['an argument too many', ['now'], 'too many arguments'],
    ['two sources', ['--assembly', 'a', '--template', 'b'], 'cannot be used with'],
  ])('%s', async (_, args, words) => {
    const { status, stdout, stderr } = await lab(...args);
    expect(stderr).toContain(words);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });
});

describe.skipIf(refused !== null)('errors of the input end with status 2 and a sentence', () => {
  test('a folder that is not there', async () => {
    const { status, stderr } = await lab('--assembly', join(folder, 'nowhere'));
    expect(stderr).toContain('there is no folder');
    expect(status).toBe(2);
  });

  test('a folder that is no assembly', async () => {
    const { status, stderr } = await lab('--assembly', folder);
    expect(stderr).toContain('not a synthesized assembly');
    expect(status).toBe(2);
  });

  test('a given assembly for a world that has settings of its own', async () => {
    const { status, stderr } = await lab('--assembly', inject('assembly'), '--world', 'hybrid');
    expect(stderr).toContain('"hybrid" is synthesized with settings of its own');
    expect(status).toBe(2);
  });

  test('an assembly without Fargate tasks', async () => {
    const { status, stderr } = await lab('--assembly', inject('assembly'), '--on', 'fargate');
    expect(stderr).toContain('synthesize it with "fargate": true');
    expect(status).toBe(2);
  });

  test('a subnet without a function', async () => {
    const { status, stderr } = await lab('--assembly', inject('assembly'), '--subnet', 'subnet-x');
    expect(stderr).toContain('no function is in a subnet "subnet-x"');
    expect(status).toBe(2);
  });

  test('a template with two VPCs', async () => {
    const file = join(folder, 'two-vpcs.json');
    const vpc = (CidrBlock: string) => ({ Type: 'AWS::EC2::VPC', Properties: { CidrBlock } });
    writeFileSync(
      file,
      JSON.stringify({ Resources: { First: vpc('10.0.0.0/16'), Second: vpc('10.1.0.0/16') } }),
    );
    const { status, stderr } = await lab('--template', file);
    expect(stderr).toContain(
      'the template has 2 VPCs (First, Second), and the lab holds one: choose it with --vpc',
    );
    expect(status).toBe(2);
    const chosen = await lab('--template', file, '--vpc', 'Second');
    expect(chosen.stderr).toContain('the template has no subnet to put a probe into');
    expect(chosen.status).toBe(2);
  });

  test('a target in a private zone, however it is written', async () => {
    const file = join(folder, 'private-zone.json');
    const VpcId = { Ref: 'Vpc' };
    const Resources = {
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
      A: { Type: 'AWS::EC2::Subnet', Properties: { VpcId, CidrBlock: '10.0.0.0/24' } },
      Zone: {
        Type: 'AWS::Route53::HostedZone',
        Properties: { Name: 'corp.example', VPCs: [{ VPCId: VpcId }] },
      },
    };
    writeFileSync(file, JSON.stringify({ Resources }));
    const { status, stderr } = await lab('--template', file, '--target', 'tls://API.Corp.Example:443');
    expect(stderr).toContain('the private zone "corp.example" answers for "api.corp.example"');
    expect(status).toBe(2);
  });

  const VPC = { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } };
  const subnet = (CidrBlock: unknown) => ({
    Type: 'AWS::EC2::Subnet',
    Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock },
  });
  const route = {
    Type: 'AWS::EC2::Route',
    Properties: {
      RouteTableId: { Ref: 'Table' },
      DestinationCidrBlock: '0.0.0.0/0',
      GatewayId: { Ref: 'Gateway' },
    },
  };

  test.each<[what: string, template: string | object, ...words: string[]]>([
    ['broken JSON', '{ "Resources"', 'cannot be read as JSON or YAML', 'in JSON at position'],
    ['broken YAML', 'Resources:\n  - a: [\n', 'cannot be read as JSON or YAML'],
    ['no VPC', { Bucket: { Type: 'AWS::S3::Bucket' } }, 'the template has no AWS::EC2::VPC'],
    [
      'a circle',
      {
        Vpc: { ...VPC, Properties: { CidrBlock: { 'Fn::GetAtt': ['A', 'CidrBlock'] } } },
        A: subnet('10.0.0.0/24'),
      },
      'circular dependency between resources: Vpc → A → Vpc',
    ],
    ['an unknown parameter', { Vpc: VPC, A: subnet({ Ref: 'Absent' }) }, 'A (AWS::EC2::Subnet)', '"Absent"'],
    [
      "another stack's value",
      { Vpc: VPC, A: subnet({ 'Fn::ImportValue': 'block' }) },
      'A (AWS::EC2::Subnet)',
      'Fn::ImportValue',
    ],
    ['a subnet outside', { Vpc: VPC, A: subnet('10.1.0.0/24') }, '"10.1.0.0/24" is not inside'],
    [
      'blocks that overlap',
      { Vpc: VPC, A: subnet('10.0.0.0/23'), B: subnet('10.0.1.0/24') },
      'overlaps 10.0.0.0/23 of A',
    ],
    [
      'a gateway that is not attached',
      {
        Vpc: VPC,
        A: subnet('10.0.0.0/24'),
        Gateway: { Type: 'AWS::EC2::InternetGateway' },
        Table: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: { Ref: 'Vpc' } } },
        Route: route,
      },
      'Route (AWS::EC2::Route)',
      'is no internet gateway that is attached to the VPC',
    ],
    [
      'more subnets than the lab holds',
      {
        Vpc: VPC,
        ...Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`S${i}`, subnet(`10.0.${i}.0/24`)])),
      },
      'the lab holds functions in 64 subnets at once, and the template has them in 65: choose one with --subnet',
    ],
  ])('%s', async (_, template, ...words) => {
    const file = join(folder, 'bad.json');
    writeFileSync(file, typeof template === 'string' ? template : JSON.stringify({ Resources: template }));
    const { status, stdout, stderr } = await lab('--template', file);
    for (const word of words) expect(stderr).toContain(word);
    expect(stderr).not.toMatch(/^ +at /m);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });

  test('one subnet can be chosen by its Availability Zone', async () => {
    const { status, stdout } = await lab(
      '--json',
      '--assembly',
      inject('assembly'),
      '--subnet',
      'us-west-2b',
    );
    expect(status).toBe(0);
    expect(JSON.parse(stdout).runs).toHaveLength(1);
  });
});
