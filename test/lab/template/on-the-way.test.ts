/** What could not be read: an error on the way of the functions' packets, a notice elsewhere. */
import { describe, expect, test } from 'vitest';
import { buildModel, type ModelProps } from '../../../lib/lab/template/build-model.ts';
import type { Model } from '../../../lib/lab/template/model.ts';
import { requireReadableSubnets, requireReadableWay } from '../../../lib/lab/template/on-the-way.ts';
import type { Resource } from '../../../lib/lab/template/template.ts';
import { changed, dualStackTemplate, MODEL_PROPS } from '../fixtures/dual-stack-template.ts';

type Changes = Record<string, Resource | undefined>;

/** The probes are in PrivateA and PrivateB, behind Group. */
function model(changes: Changes = {}, props: Partial<ModelProps> = {}): Model {
  return buildModel(dualStackTemplate(changes), { ...MODEL_PROPS, ...props });
}

function ec2(type: string, Properties: Record<string, unknown> = {}): Resource {
  return { Type: `AWS::EC2::${type}`, Properties };
}

const VpcId = { Ref: 'Vpc' };
const UNKNOWN = { 'Fn::GetAtt': ['Custom', 'Answer'] };
const IMPORT = { 'Fn::ImportValue': 'theirs' };
const LEFT_OUT = 'left out, since no packet that is asked about meets it';

/** The rest of the model, which must be the same without the resource. */
function withoutNotices({ notices: _, ...rest }: Model) {
  return rest;
}

