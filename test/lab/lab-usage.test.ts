/** What the lab refuses after reading the template, with which sentence and status. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { worldModel } from '../../lib/lab/run/start/world-model.ts';
import { DEFAULT_REQUEST } from '../../lib/lab/session/request.ts';
import { findWorld } from '../../lib/lab/worlds/worlds.ts';
import { UserError } from '../../lib/user-error.ts';
import { lab, world } from './lab-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'natless-test-usage-'));
afterAll(() => rmSync(folder, { recursive: true }));

const refused = inject('labRefused');

describe.skipIf(refused !== null)('a sentence and status 2 for', () => {
  test('a folder without an assembly', async () => {
    const { status, stderr } = await lab('--assembly', folder);
    expect(stderr).toContain('not a synthesized assembly');
    expect(status).toBe(2);
  });

  test('an assembly, for a world with settings of its own', async () => {
    const { status, stderr } = await world('hybrid', '--assembly', inject('assembly'));
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
      'the template has 2 VPCs (First, Second), and the lab builds one: choose it with --vpc',
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

  test('a subnet can be chosen by its Availability Zone', async () => {
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

/** What the lab's inner process does before it touches the network. */
function readByLab(path: string) {
  const request = { ...DEFAULT_REQUEST, source: { kind: 'template', path } as const };
  return worldModel(request, findWorld('as-synthesized'), () => {});
}

function write(name: string, template: string | object): string {
  const file = join(folder, `${name}.json`);
  writeFileSync(file, typeof template === 'string' ? template : JSON.stringify({ Resources: template }));
  return file;
}

describe('a template is refused that has', () => {
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
        Tie: {
          Type: 'AWS::EC2::SubnetRouteTableAssociation',
          Properties: { SubnetId: { Ref: 'A' }, RouteTableId: { Ref: 'Table' } },
        },
        Route: route,
      },
      'Route (AWS::EC2::Route)',
      ': no internet gateway "igw-',
    ],
  ])('%s', async (what, template, ...words) => {
    const refusal = await readByLab(write(what, template)).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(UserError);
    for (const word of words) expect((refusal as UserError).message).toContain(word);
  });
});

const TOO_MANY = Object.fromEntries(
  Array.from({ length: 65 }, (_, index) => [`S${index}`, subnet(`10.0.${index}.0/24`)]),
);

describe.skipIf(refused !== null)('prints only the sentence, with status 2, for a template with', () => {
  test.each<[what: string, template: string | object, words: string]>([
    ['broken JSON', '{ "Resources"', 'in JSON at position'],
    ['an unknown parameter', { Vpc: VPC, A: subnet({ Ref: 'Absent' }) }, '"Absent"'],
    [
      'more subnets than the lab holds',
      { Vpc: VPC, ...TOO_MANY },
      'the lab holds 64 probes at once, and the template has 65 places for one: choose with --subnet or --workload',
    ],
  ])('%s', async (what, template, words) => {
    const { status, stdout, stderr } = await lab('--template', write(what, template));
    expect(stderr).toContain(words);
    expect(stderr).not.toMatch(/^ +at /m);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });
});
