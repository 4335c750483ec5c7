/** Values of other stacks, of modules and of AWS's rarer properties: none is taken for a fact, and none refuses what it cannot change. */
import { describe, expect, test } from 'vitest';
import { buildModel } from '../../../lib/lab/template/build-model.ts';
import type { Resource, Template } from '../../../lib/lab/template/template.ts';
import { requireTemplate } from '../../../lib/lab/template/template-shape.ts';
import { parseYamlTemplate } from '../../../lib/lab/template/yaml-template.ts';
import { changed, dualStackTemplate, MODEL_PROPS } from '../fixtures/dual-stack-template.ts';
import { interfaceEndpoint } from '../fixtures/vpc-endpoint.ts';

type Changes = Record<string, Resource | undefined>;

const build = (changes: Changes = {}, more: Partial<Template> = {}, props = {}) =>
  buildModel({ ...dualStackTemplate(changes), ...more }, { ...MODEL_PROPS, ...props });

/** A model without a probe of its own. */
const others = (changes: Changes) => build({ ProbeA: undefined, ProbeB: undefined, ...changes });

const ec2 = (type: string, Properties: Record<string, unknown> = {}): Resource => ({
  Type: `AWS::EC2::${type}`,
  Properties,
});

const VpcId = { Ref: 'Vpc' };

function routesOf(changes: Changes, more: Partial<Template> = {}) {
  const { routeTables } = build(changes, more);
  const table = routeTables.find(({ logicalId }) => logicalId === 'PrivateTable');
  return table?.routes.map(({ logicalId, destinationCidrBlock }) => [logicalId, destinationCidrBlock]);
}

const toEigw = (RouteTableId: unknown, gateway: unknown = { Ref: 'Eigw' }) =>
  ec2('Route', {
    RouteTableId,
    DestinationIpv6CidrBlock: '::/0',
    EgressOnlyInternetGatewayId: gateway,
  });

describe('a reference by a function', () => {
  const named = { Ref: { 'Fn::Sub': 'PrivateTable' } };
  const byAttribute = { Ref: { 'Fn::Select': [0, { 'Fn::Split': ['.', 'Eigw.Id'] }] } };
  const Transform = ['AWS::LanguageExtensions'];

  test('is followed with AWS::LanguageExtensions', () => {
    const PrivateRoute = toEigw(named, byAttribute);
    expect(routesOf({ PrivateRoute }, { Transform })).toEqual([['PrivateRoute', '::/0']]);
    const { vpc } = build(
      changed('PrivateRoute', {}),
      { Transform, Outputs: { A: { Value: { 'Fn::GetAtt': [{ 'Fn::Sub': 'Vpc' }, 'CidrBlock'] } } } },
      {},
    );
    expect(vpc.ipv4CidrBlocks).toEqual(['10.1.0.0/16']);
  });

  test('is an error without it', () => {
    expect(() => build({ PrivateRoute: toEigw({ Ref: 'PrivateTable' }, byAttribute) })).toThrow(
      /PrivateRoute .*should be a string/,
    );
  });
});

test('a route of one table or another, by a condition that is unknown, is on the way of both', () => {
  const choice = { 'Fn::If': ['Which', { Ref: 'PrivateTable' }, { Ref: 'PublicTable' }] };
  const more = {
    Parameters: { Kind: { Type: 'String' } },
    Conditions: { Which: { 'Fn::Equals': [{ Ref: 'Kind' }, 'private'] } },
  };
  const Odd = ec2('Route', {
    RouteTableId: choice,
    DestinationIpv6CidrBlock: '2000::/3',
    GatewayId: { Ref: 'Igw' },
  });
  expect(() => build({ Odd }, more)).toThrow('--parameter Kind=');
  const choosing = (kind: string) => build({ Odd }, more, { parameters: { Kind: kind } }).routeTables;
  for (const [kind, count] of [
    ['private', 2],
    ['public', 1],
  ] as const)
    expect(choosing(kind).find(({ logicalId }) => logicalId === 'PrivateTable')?.routes).toHaveLength(count);
});

test('an egress-only gateway of another VPC carries nothing here', () => {
  const changes = {
    Other: ec2('VPC', { CidrBlock: '10.2.0.0/16' }),
    Theirs: ec2('EgressOnlyInternetGateway', { VpcId: { Ref: 'Other' } }),
  };
  const route = changed('PrivateRoute', { EgressOnlyInternetGatewayId: { Ref: 'Theirs' } });
  expect(() => build({ ...changes, ...route }, {}, { vpc: 'Vpc' })).toThrow(
    /PrivateRoute .*no egress-only internet gateway "eigw-[0-9a-f]+" is attached to the VPC/,
  );
  expect(build(changes, {}, { vpc: 'Vpc' }).gateways.map(({ logicalId }) => logicalId)).toContain('Eigw');
});