describe('what is not on the way is left out with a notice', () => {
  test.each<[string, Changes, RegExp]>([
    ['a group of the default VPC', { Odd: ec2('SecurityGroup', {}) }, /^left out.* Odd .*no VpcId/],
    ['a group of another VPC', { Odd: ec2('SecurityGroup', { VpcId: 'vpc-1' }) }, /VpcId "vpc-1" is not/],
    [
      'a subnet of another VPC',
      { Odd: ec2('Subnet', { VpcId: 'vpc-1', CidrBlock: '10.9.0.0/24' }) },
      /VpcId "vpc-1" is not the template's VPC Vpc/,
    ],
    [
      'an endpoint of another VPC',
      { Odd: ec2('VPCEndpoint', { VpcId: 'vpc-1', ServiceName: 'com.amazonaws.us-west-2.s3' }) },
      /VpcId "vpc-1" is not the template's VPC/,
    ],
    [
      'a rule of a group that is not in the template',
      { Odd: ec2('SecurityGroupIngress', { GroupId: IMPORT, IpProtocol: '-1', CidrIp: '10.0.0.0/8' }) },
      /Fn::ImportValue of "theirs" reads another stack/,
    ],
    [
      'an association of another stack’s subnet',
      { Odd: ec2('SubnetRouteTableAssociation', { SubnetId: IMPORT, RouteTableId: { Ref: 'PublicTable' } }) },
      /Odd .*SubnetId: Fn::ImportValue/,
    ],
    [
      'an entry of another stack’s ACL',
      { Odd: ec2('NetworkAclEntry', { NetworkAclId: 'acl-1', RuleNumber: 1 }) },
      /Odd .*NetworkAclEntry/,
    ],
    [
      'a route of a table that is not in the template',
      { Odd: ec2('Route', { RouteTableId: 'rtb-1', DestinationCidrBlock: '0.0.0.0/0' }) },
      /"rtb-1" is not one of the template's route tables/,
    ],
    [
      'a type that was never reviewed, which names nothing on the way',
      { Odd: ec2('FutureThing', { Name: 'a' }) },
      /Odd \(AWS::EC2::FutureThing\): the lab does not model this type/,
    ],
    [
      'a NAT gateway in an unknown subnet',
      { Odd: ec2('NatGateway', { SubnetId: 'subnet-1', AllocationId: 'eipalloc-1' }) },
      /"subnet-1" is not one of the template's subnets/,
    ],
    [
      'an exclusion of an unknown subnet',
      {
        Odd: ec2('VPCBlockPublicAccessExclusion', {
          SubnetId: 'subnet-1',
          InternetGatewayExclusionMode: 'allow-egress',
        }),
      },
      /"subnet-1" is not one of the template's subnets/,
    ],
    [
      'a zone that cannot be read',
      {
        Odd: { Type: 'AWS::Route53::HostedZone', Properties: { Name: 'a.test', VPCs: [{ VPCId: IMPORT }] } },
      },
      /Odd .*Fn::ImportValue/,
    ],
  ])('%s', (_, changes, notice) => {
    const built = model(changes);
    expect(built.notices).toEqual([expect.stringMatching(notice)]);
    expect(withoutNotices(built)).toEqual(withoutNotices(model()));
  });

  test.each<[string, Changes]>([
    ['a placement group', { Odd: ec2('PlacementGroup') }],
    ['an endpoint service', { Odd: ec2('VPCEndpointService') }],
    ['a path for reachability analysis', { Odd: ec2('NetworkInsightsPath', { Source: VpcId }) }],
    [
      'a private NAT gateway',
      { Odd: ec2('NatGateway', { ConnectivityType: 'private', SubnetId: { Ref: 'PrivateA' } }) },
    ],
    ['a pool of IPAM', { Odd: ec2('IPAMPool', { AddressFamily: 'ipv6', IpamScopeId: IMPORT }) }],
    ['a pool of hosts', { Odd: ec2('CapacityReservation', { InstanceType: UNKNOWN }) }],
    ['a custom resource', { Odd: { Type: 'Custom::Thing', Properties: { Vpc: VpcId } } }],
  ])('and without one: %s', (_, changes) => {
    expect(model(changes)).toEqual(model());
  });

  test('many of a kind share a notice after the first five', () => {
    const odd = Object.fromEntries(Array.from({ length: 8 }, (_, n) => [`Odd${n}`, ec2('SecurityGroup')]));
    const { notices } = model(odd);
    expect(notices).toHaveLength(6);
    expect(notices.slice(0, 5).every((notice) => notice.startsWith(LEFT_OUT))).toBe(true);
    expect(notices[5]).toBe('left out for reasons like these: Odd5, Odd6, Odd7');
  });

  test.each(['AWS::CloudFormation::Stack', 'AWS::Serverless::Application'])(
    'a nested template: %s',
    (Type) => {
      const { notices } = model({ Nested: { Type, Properties: { Parameters: { VpcId } } } });
      expect(notices).toEqual([
        expect.stringContaining(`Nested (${Type}) has a template of its own, which is not read`),
      ]);
    },
  );

  test('a nested stack of the CDK, by its file, and what its file lacks on its own', () => {
    const Nested = {
      Type: 'AWS::CloudFormation::Stack',
      Properties: { Parameters: { VpcId } },
      Metadata: { 'aws:asset:path': 'StackNested.nested.template.json' },
    };
    const [notice] = model({ Nested }).notices;
    expect(notice).toContain('Another --template reads its file "StackNested.nested.template.json"');
    expect(notice).toContain('ids of resources cannot be passed');
  });

  test('a resource under a condition that rests on a missing value', () => {
    const Odd = { ...ec2('SecurityGroup', { VpcId }), Condition: 'Wanted' };
    const template = {
      ...dualStackTemplate({ Odd }),
      Parameters: { Wish: { Type: 'String' } },
      Conditions: { Wanted: { 'Fn::Equals': [{ Ref: 'Wish' }, 'yes'] } },
    };
    const built = buildModel(template, MODEL_PROPS);
    expect(built.notices[0]).toContain('the parameter "Wish" has no value');
    expect(built.functions).toHaveLength(2);
  });
});

