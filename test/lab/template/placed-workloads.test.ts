/** Where the template's own functions, tasks and instances stand, and what stands nowhere that is known. */
import { describe, expect, test } from 'vitest';
import { buildModel } from '../../../lib/lab/template/build-model.ts';
import type { PlacedWorkload } from '../../../lib/lab/template/model.ts';
import type { Resource, Template } from '../../../lib/lab/template/template.ts';
import { changed, dualStackTemplate, MODEL_PROPS } from '../fixtures/dual-stack-template.ts';

const SUBNET = { Ref: 'PrivateA' };
const GROUP = { 'Fn::GetAtt': ['Group', 'GroupId'] };
/** A value that only AWS knows, where nothing needs it. */
const UNKNOWN = { 'Fn::GetAtt': ['Cluster', 'Arn'] };

/** A model without a probe of its own. */
function model(resources: Record<string, Resource | undefined>, more: Partial<Template> = {}) {
  const template = dualStackTemplate({ ProbeA: undefined, ProbeB: undefined, ...resources });
  return buildModel({ ...template, ...more }, MODEL_PROPS);
}

type Shown = Pick<PlacedWorkload, 'kind' | 'logicalId' | 'ipv6' | 'publicIpv4'> & {
  readonly subnet: string | undefined;
  readonly groups: readonly (string | undefined)[];
};

function shown(resources: Record<string, Resource | undefined>, more: Partial<Template> = {}): Shown[] {
  const { workloads, subnets, securityGroups } = model(resources, more);
  const nameIn = (all: readonly { id: string; logicalId: string }[], id: string) =>
    all.find((each) => each.id === id)?.logicalId;
  return workloads.map(({ kind, logicalId, subnetId, securityGroupIds, ipv6, publicIpv4 }) => ({
    ...{ kind, logicalId, ipv6, publicIpv4 },
    subnet: nameIn(subnets, subnetId),
    groups: securityGroupIds.map((id) => nameIn(securityGroups, id)),
  }));
}

const resource = (Type: string, Properties: Record<string, unknown>): Resource => ({ Type, Properties });

const standing = (kind: PlacedWorkload['kind'], changes: Partial<Shown> = {}): Shown => ({
  ...{ kind, logicalId: 'Work', ipv6: 'yes', publicIpv4: false, subnet: 'PrivateA', groups: ['Group'] },
  ...changes,
});

const vpcConfig = (more: Record<string, unknown> = {}) => ({
  VpcConfig: { SubnetIds: [SUBNET], SecurityGroupIds: [GROUP], ...more },
});

const awsvpc = (more: Record<string, unknown> = {}) => ({
  Subnets: [SUBNET],
  SecurityGroups: [GROUP],
  ...more,
});

describe('a Lambda function', () => {
  const fn = (properties: Record<string, unknown>, Type = 'AWS::Lambda::Function') => ({
    Work: resource(Type, { Role: UNKNOWN, Code: { ZipFile: '' }, ...properties }),
  });

  test.each(['AWS::Lambda::Function', 'AWS::Serverless::Function'])('%s has no IPv6 by default', (type) => {
    expect(shown(fn(vpcConfig(), type))).toEqual([standing('function', { ipv6: 'no' })]);
  });

  test.each([
    [true, 'yes'],
    ['true', 'yes'],
    [false, 'no'],
    [{ Ref: 'AWS::NoValue' }, 'no'],
  ] as const)('with Ipv6AllowedForDualStack %j has IPv6: %s', (flag, ipv6) => {
    expect(shown(fn(vpcConfig({ Ipv6AllowedForDualStack: flag })))).toEqual([standing('function', { ipv6 })]);
  });

  test('stands in each of its subnets, once in each', () => {
    const subnets = [SUBNET, { Ref: 'PrivateB' }, SUBNET];
    expect(shown(fn(vpcConfig({ SubnetIds: subnets }))).map(({ subnet }) => subnet)).toEqual([
      'PrivateA',
      'PrivateB',
    ]);
  });

  test('outside every VPC stands nowhere, without a word', () => {
    for (const properties of [{}, { VpcConfig: { SubnetIds: [], SecurityGroupIds: [] } }]) {
      expect(model(fn(properties))).toMatchObject({ workloads: [], unplacedWorkloads: [] });
    }
  });

  test('gets what SAM’s Globals have for all: lists are joined, its own values win', () => {
    const Globals = {
      Function: {
        VpcConfig: {
          SubnetIds: [{ Ref: 'PrivateB' }],
          SecurityGroupIds: [GROUP],
          Ipv6AllowedForDualStack: true,
        },
      },
    };
    const own = { VpcConfig: { SubnetIds: [SUBNET], Ipv6AllowedForDualStack: false } };
    expect(shown(fn(own, 'AWS::Serverless::Function'), { Globals })).toEqual([
      standing('function', { ipv6: 'no', subnet: 'PrivateB' }),
      standing('function', { ipv6: 'no' }),
    ]);
    expect(shown(fn({}, 'AWS::Serverless::Function'), { Globals })).toEqual([
      standing('function', { subnet: 'PrivateB' }),
    ]);
    expect(shown(fn({}), { Globals })).toEqual([]);
  });
});

