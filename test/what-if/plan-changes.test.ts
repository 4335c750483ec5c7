/** Which changes give a VPC's private subnets IPv6, and that what exists stays as it is. */
import { describe, expect, test } from 'vitest';
import { withEdits } from '../../lib/lab/template/edits.ts';
import type { Template } from '../../lib/lab/template/template.ts';
import { CHANGE_KINDS, type ChangeKind, type Planned } from '../../lib/what-if/change.ts';
import { editsOf, planChanges } from '../../lib/what-if/plan-changes.ts';
import { classicTemplate, modelOf, withoutNatGateway } from './classic.ts';

function planFor(template: Template, without: readonly ChangeKind[] = []): Planned {
  const model = modelOf(template);
  return planChanges({ template, model, without });
}

function changed(template: Template, without: readonly ChangeKind[] = []): Template {
  return withEdits(template, editsOf(planFor(template, without).changes));
}

const kindsOf = ({ changes }: Planned) => changes.map(({ kind, logicalId }) => `${kind} ${logicalId}`);

describe('a VPC with a NAT gateway and no IPv6', () => {
  test('gets one change of each kind, in the order of deployment', () => {
    expect(kindsOf(planFor(classicTemplate()))).toEqual([
      'vpc-block Vpc',
      'subnet-block Private',
      'egress-only-gateway Vpc',
      'default-route PrivateTable',
      'network-acl Acl',
      'security-group Group',
      'workload-flag Worker',
    ]);
    expect(planFor(classicTemplate()).obstacles).toEqual([]);
  });

  test('has, once changed, a model in which the function has IPv6 and a way out', () => {
    const model = modelOf(changed(classicTemplate()));
    const subnet = model.subnets.find(({ logicalId }) => logicalId === 'Private');
    const table = model.routeTables.find(({ id }) => id === subnet?.routeTableId);
    const gateway = model.gateways.find(({ kind }) => kind === 'egress-only-internet-gateway');
    const acl = model.networkAcls.find(({ logicalId }) => logicalId === 'Acl');
    const group = model.securityGroups.find(({ logicalId }) => logicalId === 'Group');
    expect(subnet?.ipv6CidrBlock).toBe('2001:db8:1234:1a00::/64');
    expect(
      table?.routes.map(({ destinationCidrBlock, gatewayId }) => [destinationCidrBlock, gatewayId]),
    ).toContainEqual(['::/0', gateway?.id]);
    const web = { protocol: 'tcp', ports: { from: 443, to: 443 } };
    expect(group?.egress).toContainEqual({ ...web, peer: { kind: 'cidr', cidrBlock: '::/0' } });
    expect(acl?.egress.at(-1)).toEqual({ ...web, ruleNumber: 101, action: 'allow', cidrBlock: '::/0' });
    expect(acl?.ingress.at(-1)).toMatchObject({ ports: { from: 1024, to: 65535 }, cidrBlock: '::/0' });
  });

  test('makes the subnet wait for the block, beside what it waits for already', () => {
    const { Resources } = changed(classicTemplate());
    expect(Resources.Private?.DependsOn).toEqual(['Internet', 'Ipv6CidrBlock']);
    expect(Resources.PrivateTableIpv6Route?.DependsOn).toBe('Ipv6CidrBlock');
  });

  test('leaves isolated and public subnets as they are', () => {
    const { Resources } = changed(classicTemplate());
    expect(Resources.Isolated).toEqual(classicTemplate().Resources.Isolated);
    expect(Resources.Public).toEqual(classicTemplate().Resources.Public);
  });

  test.each(CHANGE_KINDS)('can leave out the changes of the kind %s, and then plans all others', (kind) => {
    const kinds = new Set(planFor(classicTemplate(), [kind]).changes.map((change) => change.kind));
    expect(kinds).toEqual(new Set(CHANGE_KINDS.filter((other) => other !== kind)));
  });

  test('once changed needs no further change', () => {
    const template = changed(classicTemplate());
    const model = modelOf(template);
    const { changes } = planChanges({ template, model });
    expect(changes).toEqual([]);
  });
});

describe('a VPC without a NAT gateway', () => {
  const halfWay = () => withoutNatGateway(['security-group', 'workload-flag']);

  test('gets what its workloads lack behind the egress-only gateway', () => {
    expect(kindsOf(planFor(halfWay()))).toEqual(['security-group Group', 'workload-flag Worker']);
  });

  test('gets nothing where no gateway leads out: isolated subnets stay isolated', () => {
    const template = halfWay();
    Reflect.deleteProperty(template.Resources, 'PrivateTableIpv6Route');
    expect(kindsOf(planFor(template))).toEqual([]);
  });
});