describe('what is on the way is an error', () => {
  test.each<[string, Changes, string]>([
    ['a subnet', changed('PrivateA', { CidrBlock: UNKNOWN }), 'give it with --value Custom.Answer=…'],
    ['a table of a subnet', changed('PrivateAAssociation', { RouteTableId: IMPORT }), '--import theirs=…'],
    ['a route of its table', changed('PrivateRoute', { DestinationIpv6CidrBlock: UNKNOWN }), 'PrivateRoute'],
    [
      'a route of a table that only a program can find, which may be the main one',
      {
        PrivateAAssociation: undefined,
        Odd: ec2('Route', { RouteTableId: UNKNOWN, DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1' }),
      },
      '--value Custom.Answer=…',
    ],
    [
      'the egress of its group',
      changed('Group', { SecurityGroupEgress: UNKNOWN }),
      '--value Custom.Answer=…',
    ],
    [
      'a separate rule of its group',
      {
        Odd: ec2('SecurityGroupEgress', {
          GroupId: { Ref: 'Group' },
          IpProtocol: 'tcp',
          FromPort: UNKNOWN,
          ToPort: 1,
          CidrIp: '0.0.0.0/0',
        }),
      },
      '--value Custom.Answer=…',
    ],
    [
      'a prefix list that its group names',
      {
        ...changed('Group', {
          SecurityGroupEgress: [{ IpProtocol: '-1', DestinationPrefixListId: { Ref: 'List' } }],
        }),
        List: ec2('PrefixList', { PrefixListName: 'a', AddressFamily: 'IPv6', Entries: [{ Cidr: UNKNOWN }] }),
      },
      '--value Custom.Answer=…',
    ],
    [
      'a type that was never reviewed, which names the VPC',
      { Odd: ec2('FutureThing', { VpcId }) },
      'take it out with --without Odd',
    ],
    [
      'a firewall for names',
      {
        Odd: {
          Type: 'AWS::Route53Resolver::FirewallRuleGroupAssociation',
          Properties: { VpcId, FirewallRuleGroupId: 'rslvr-frg-1' },
        },
      },
      'take it out with --without Odd',
    ],
    [
      'the edge of a gateway that its table names',
      { Odd: ec2('GatewayRouteTableAssociation', { GatewayId: { Ref: 'Eigw' }, RouteTableId: 'rtb-1' }) },
      'take it out with --without Odd',
    ],
  ])('%s', (_, changes, message) => {
    expect(() => model(changes)).toThrow(message);
  });

  test('and the same in a table, group or subnet of others is not', () => {
    const elsewhere: Changes = {
      ...changed('PublicRoute', { DestinationCidrBlock: UNKNOWN }),
      Other: ec2('SecurityGroup', { VpcId, SecurityGroupEgress: UNKNOWN }),
    };
    expect(() => model(elsewhere)).not.toThrow();
  });

  test('an ingress rule that cannot be read does not hinder what its group sends', () => {
    const built = model(
      changed('Group', {
        SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: UNKNOWN, ToPort: 1, CidrIp: '0.0.0.0/0' }],
      }),
    );
    expect(built.securityGroups.find(({ logicalId }) => logicalId === 'Group')?.egress).toHaveLength(4);
  });

  test('a rule whose peer is a group of another stack applies to no interface in the lab', () => {
    const rules = [{ IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, DestinationSecurityGroupId: IMPORT }];
    const group = model(changed('Group', { SecurityGroupEgress: rules })).securityGroups[1];
    expect(group?.egress).toMatchObject([
      { peer: { kind: 'security-group', securityGroupId: 'sg-of-another-stack' } },
    ]);
  });

  test('names all values that are missing at once, each with its option', () => {
    const missing: Changes = {
      ...changed('Vpc', { CidrBlock: { Ref: 'Block' } }),
      ...changed('PrivateA', { CidrBlock: { 'Fn::Join': ['/', [UNKNOWN, IMPORT]] } }),
      ...changed('PrivateB', { AvailabilityZone: { 'Fn::GetAtt': ['Custom', 'Zone'] } }),
    };
    const template = { ...dualStackTemplate(missing), Parameters: { Block: { Type: 'String' } } };
    expect(() => buildModel(template, MODEL_PROPS)).toThrow(
      'the network needs 4 values that are not known: Block (--parameter Block=…), Custom.Answer (--value Custom.Answer=…), theirs (--import theirs=…), Custom.Zone (--value Custom.Zone=…)',
    );
  });
});

