/** How a template's size shows: the probes of forty private subnets at once, against that of one. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { natless } from './commands.ts';
import { type Finding, median } from './statistics.ts';

const SUBNETS = 40;
const ROUNDS = 3;

export function benchSubnets(progress: (step: string) => void): Finding[] {
  const folder = mkdtempSync(join(tmpdir(), 'natless-test-bench-'));
  try {
    const rounds = Array.from({ length: ROUNDS }, (_, index) => {
      progress(`forty subnets, round ${index + 1} of ${ROUNDS}`);
      return { one: secondsFor(1, folder), forty: secondsFor(SUBNETS, folder) };
    });
    const [one, forty] = [
      median(rounds.map((round) => round.one)),
      median(rounds.map((round) => round.forty)),
    ];
    const what = `the lab with ${SUBNETS} private subnets`;
    const detail = `one ${one.toFixed(2)} s, ${SUBNETS} ${forty.toFixed(2)} s, medians of ${ROUNDS}`;
    return [
      { what: `${what}, against one`, measured: forty / one, goal: 7, unit: '', detail },
      { what, measured: forty, goal: 10, unit: ' s', detail },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function secondsFor(subnets: number, folder: string): number {
  const file = join(folder, `${subnets}.json`);
  writeFileSync(file, JSON.stringify({ Resources: resources(subnets) }));
  return natless(['lab', '--json', '--template', file]).seconds;
}

/** IPv4 has a way out too, so that no probe waits for its controls. */
function resources(subnets: number): Record<string, unknown> {
  const VpcId = { Ref: 'Vpc' };
  const ec2 = (type: string, Properties: Record<string, unknown> = {}) => ({
    Type: `AWS::EC2::${type}`,
    Properties,
  });
  const route = (table: string, target: Record<string, unknown>) =>
    ec2('Route', { RouteTableId: { Ref: table }, ...target });
  const subnet = (index: number) =>
    ec2('Subnet', {
      VpcId,
      AvailabilityZone: { 'Fn::Select': [index % 3, { 'Fn::GetAZs': '' }] },
      CidrBlock: `10.0.${index}.0/24`,
      Ipv6CidrBlock: {
        'Fn::Select': [index, { 'Fn::Cidr': [{ 'Fn::GetAtt': ['Block', 'Ipv6CidrBlock'] }, 64, 64] }],
      },
    });
  const tie = (name: string, table: string) =>
    ec2('SubnetRouteTableAssociation', { SubnetId: { Ref: name }, RouteTableId: { Ref: table } });
  const numbers = Array.from({ length: subnets }, (_, index) => index + 1);
  return {
    Vpc: ec2('VPC', { CidrBlock: '10.0.0.0/16' }),
    Block: ec2('VPCCidrBlock', { VpcId, AmazonProvidedIpv6CidrBlock: true }),
    Igw: ec2('InternetGateway'),
    Attachment: ec2('VPCGatewayAttachment', { VpcId, InternetGatewayId: { Ref: 'Igw' } }),
    Eigw: ec2('EgressOnlyInternetGateway', { VpcId }),
    Eip: ec2('EIP'),
    Nat: ec2('NatGateway', {
      SubnetId: { Ref: 'S0' },
      AllocationId: { 'Fn::GetAtt': ['Eip', 'AllocationId'] },
    }),
    Public: ec2('RouteTable', { VpcId }),
    Private: ec2('RouteTable', { VpcId }),
    PublicRoute: route('Public', { DestinationCidrBlock: '0.0.0.0/0', GatewayId: { Ref: 'Igw' } }),
    Route4: route('Private', { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: { Ref: 'Nat' } }),
    Route6: route('Private', {
      DestinationIpv6CidrBlock: '::/0',
      EgressOnlyInternetGatewayId: { Ref: 'Eigw' },
    }),
    S0: subnet(0),
    T0: tie('S0', 'Public'),
    ...Object.fromEntries(
      numbers.flatMap((number) => [
        [`S${number}`, subnet(number)],
        [`T${number}`, tie(`S${number}`, 'Private')],
      ]),
    ),
  };
}