test('isolated subnets get a way out only where they are to be opened, and only those with workloads', () => {
  const template = classicTemplate();
  delete template.Resources.PrivateRoute;
  const plan = (openIsolated: boolean) => planChanges({ template, model: modelOf(template), openIsolated });
  expect(plan(false)).toEqual({ changes: [], obstacles: [] });
  const opened = kindsOf(plan(true));
  expect(opened).toContain('subnet-block Private');
  expect(opened).toContain('default-route PrivateTable');
  expect(opened).not.toContain('subnet-block Isolated');
  delete template.Resources.Worker;
  expect(kindsOf(plan(true))).toContain('subnet-block Isolated');
  expect(kindsOf(plan(true))).not.toContain('subnet-block Public');
});

test('each subnet of a function gets a block: Lambda takes the flag only then', () => {
  const template = classicTemplate();
  Object.assign(template.Resources.Worker?.Properties?.VpcConfig ?? {}, {
    SubnetIds: [{ Ref: 'Private' }, { Ref: 'Isolated' }],
  });
  const { changes } = planFor(template);
  const blocks = changes.filter(({ kind }) => kind === 'subnet-block');
  expect(blocks.map(({ logicalId }) => logicalId)).toEqual(['Private', 'Isolated']);
  expect(blocks[1]?.reason).toContain('all of its subnets');
  expect(changes.filter(({ kind }) => kind === 'default-route')).toHaveLength(1);
});