describe('a value that the user gives', () => {
  const zone = changed('PrivateA', { AvailabilityZone: { 'Fn::GetAtt': ['Custom', 'Zone'] } });
  const zoneOf = ({ subnets }: Model) =>
    subnets.find(({ logicalId }) => logicalId === 'PrivateA')?.availabilityZone;

  test('stands for an attribute, an import, a property and a block of IPAM', () => {
    expect(zoneOf(model(zone, { values: { 'Custom.Zone': 'us-west-2b' } }))).toBe('us-west-2b');
    const imported = changed('PrivateA', { AvailabilityZone: IMPORT });
    expect(zoneOf(model(imported, { imports: { theirs: 'us-west-2c' } }))).toBe('us-west-2c');
    const pool = {
      ...changed('Vpc', { CidrBlock: undefined, Ipv4IpamPoolId: IMPORT }),
      ...changed('Ipv6Block', { AmazonProvidedIpv6CidrBlock: undefined, Ipv6IpamPoolId: 'ipam-pool-1' }),
    };
    const values = { 'Vpc.CidrBlock': '10.1.0.0/16', 'Ipv6Block.Ipv6CidrBlock': '2001:db8:1234:1a00::/56' };
    expect(model(pool, { values }).vpc).toEqual(model().vpc);
    expect(() => model(pool)).toThrow(
      'Vpc.CidrBlock (--value Vpc.CidrBlock=…), Ipv6Block.Ipv6CidrBlock (--value',
    );
  });

  test('may be a list, written as JSON', () => {
    const chosen = changed('PrivateA', {
      AvailabilityZone: { 'Fn::Select': [1, { 'Fn::GetAtt': ['Custom', 'Zones'] }] },
    });
    const values = { 'Custom.Zones': '["us-west-2a","us-west-2d"]' };
    expect(zoneOf(model(chosen, { values }))).toBe('us-west-2d');
    expect(() => model(chosen, { values: { 'Custom.Zones': '[us-west-2a' } })).toThrow(
      'write a list as JSON',
    );
  });

  test('for what the template does not have is an error, and one that nothing asks for a notice', () => {
    expect(() => model({}, { values: { 'Costum.Zone': 'a' } })).toThrow(
      'a value is given for "Costum.Zone", and the template has no resource "Costum"',
    );
    expect(model({}, { values: { 'Custom.Zone': 'a' } }).notices).toEqual([
      'the value given for Custom.Zone is not used: nothing that was read asks for it',
    ]);
  });

  test('stands for a reference to Systems Manager too', () => {
    const dynamic = changed('PrivateA', { AvailabilityZone: '{{resolve:ssm:/zone}}' });
    expect(() => model(dynamic)).toThrow('give it with --value PrivateA.AvailabilityZone=…');
    expect(zoneOf(model(dynamic, { values: { 'PrivateA.AvailabilityZone': 'us-west-2b' } }))).toBe(
      'us-west-2b',
    );
  });
});

