/** Hosts that the lab's internet does not have: what it says of them, and how they are declared. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { natless } from '../command.ts';
import { firstRunIn, lab, resultsIn, targetIn } from './lab-command.ts';

const refused = inject('labRefused');

/** A plain dual-stack VPC without a workload. */
const VPC = `
Resources:
  Net: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.20.0.0/16, EnableDnsSupport: true } }
  Six: { Type: AWS::EC2::VPCCidrBlock, Properties: { VpcId: !Ref Net, AmazonProvidedIpv6CidrBlock: true } }
  Out6: { Type: AWS::EC2::EgressOnlyInternetGateway, Properties: { VpcId: !Ref Net } }
  Inner:
    Type: AWS::EC2::Subnet
    DependsOn: Six
    Properties:
      VpcId: !Ref Net
      CidrBlock: 10.20.1.0/24
      AvailabilityZone: !Select [0, !GetAZs '']
      Ipv6CidrBlock: !Select [1, !Cidr [!Select [0, !GetAtt Net.Ipv6CidrBlocks], 4, 64]]
  Table: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Net } }
  Way6:
    Type: AWS::EC2::Route
    Properties: { RouteTableId: !Ref Table, DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: !Ref Out6 }
  Tie: { Type: AWS::EC2::SubnetRouteTableAssociation, Properties: { SubnetId: !Ref Inner, RouteTableId: !Ref Table } }
`;

const folder = mkdtempSync(join(tmpdir(), 'natless-test-hosts-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'vpc.yaml');
writeFileSync(file, VPC);
const TEMPLATE = ['--template', file, '--only-mine'];

function targets(...urls: string[]): string[] {
  return urls.flatMap((url) => ['--target', url]);
}

async function causes(...args: string[]) {
  const ended = await lab('--json', ...TEMPLATE, ...args);
  const run = firstRunIn(ended);
  return { run, stderr: ended.stderr, found: resultsIn(run) };
}

test.skipIf(refused !== null).each([
  ['cn-north-1', 'sts.cn-north-1.api.amazonwebservices.com.cn', 'abc.cn-north-1.eb.amazonaws.com.cn'],
  ['us-gov-west-1', 'sts.us-gov-west-1.api.aws', 'sts.us-gov-west-1.api.amazonwebservices.com.cn'],
  ['eusc-de-east-1', 'sts.eusc-de-east-1.api.amazonwebservices.eu', 'sts.eusc-de-east-1.api.aws'],
])('a template in %s finds the names of its partition', async (region, own, strange) => {
  const ended = await lab(
    '--json',
    '--template',
    file,
    '--region',
    region,
    ...['--only', 's3-list-buckets,sts,ec2'],
    ...targets(`https://${own}`, `https://${strange}`),
  );
  const run = firstRunIn(ended);
  for (const id of ['s3-list-buckets', 'sts', 'ec2', `https://${own}`]) {
    expect(targetIn(run, id), id).toMatchObject({ verdict: 'pass', path: 'eigw' });
  }
  expect(targetIn(run, `https://${strange}`).cause?.code).toBe('UnknownToLab');
  expect(run.network.route.witness).toBe('ec2');
  expect(run.lab?.referee).toEqual({ agrees: true, disagreements: [] });
});

describe.skipIf(refused !== null)('the lab', () => {
  test('says that it does not know a host, and neither that it needs IPv4 nor what that costs', async () => {
    const urls = [
      ...['https://api.stripe.com', 'https://www.wikipedia.org', 'https://d111111abcdef8.cloudfront.net'],
      ...['https://abc.execute-api.us-west-2.amazonaws.com', 'tls://ifconfig.me:8443'],
    ];
    const { run, found } = await causes(...targets(...urls, 'https://abc.lambda-url.us-west-2.on.aws'));
    for (const url of urls) {
      expect(found[url], url).toBe('UnknownToLab');
      expect(targetIn(run, url)).toMatchObject({
        ...{ verdict: 'inconclusive', withoutNat: 'unknown', advice: { kind: 'unproven', line: null } },
      });
    }
    expect(found['https://abc.lambda-url.us-west-2.on.aws']).toBe('pass');
    expect(run.lab?.referee).toEqual({ agrees: true, disagreements: [] });
    expect(run.lab?.hosts).toContainEqual({
      ...{ host: 'abc.lambda-url.us-west-2.on.aws', a: true, aaaa: true },
      ground: { kind: 'documented', date: expect.any(String) },
    });
  });

  test('prices no way for a host that it does not know, and one for a host that is declared', async () => {
    const target = targets('https://api.stripe.com');
    const unknown = await lab(...TEMPLATE, ...target);
    expect(unknown.stdout).toContain('UnknownToLab');
    expect(unknown.stdout).toContain('not known: the lab does not have the hosts');
    expect(unknown.stdout).not.toContain('USD');
    const declared = await lab(...TEMPLATE, ...target, '--host', 'api.stripe.com=A');
    expect(declared.stdout).toContain('NoAaaaRecord https://api.stripe.com');
    expect(declared.stdout).toMatch(/needed +7\.36 USD a month: NAT64 on instances/);
    expect(declared.stdout).toMatch(
      /rests +on the lab's records of hosts: 1 declared with --host \(\d{4}-\d\d-\d\d\)/,
    );
  });

  test('takes a declared host with its records and its ports, and only with those', async () => {
    const { found, stderr } = await causes(
      ...[
        '--host',
        'db.example.com:5432=A,AAAA',
        '--host',
        'six.example.com=AAAA',
        '--host',
        'x.example.com=A',
      ],
      ...targets('tcp://db.example.com:5432', 'tls://db.example.com:5432', 'https://db.example.com'),
      ...targets('https://six.example.com', 'http://six.example.com'),
    );
    expect(found).toEqual({
      'tcp://db.example.com:5432': 'pass',
      'tls://db.example.com:5432': 'pass',
      'https://db.example.com': 'UnknownToLab',
      'https://six.example.com': 'pass',
      'http://six.example.com': 'pass',
    });
    expect(stderr).toContain('--host x.example.com changed nothing: nothing asked for that name');
    expect(stderr).not.toContain('--host db.example.com');
  });

  test('lists after a command the names that it asked for and that are unknown', async () => {
    const script =
      'for host in known.example.com api.stripe.com; do curl -s -o /dev/null --max-time 5 https://$host; done; true';
    const ended = await natless([
      ...['exec', '--template', file, '--host', 'known.example.com=A,AAAA'],
      ...['--', 'sh', '-c', script],
    ]);
    expect(ended.stderr).toContain('api.stripe.com: a name that the lab does not know');
    expect(ended.stderr).not.toContain('known.example.com: a name');
    expect(ended.status).toBe(0);
  });
});