describe('an ECS task', () => {
  const types: [string, PlacedWorkload['kind'], Record<string, unknown>][] = [
    [
      'AWS::ECS::Service',
      'service',
      { Cluster: UNKNOWN, NetworkConfiguration: { AwsvpcConfiguration: awsvpc() } },
    ],
    ['AWS::ECS::TaskSet', 'service', { NetworkConfiguration: { AwsvpcConfiguration: awsvpc() } }],
    [
      'AWS::Events::Rule',
      'task',
      {
        Targets: [
          { Arn: UNKNOWN },
          { Arn: UNKNOWN, EcsParameters: { NetworkConfiguration: { AwsVpcConfiguration: awsvpc() } } },
        ],
      },
    ],
    [
      'AWS::Scheduler::Schedule',
      'task',
      {
        Target: { Arn: UNKNOWN, EcsParameters: { NetworkConfiguration: { AwsvpcConfiguration: awsvpc() } } },
      },
    ],
  ];

  test.each(types)('of %s has IPv6 by a setting of the account', (type, kind, properties) => {
    expect(shown({ Work: resource(type, properties) })).toEqual([standing(kind, { ipv6: 'assumed' })]);
  });

  test('has IPv6 in an IPv6-only subnet whatever the account has set', () => {
    const only = { CidrBlock: undefined, Ipv6Native: true };
    const [, , properties = {}] = types[0] ?? [];
    const found = shown({ ...changed('PrivateA', only), Work: resource('AWS::ECS::Service', properties) });
    expect(found).toEqual([standing('service')]);
  });

  test('may have a public address, and the VPC’s default group', () => {
    const own = awsvpc({ AssignPublicIp: 'ENABLED', SecurityGroups: undefined });
    const Work = resource('AWS::ECS::Service', { NetworkConfiguration: { AwsvpcConfiguration: own } });
    expect(shown({ Work })).toEqual([
      standing('service', { ipv6: 'assumed', publicIpv4: true, groups: ['Vpc.DefaultSecurityGroup'] }),
    ]);
  });

  test('in another network mode stands nowhere', () => {
    expect(model({ Work: resource('AWS::ECS::Service', { Cluster: UNKNOWN }) })).toMatchObject({
      workloads: [],
      unplacedWorkloads: [],
    });
  });
});