describe('an endpoint that cannot be read', () => {
  const endpoint = (service: string, more: Record<string, unknown> = {}) => ({
    ...changed('Vpc', { EnableDnsHostnames: true }),
    Odd: ec2('VPCEndpoint', {
      VpcId,
      VpcEndpointType: 'Interface',
      ServiceName: `com.amazonaws.us-west-2.${service}`,
      SubnetIds: [{ Ref: 'PrivateB' }],
      SecurityGroupIds: [IMPORT],
      PrivateDnsEnabled: true,
      ...more,
    }),
  });
  const asking = (host: string) => ({ isAsked: (pattern: string) => pattern === host });
  const STS = 'sts.us-west-2.amazonaws.com';

  test('is an error where its name is asked for, and else hides its name', () => {
    expect(() => model(endpoint('sts'), asking(STS))).toThrow('give it with --import theirs=…');
    const { endpoints, hiddenNames, notices } = model(endpoint('sts'), asking('example.com'));
    expect({ endpoints, hiddenNames }).toEqual({ endpoints: [], hiddenNames: [STS] });
    expect(notices[0]).toContain('Odd (AWS::EC2::VPCEndpoint): SecurityGroupIds: Fn::ImportValue');
  });

  test('hides nothing without private names', () => {
    expect(model(endpoint('sts', { PrivateDnsEnabled: 'false' })).hiddenNames).toEqual([]);
    const outside = { ServiceName: 'com.amazonaws.vpce.us-west-2.vpce-svc-1' };
    expect(model(endpoint('', outside)).hiddenNames).toEqual([]);
  });

  test('may have any name where its service is unknown', () => {
    expect(() =>
      model(endpoint('', { ServiceName: IMPORT }), { isAsked: (pattern) => pattern === '*' }),
    ).toThrow('--import theirs=…');
  });

  test('behind a group whose ingress cannot be read is the same', () => {
    const odd = {
      ...endpoint('sts', { SecurityGroupIds: [{ Ref: 'Behind' }] }),
      Behind: ec2('SecurityGroup', { VpcId, SecurityGroupIngress: UNKNOWN }),
    };
    expect(() => model(odd, asking(STS))).toThrow('--value Custom.Answer=…');
    expect(model(odd, asking('example.com')).hiddenNames).toEqual([STS]);
  });

  test('takes the tables that the template has, and the default policy where its own is unknown', () => {
    const RouteTableIds = [{ Ref: 'PrivateTable' }, IMPORT, 'rtb-1'];
    const s3 = {
      S3: ec2('VPCEndpoint', {
        VpcId,
        ServiceName: 'com.amazonaws.us-west-2.s3',
        RouteTableIds,
        PolicyDocument: UNKNOWN,
      }),
    };
    const { endpoints, notices } = model(s3);
    expect(endpoints[0]?.routeTableIds).toHaveLength(1);
    expect(endpoints[0]?.policyDocument).toBeNull();
    expect(notices).toEqual(['the policy of S3 could not be read: the lab takes the default one']);
  });
});