describe('what exists', () => {
  test('keeps its route for IPv6: to an internet gateway too, beside which no other gateway is added', () => {
    const template = classicTemplate();
    const internet = {
      RouteTableId: { Ref: 'PrivateTable' },
      DestinationIpv6CidrBlock: '::/0',
      GatewayId: { Ref: 'Internet' },
    };
    Reflect.set(template.Resources, 'Route6', { Type: 'AWS::EC2::Route', Properties: internet });
    const planned = planFor(template);
    expect(kindsOf(planned)).toEqual([
      'vpc-block Vpc',
      'subnet-block Private',
      'network-acl Acl',
      'security-group Group',
      'workload-flag Worker',
    ]);
    expect(planned.obstacles).toEqual([]);
  });

  test('keeps its numbers: a new subnet gets one that is free', () => {
    const template = changed(classicTemplate());
    const { Private } = template.Resources;
    Reflect.set(template.Resources, 'Second', structuredClone({ ...Private, DependsOn: 'Ipv6CidrBlock' }));
    Object.assign(template.Resources.Second?.Properties ?? {}, { CidrBlock: '10.47.3.0/24' });
    delete template.Resources.Second?.Properties?.Ipv6CidrBlock;
    Reflect.set(template.Resources, 'SecondAssociation', {
      Type: 'AWS::EC2::SubnetRouteTableAssociation',
      Properties: { SubnetId: { Ref: 'Second' }, RouteTableId: { Ref: 'PrivateTable' } },
    });
    const model = modelOf(template);
    const { changes } = planChanges({ template, model });
    expect(changes.map(({ kind, logicalId, what }) => [kind, logicalId, what])).toEqual([
      ['subnet-block', 'Second', "give it the /64 number 1 of the VPC's IPv6 block"],
    ]);
  });

  test('keeps its names: a taken logical id is not used again', () => {
    const template = classicTemplate();
    Reflect.set(template.Resources, 'Ipv6CidrBlock', { Type: 'AWS::SNS::Topic' });
    const { Resources } = changed(template);
    expect(Resources.Ipv6CidrBlock).toEqual({ Type: 'AWS::SNS::Topic' });
    expect(Resources.Ipv6CidrBlock2?.Type).toBe('AWS::EC2::VPCCidrBlock');
  });

  test('keeps its condition: what is added beside a conditional resource is under the same one', () => {
    const template = classicTemplate();
    Object.assign(template, { Conditions: { Yes: { 'Fn::Equals': ['a', 'a'] } } });
    Reflect.set(template.Resources.PrivateTable ?? {}, 'Condition', 'Yes');
    expect(changed(template).Resources.PrivateTableIpv6Route?.Condition).toBe('Yes');
  });

  test('a group without egress rules gets both families, since the first rule replaces the default', () => {
    const template = classicTemplate();
    delete template.Resources.Group?.Properties?.SecurityGroupEgress;
    expect(changed(template).Resources.Group?.Properties?.SecurityGroupEgress).toEqual([
      { IpProtocol: '-1', CidrIp: '0.0.0.0/0' },
      { IpProtocol: '-1', CidrIpv6: '::/0' },
    ]);
  });

  test("egress by a prefix list of AWS's is left to be done by hand: its id does not say which addresses it has", () => {
    const template = classicTemplate();
    Object.assign(template.Resources.Group?.Properties ?? {}, {
      SecurityGroupEgress: [{ IpProtocol: '-1', DestinationPrefixListId: 'pl-68a54001' }],
    });
    const whys = planFor(template).obstacles.map(({ why }) => why);
    expect(whys).toEqual([expect.stringContaining('it lets out to pl-68a54001, and')]);
  });

  test('a group of another stack is left to be done by hand, by the workload that has it', () => {
    const template = classicTemplate();
    Object.assign(template.Resources.Worker?.Properties?.VpcConfig ?? {}, {
      SecurityGroupIds: ['sg-0fedcba9876543210'],
    });
    const { obstacles } = planFor(template);
    expect(obstacles).toMatchObject([{ kind: 'security-group', logicalId: 'Worker' }]);
    expect(obstacles[0]?.why).toContain('"sg-0fedcba9876543210"');
    expect(planFor(classicTemplate()).obstacles).toEqual([]);
  });

  test.each<[string[], string | null]>([
    [['0.0.0.0/1', '128.0.0.0/1'], '0.0.0.0/1, 128.0.0.0/1'],
    [['52.94.0.0/16', '10.0.0.0/8'], '52.94.0.0/16'],
    [['10.0.0.0/8', '192.168.0.0/16', '169.254.169.254/32'], null],
  ])('egress to %j names the public blocks, whose IPv6 is unknown', (blocks, named) => {
    const template = classicTemplate();
    Object.assign(template.Resources.Group?.Properties ?? {}, {
      SecurityGroupEgress: blocks.map((CidrIp) => ({ IpProtocol: '-1', CidrIp })),
    });
    const whys = planFor(template).obstacles.map(({ why }) => why);
    expect(whys).toEqual(named === null ? [] : [expect.stringContaining(`it lets out to ${named}, and`)]);
  });

  test('a group that lets all IPv6 out needs no rule', () => {
    const template = classicTemplate();
    const { Properties = {} } = template.Resources.Group ?? {};
    Object.assign(Properties, {
      SecurityGroupEgress: [
        { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' },
        { IpProtocol: '-1', CidrIpv6: '::/0' },
      ],
    });
    expect(kindsOf(planFor(template))).not.toContain('security-group Group');
  });

  test.each([{ Ref: 'Group' }, { 'Fn::GetAtt': ['Group', 'GroupId'] }, { 'Fn::GetAtt': 'Group.GroupId' }])(
    'a group whose rules stand apart, by %j, gets another one beside them, also for the default rule',
    (GroupId) => {
      const template = classicTemplate();
      delete template.Resources.Group?.Properties?.SecurityGroupEgress;
      Reflect.set(template.Resources, 'Out', {
        Type: 'AWS::EC2::SecurityGroupEgress',
        Properties: {
          GroupId,
          IpProtocol: 'tcp',
          FromPort: 443,
          ToPort: 443,
          CidrIp: '0.0.0.0/0',
        },
      });
      expect(changed(template).Resources.GroupIpv6Egress).toEqual({
        Type: 'AWS::EC2::SecurityGroupEgress',
        Properties: {
          GroupId: { 'Fn::GetAtt': ['Group', 'GroupId'] },
          IpProtocol: '-1',
          CidrIpv6: '::/0',
        },
      });
    },
  );
});

describe('what cannot be written is named, with what to do', () => {
  test('a group that lets out to one address only', () => {
    const template = classicTemplate();
    const { Properties = {} } = template.Resources.Group ?? {};
    Object.assign(Properties, {
      SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '52.94.1.0/24' }],
    });
    expect(planFor(template).obstacles).toMatchObject([
      { kind: 'security-group', logicalId: 'Group', why: expect.stringContaining('52.94.1.0/24') },
    ]);
  });

  test('a subnet with the main route table', () => {
    const template = classicTemplate();
    delete template.Resources.PrivateAssociation;
    expect(planFor(template)).toEqual({ changes: [], obstacles: [] });
  });

  test('a VPC whose IPv6 numbers are used up', () => {
    const template = changed(classicTemplate());
    const { Resources } = template;
    Object.assign(Resources.Ipv6CidrBlock?.Properties ?? {}, { Ipv6CidrBlock: '2001:db8:0:10::/60' });
    delete Resources.Ipv6CidrBlock?.Properties?.AmazonProvidedIpv6CidrBlock;
    for (let number = 0; number < 15; number += 1) {
      Reflect.set(Resources, `Taken${number}`, {
        Type: 'AWS::EC2::Subnet',
        Properties: {
          VpcId: { Ref: 'Vpc' },
          CidrBlock: `10.47.${100 + number}.0/24`,
          Ipv6CidrBlock: `2001:db8:0:${(0x11 + number).toString(16)}::/64`,
        },
      });
    }
    Object.assign(Resources.Private?.Properties ?? {}, { Ipv6CidrBlock: '2001:db8:0:10::/64' });
    Reflect.set(Resources, 'OneMore', structuredClone(Resources.Private));
    Object.assign(Resources.OneMore?.Properties ?? {}, { CidrBlock: '10.47.200.0/24' });
    delete Resources.OneMore?.Properties?.Ipv6CidrBlock;
    Reflect.set(Resources, 'OneMoreAssociation', {
      Type: 'AWS::EC2::SubnetRouteTableAssociation',
      Properties: { SubnetId: { Ref: 'OneMore' }, RouteTableId: { Ref: 'PrivateTable' } },
    });
    expect(planFor(template).obstacles).toMatchObject([{ kind: 'subnet-block', logicalId: 'OneMore' }]);
  });
});