describe('an EC2 instance', () => {
  const instance = (properties: Record<string, unknown>) => ({
    Work: resource('AWS::EC2::Instance', { ImageId: UNKNOWN, ...properties }),
  });
  const plain = { SubnetId: SUBNET, SecurityGroupIds: [GROUP] };

  test.each([
    ['nothing', {}, 'no'],
    ['a count', { Ipv6AddressCount: 1 }, 'yes'],
    ['an address', { Ipv6Addresses: [{ Ipv6Address: '2001:db8::1' }] }, 'yes'],
    ['no address', { Ipv6Addresses: [] }, 'no'],
  ] as const)('with %s has the IPv6 that it asks for', (_, properties, ipv6) => {
    expect(shown(instance({ ...plain, ...properties }))).toEqual([standing('instance', { ipv6 })]);
  });

  test('has what its subnet assigns, unless it asks for none', () => {
    const assigning = changed('PrivateA', { AssignIpv6AddressOnCreation: true, MapPublicIpOnLaunch: true });
    expect(shown({ ...assigning, ...instance(plain) })).toEqual([standing('instance', { publicIpv4: true })]);
    const none = { ...plain, Ipv6AddressCount: 0 };
    expect(shown({ ...assigning, ...instance(none) })).toEqual([
      standing('instance', { ipv6: 'no', publicIpv4: true }),
    ]);
  });

  test.each([
    ['described in it', { SubnetId: SUBNET, GroupSet: [GROUP], Ipv6AddressCount: 1 }],
    ['of its own resource', { NetworkInterfaceId: { Ref: 'Eni' } }],
  ])('may have its interface %s; a second one does not count', (_, primary) => {
    const Eni = resource('AWS::EC2::NetworkInterface', {
      ...{ SubnetId: SUBNET, GroupSet: [GROUP], Ipv6AddressCount: 1 },
    });
    const interfaces = [
      { DeviceIndex: '1', SubnetId: { Ref: 'PrivateB' } },
      { DeviceIndex: '0', ...primary },
    ];
    expect(shown({ Eni, ...instance({ NetworkInterfaces: interfaces }) })).toEqual([standing('instance')]);
  });

  test('takes what it does not say from its launch template', () => {
    const Launch = resource('AWS::EC2::LaunchTemplate', {
      LaunchTemplateName: 'launch',
      LaunchTemplateData: {
        ImageId: UNKNOWN,
        NetworkInterfaces: [{ DeviceIndex: 0, Groups: [GROUP], Ipv6AddressCount: 1 }],
      },
    });
    for (const reference of [{ LaunchTemplateId: { Ref: 'Launch' } }, { LaunchTemplateName: 'launch' }]) {
      const own = { SubnetId: SUBNET, LaunchTemplate: { ...reference, Version: UNKNOWN } };
      expect(shown({ Launch, ...instance(own) })).toEqual([standing('instance')]);
    }
  });

  test('of an Auto Scaling group stands in each of the group’s subnets', () => {
    const data = { LaunchTemplateData: { SecurityGroupIds: [GROUP] } };
    const Launch = resource('AWS::EC2::LaunchTemplate', data);
    const Config = resource('AWS::AutoScaling::LaunchConfiguration', { SecurityGroups: [GROUP] });
    const specification = { LaunchTemplateId: { Ref: 'Launch' }, Version: UNKNOWN };
    for (const launch of [
      { LaunchTemplate: specification },
      { MixedInstancesPolicy: { LaunchTemplate: { LaunchTemplateSpecification: specification } } },
      { LaunchConfigurationName: { Ref: 'Config' } },
    ]) {
      const properties = { VPCZoneIdentifier: [SUBNET, { Ref: 'PrivateB' }], ...launch };
      const Work = resource('AWS::AutoScaling::AutoScalingGroup', properties);
      expect(shown({ Launch, Config, Work })).toEqual([
        standing('instance', { ipv6: 'no' }),
        standing('instance', { ipv6: 'no', subnet: 'PrivateB' }),
      ]);
    }
  });

  test('with an Elastic IP has a public address', () => {
    const Eip = resource('AWS::EC2::EIP', { InstanceId: { Ref: 'Work' } });
    const Other = resource('AWS::EC2::EIP', { Domain: 'vpc' });
    expect(shown({ Other, ...instance(plain) })).toEqual([standing('instance', { ipv6: 'no' })]);
    expect(shown({ Eip, ...instance(plain) })).toEqual([
      standing('instance', { ipv6: 'no', publicIpv4: true }),
    ]);
  });
});

test('a workload that cannot be read, or is in no subnet of the VPC, is left out with the reason', () => {
  const Alien = resource('AWS::Lambda::Function', vpcConfig({ SubnetIds: ['subnet-1', SUBNET] }));
  const Odd = resource(
    'AWS::Lambda::Function',
    vpcConfig({ SubnetIds: { 'Fn::GetAtt': ['Nothing', 'Ids'] } }),
  );
  const Work = resource('AWS::Lambda::Function', vpcConfig());
  const { workloads, unplacedWorkloads } = model({ Alien, Odd, Work });
  expect(workloads.map(({ logicalId }) => logicalId)).toEqual(['Alien', 'Work']);
  expect(unplacedWorkloads).toEqual([
    {
      logicalId: 'Alien',
      type: 'AWS::Lambda::Function',
      reason: 'its subnet "subnet-1" is not one of the template\'s in the VPC Vpc',
    },
    {
      logicalId: 'Odd',
      type: 'AWS::Lambda::Function',
      reason: expect.stringMatching(
        /^Odd \(AWS::Lambda::Function\): VpcConfig.SubnetIds: "Nothing" is neither/,
      ),
    },
  ]);
});

test('a template with a probe of its own has no other workloads', () => {
  const Work = resource('AWS::Lambda::Function', vpcConfig());
  expect(buildModel(dualStackTemplate({ Work }), MODEL_PROPS).workloads).toEqual([]);
});