describe('a route to what the template does not have', () => {
  const route = (target: Record<string, unknown>) =>
    ec2('Route', { RouteTableId: { Ref: 'PrivateTable' }, DestinationCidrBlock: '0.0.0.0/0', ...target });
  const routeIn = ({ routeTables }: Model) =>
    routeTables.flatMap(({ routes }) => routes).find(({ logicalId }) => logicalId === 'Odd');

  test.each([
    ['TransitGatewayId', IMPORT, /^tgw-/],
    ['VpcEndpointId', UNKNOWN, /^vpce-/],
    ['NatGatewayId', 'nat-1', /^nat-1$/],
    ['NatGatewayId', IMPORT, /^nat-/],
  ])('leads to another network, whichever that is: %s %j', (property, target, gatewayId) => {
    const built = model({ Odd: route({ [property]: target }) });
    expect(routeIn(built)).toEqual({
      logicalId: 'Odd',
      destinationCidrBlock: '0.0.0.0/0',
      gatewayId: expect.stringMatching(gatewayId),
      toOtherNetworkBy: property,
    });
    expect(built.notices).toEqual([expect.stringMatching(/^Odd sends "0.0.0.0\/0" to .* is unknown$/)]);
  });

  test('leads to a private NAT gateway as to another network, and to one that cannot be read as to an error', () => {
    const nat = (properties: Record<string, unknown>) => ({
      Odd: route({ NatGatewayId: { Ref: 'Nat' } }),
      Nat: ec2('NatGateway', properties),
    });
    const own = model(nat({ ConnectivityType: 'private', SubnetId: { Ref: 'PrivateA' } }));
    expect(own.gateways).toEqual(model().gateways);
    expect(routeIn(own)?.toOtherNetworkBy).toBe('NatGatewayId');
    expect(() => model(nat({ AllocationId: 'eipalloc-1', SubnetId: IMPORT }))).toThrow('--import theirs=…');
  });

  test('to a NAT gateway with an Elastic IP of another stack has some address', () => {
    const Nat = ec2('NatGateway', { AllocationId: IMPORT, SubnetId: { Ref: 'PublicA' } });
    const { gateways } = model({ Nat, Odd: route({ NatGatewayId: { Ref: 'Nat' } }) });
    expect(gateways.at(-1)?.publicIpv4Address).toBe('203.0.113.254');
  });

  test('leads to the gateways of another stack by their ids', () => {
    const built = model({
      ...changed('PrivateRoute', { EgressOnlyInternetGatewayId: 'eigw-1' }),
      ...changed('PublicRoute', { GatewayId: 'igw-1' }),
      IgwAttachment: undefined,
    });
    expect(built.gateways.map(({ id, kind }) => [id, kind])).toContainEqual(['igw-1', 'internet-gateway']);
    expect(built.gateways.map(({ id, kind }) => [id, kind])).toContainEqual([
      'eigw-1',
      'egress-only-internet-gateway',
    ]);
  });

  test('and propagated routes are noticed where the table is on the way', () => {
    const propagation = (table: string) => ({
      Vgw: ec2('VPNGateway'),
      Odd: ec2('VPNGatewayRoutePropagation', {
        RouteTableIds: [{ Ref: table }],
        VpnGatewayId: { Ref: 'Vgw' },
      }),
    });
    expect(model(propagation('PrivateTable')).notices).toEqual([
      expect.stringMatching(/^Odd .*private gateway propagates.* is unknown; it carries no IPv6$/),
    ]);
    expect(model(propagation('PublicTable')).notices).toEqual([]);
  });
});

describe('a template without functions', () => {
  const none = { ProbeA: undefined, ProbeB: undefined };
  const unreadable = { ...none, ...changed('PrivateA', { AvailabilityZone: UNKNOWN }) };

  test('keeps what could not be read until the functions are known', () => {
    const open = model(unreadable);
    expect(open.unread.map(({ logicalId }) => logicalId)).toEqual(['PrivateA']);
    expect(requireReadableWay(open, () => true).notices[0]).toContain(LEFT_OUT);
  });

  test('refuses a private subnet that the probe would be in, by default or by choice', () => {
    expect(() => requireReadableSubnets(model(unreadable), null)).toThrow('--value Custom.Answer=…');
    expect(() => requireReadableSubnets(model(unreadable), 'PrivateA')).toThrow('--value Custom.Answer=…');
    expect(() => requireReadableSubnets(model(unreadable), 'PrivateB')).not.toThrow();
    const open = { ...none, ...changed('PublicA', { AvailabilityZone: UNKNOWN }) };
    expect(() => requireReadableSubnets(model(open), null)).not.toThrow();
  });
});

describe('a rule of Route 53 Resolver', () => {
  const rule = (properties: Record<string, unknown>) => ({
    Rule: { Type: 'AWS::Route53Resolver::ResolverRule', Properties: properties },
    Use: {
      Type: 'AWS::Route53Resolver::ResolverRuleAssociation',
      Properties: { VPCId: VpcId, ResolverRuleId: { 'Fn::GetAtt': ['Rule', 'ResolverRuleId'] } },
    },
  });

  test.each([
    [{ DomainName: 'Corp.test.', RuleType: 'FORWARD' }, ['corp.test']],
    [{ DomainName: '.', RuleType: 'FORWARD' }, ['']],
    [{ DomainName: UNKNOWN, RuleType: 'FORWARD' }, ['']],
    [{ DomainName: 'corp.test', RuleType: 'SYSTEM' }, []],
  ])('%j answers instead of the internet for %j', (properties, names) => {
    expect(model(rule(properties)).privateZones.map(({ name }) => name)).toEqual(names);
  });
});