describe('a workload', () => {
  const SUBNET = { Ref: 'PrivateA' };
  const group = (Properties: Record<string, unknown>): Resource => ({
    Type: 'AWS::AutoScaling::AutoScalingGroup',
    Properties: { VPCZoneIdentifier: [SUBNET], ...Properties },
  });

  test.each<[string, Resource, RegExp]>([
    ['launch template', group({ LaunchTemplate: { LaunchTemplateId: 'lt-1' } }), /launch template "lt-1"/],
    ['named launch template', group({ LaunchTemplate: { LaunchTemplateName: 'n' } }), /launch template "n"/],
    ['launch configuration', group({ LaunchConfigurationName: 'lc' }), /launch configuration "lc"/],
    [
      'network interface',
      ec2('Instance', { NetworkInterfaces: [{ DeviceIndex: '0', NetworkInterfaceId: 'eni-1' }] }),
      /network interface "eni-1"/,
    ],
  ])('with another stack’s %s stands nowhere that is known', (_, Work, words) => {
    const { workloads, unplacedWorkloads } = others({ Work });
    expect(workloads).toEqual([]);
    expect(unplacedWorkloads).toMatchObject([{ logicalId: 'Work', reason: expect.stringMatching(words) }]);
  });

  test('with a launch template of the template stands where that says', () => {
    const Own = ec2('LaunchTemplate', { LaunchTemplateName: 'n', LaunchTemplateData: {} });
    const Work = group({ LaunchTemplate: { LaunchTemplateName: 'n' } });
    expect(others({ Own, Work })).toMatchObject({
      workloads: [{ logicalId: 'Work' }],
      unplacedWorkloads: [],
    });
  });

  test('that is an instance has IPv6 in an IPv6-only subnet, though nothing says so', () => {
    const only = changed('PrivateB', { CidrBlock: { Ref: 'AWS::NoValue' }, Ipv6Native: true });
    const instance = (id: string) => ec2('Instance', { SubnetId: { Ref: id } });
    expect(
      others({ ...only, One: instance('PrivateA'), Two: instance('PrivateB') }).workloads.map(
        ({ logicalId, ipv6 }) => [logicalId, ipv6],
      ),
    ).toEqual([
      ['One', 'no'],
      ['Two', 'yes'],
    ]);
  });

  test('of Lambda cannot be in an IPv6-only subnet, also not beside one with both families', () => {
    const only = changed('PrivateB', { CidrBlock: { Ref: 'AWS::NoValue' }, Ipv6Native: true });
    const Work: Resource = {
      Type: 'AWS::Lambda::Function',
      Properties: { VpcConfig: { SubnetIds: [SUBNET, { Ref: 'PrivateB' }], Ipv6AllowedForDualStack: true } },
    };
    expect(others({ ...only, Work })).toMatchObject({
      workloads: [],
      unplacedWorkloads: [{ reason: 'Lambda refuses a function in an IPv6-only subnet, as PrivateB is' }],
    });
    expect(others({ Work }).workloads).toHaveLength(2);
  });
});

describe('a workload of a kind that no probe stands in for', () => {
  const project = (subnet: unknown): Resource => ({
    Type: 'AWS::CodeBuild::Project',
    Properties: { VpcConfig: { VpcId, Subnets: [subnet], SecurityGroupIds: [{ Ref: 'Group' }] } },
  });
  const connection: Resource = {
    Type: 'AWS::Glue::Connection',
    Properties: { ConnectionInput: { PhysicalConnectionRequirements: { SubnetId: { Ref: 'PrivateB' } } } },
  };
  const about = (changes: Changes) =>
    others(changes).notices.filter((notice) => notice.startsWith('no probe stands in for'));

  test('is named, also where its subnets cannot be read', () => {
    const Unknown = project({ 'Fn::ImportValue': 'theirs' });
    expect(about({ Build: project({ Ref: 'PrivateA' }), Job: connection, Unknown })).toEqual([
      expect.stringMatching(
        /Build \(AWS::CodeBuild::Project\), Unknown \(.*\), Job \(AWS::Glue::Connection\): the lab does not know/,
      ),
    ]);
  });

  test('is not where it is elsewhere, or in no VPC', () => {
    const Outside: Resource = { Type: 'AWS::CodeBuild::Project', Properties: {} };
    expect(about({ Build: project('subnet-1'), Outside })).toEqual([]);
  });
});

