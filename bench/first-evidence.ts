/** How soon a lab has evidence: from a template to the end of the first attempt over IPv6. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../lambda/report/report-schema.ts';
import { runLab } from '../lib/lab/lab.ts';
import { DEFAULT_REQUEST, type LabRequest } from '../lib/lab/session/request.ts';
import { durationOf } from './run-time.ts';
import { type Finding, median } from './statistics.ts';

const ROUNDS = 11;
const LARGE_ROUNDS = 3;
const SUBNETS = 20;

/** Ten in each subnet with the five built-in targets that need no resource of the stack: 200 in all. */
const MORE_TARGETS = [
  'ifconfig.me',
  'checkip.global.api.aws',
  'sts.us-west-2.api.aws',
  'ec2.us-west-2.api.aws',
  's3.dualstack.us-west-2.amazonaws.com',
];

export async function benchFirstEvidence(progress: (step: string) => void): Promise<Finding[]> {
  const folder = mkdtempSync(join(tmpdir(), 'natless-bench-'));
  try {
    const assembly = join(folder, 'assembly');
    run('cdk', ['synth', '--quiet', '--output', assembly]);
    const small: LabRequest = { ...DEFAULT_REQUEST, source: { kind: 'assembly', path: assembly } };
    const large = largeRequest(folder);
    return [
      await evidence(
        'template to the first evidence over IPv6',
        { request: small, rounds: ROUNDS, goal: 1 },
        progress,
      ),
      await evidence(
        'the same, 20 subnets and 200 targets',
        { request: large, rounds: LARGE_ROUNDS, goal: 5 },
        progress,
      ),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Measured {
  readonly request: LabRequest;
  readonly rounds: number;
  readonly goal: number;
}

async function evidence(
  what: string,
  { request, rounds, goal }: Measured,
  progress: (step: string) => void,
): Promise<Finding> {
  const seconds: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = Date.now();
    const { report } = await runLab({
      request,
      install: true,
      progress,
      signal: new AbortController().signal,
    });
    seconds.push((firstEvidence(report) - startedAt) / 1_000);
  }
  const spread = `median of ${rounds}, ${Math.min(...seconds).toFixed(2)} to ${Math.max(...seconds).toFixed(2)}`;
  return { what, measured: median(seconds), goal, unit: ' s', detail: spread };
}

/** Milliseconds since the epoch: all forced attempts of a run begin together. */
function firstEvidence({ runs }: Report): number {
  const ends = runs.flatMap(({ startedAt, targets }) =>
    targets
      .flatMap(({ attempts }) => attempts.filter(({ mode, path }) => mode === 'ipv6' && path !== 'none'))
      .map((attempt) => Date.parse(startedAt) + durationOf(attempt)),
  );
  return Math.min(...ends);
}

/** A template without a probe: the lab adds one to each of many private subnets. */
function largeRequest(folder: string): LabRequest {
  const path = join(folder, 'large.json');
  writeFileSync(path, JSON.stringify({ Resources: largeNetwork() }));
  const event = { targets: MORE_TARGETS.map((host) => ({ url: `tls://${host}:443` })) };
  return { ...DEFAULT_REQUEST, source: { kind: 'template', path }, event };
}

function largeNetwork() {
  const VpcId = { Ref: 'Vpc' };
  const ipv6Blocks = { 'Fn::GetAtt': ['Vpc', 'Ipv6CidrBlocks'] };
  const ipv6Block = (index: number) => ({
    'Fn::Select': [index, { 'Fn::Cidr': [{ 'Fn::Select': [0, ipv6Blocks] }, SUBNETS, '64'] }],
  });
  const subnets = Array.from({ length: SUBNETS }, (_, index) => [
    [
      `Subnet${index}`,
      {
        Type: 'AWS::EC2::Subnet',
        DependsOn: 'Ipv6',
        Properties: { VpcId, CidrBlock: `10.0.${index}.0/24`, Ipv6CidrBlock: ipv6Block(index) },
      },
    ],
    [
      `Association${index}`,
      {
        Type: 'AWS::EC2::SubnetRouteTableAssociation',
        Properties: { SubnetId: { Ref: `Subnet${index}` }, RouteTableId: { Ref: 'Table' } },
      },
    ],
  ]);
  return {
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
    Ipv6: { Type: 'AWS::EC2::VPCCidrBlock', Properties: { VpcId, AmazonProvidedIpv6CidrBlock: true } },
    Eigw: { Type: 'AWS::EC2::EgressOnlyInternetGateway', Properties: { VpcId } },
    Table: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId } },
    Route: {
      Type: 'AWS::EC2::Route',
      Properties: {
        RouteTableId: { Ref: 'Table' },
        DestinationIpv6CidrBlock: '::/0',
        EgressOnlyInternetGatewayId: { Ref: 'Eigw' },
      },
    },
    ...Object.fromEntries(subnets.flat()),
  };
}

function run(program: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed: ${stderr}`);
}