describe('what cannot change the answer is not refused', () => {
  test.each<[string, Resource]>([
    [
      'a group lent to another VPC',
      ec2('SecurityGroupVpcAssociation', { GroupId: { Ref: 'Group' }, VpcId: 'vpc-1' }),
    ],
    ['encryption that is only watched', ec2('VPCEncryptionControl', { VpcId, Mode: 'monitor' })],
    ['addresses that are kept free', ec2('SubnetCidrReservation', { SubnetId: { Ref: 'PrivateA' } })],
    [
      'an endpoint of a service network',
      ec2('VPCEndpoint', { VpcId, VpcEndpointType: 'ServiceNetwork', ServiceNetworkArn: 'arn:aws:x' }),
    ],
  ])('%s', (_, Odd) => {
    const { notices: _notices, ...rest } = build({ Odd });
    const { notices: _others, ...expected } = build();
    expect(rest).toEqual(expected);
  });

  test.each<[string, Resource]>([
    ['a group lent to this VPC', ec2('SecurityGroupVpcAssociation', { GroupId: { Ref: 'Group' }, VpcId })],
    ['encryption that is enforced', ec2('VPCEncryptionControl', { VpcId, Mode: 'enforce' })],
  ])('but %s is', (_, Odd) => {
    expect(() => build({ Odd })).toThrow('the lab does not model this type');
  });

  test('a module has a template of its own, and a notice says so', () => {
    const { notices } = build({ Net: { Type: 'My::Own::Network::MODULE', Properties: {} } });
    expect(notices).toContainEqual(expect.stringMatching(/^Net .*template of its own, which is not read/));
  });
});

describe('an interface endpoint', () => {
  const awsHostsIn = () => ['sts.us-west-2.amazonaws.com'];
  const endpoints = (properties: Record<string, unknown>) =>
    build(interfaceEndpoint(properties), {}, { awsHostsIn }).endpoints;

  test('may have private names only for those who ask from outside', () => {
    const names = (choice: string) =>
      endpoints({ DnsOptions: { PrivateDnsOnlyForInboundResolverEndpoint: choice } })[0]?.privateDnsNames;
    expect(names('OnlyInboundResolver')).toEqual([]);
    expect(names('AllResolvers')).toEqual(['sts.us-west-2.amazonaws.com']);
  });

  test('may name the Region of its service, if it is the lab’s', () => {
    expect(endpoints({ ServiceRegion: { Ref: 'AWS::Region' } })).toHaveLength(1);
    expect(() => endpoints({ ServiceRegion: 'eu-west-1' })).toThrow('ServiceRegion is "eu-west-1"');
  });
});

test('a route to a list of another stack says what would be right', () => {
  const Odd = ec2('Route', {
    RouteTableId: { Ref: 'PrivateTable' },
    DestinationPrefixListId: 'pl-1',
    TransitGatewayId: 'tgw-1',
  });
  expect(() => build({ Odd })).toThrow(/"pl-1".*--without Odd/);
});

test('the functions of the section Rules have short forms', () => {
  expect(
    parseYamlTemplate('A: !Contains [[a], !RefAll B]\nC: !EachMemberIn [!ValueOfAll [D, E], [f]]\n'),
  ).toEqual({
    A: { 'Fn::Contains': [['a'], { 'Fn::RefAll': 'B' }] },
    C: { 'Fn::EachMemberIn': [{ 'Fn::ValueOfAll': ['D', 'E'] }, ['f']] },
  });
});

test('merged maps have the keys of both, their own first', () => {
  expect(parseYamlTemplate('A: &a {x: 1, y: 2}\nB: {<<: *a, y: 3}\n')).toEqual({
    A: { x: 1, y: 2 },
    B: { x: 1, y: 3 },
  });
});

test('resources that CloudFormation includes from elsewhere are asked for by name', () => {
  const Include = { Name: 'AWS::Include', Parameters: { Location: 's3://bucket/more.yaml' } };
  expect(() => requireTemplate({ Resources: { 'Fn::Transform': Include } }, 'a.yaml')).toThrow(
    /s3:\/\/bucket\/more\.yaml.*get-template --template-stage Processed/,
  );
});
