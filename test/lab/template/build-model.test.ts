/** The model that a template becomes, and the templates that are refused. */
import { describe, expect, test } from 'vitest';
import { buildModel } from '../../../lib/lab/template/build-model.ts';
import type { Resource } from '../../../lib/lab/template/template.ts';
import { TemplateError } from '../../../lib/lab/template/template-error.ts';
import { changed, dualStackTemplate, MODEL_PROPS } from '../fixtures/dual-stack-template.ts';

function model(changes?: Record<string, Resource | undefined>) {
  return buildModel(dualStackTemplate(changes), MODEL_PROPS);
}

function resource(type: string, properties: Record<string, unknown> = {}): Resource {
  return { Type: `AWS::EC2::${type}`, Properties: properties };
}

describe('a model', () => {
  test('has the VPC with the block that the lab provides', () => {
    expect(model().vpc).toEqual({
      logicalId: 'Vpc',
      id: expect.stringMatching(/^vpc-0[0-9a-f]{16}$/),
      ipv4CidrBlocks: ['10.1.0.0/16'],
      ipv6CidrBlocks: ['2001:db8:1234:1a00::/56'],
      dnsSupport: true,
      dnsHostnames: false,
    });
  });

  test('has the subnets with their tables, zones and names', () => {
    const { subnets, routeTables } = model();
    const table = routeTables.find(({ logicalId }) => logicalId === 'PrivateTable');
    expect(subnets.find(({ logicalId }) => logicalId === 'PrivateB')).toEqual({
      logicalId: 'PrivateB',
      id: expect.stringMatching(/^subnet-0[0-9a-f]{16}$/),
      name: 'sub-private-us-west-2b',
      availabilityZone: 'us-west-2b',
      ipv4CidrBlock: '10.1.3.0/24',
      ipv6CidrBlock: '2001:db8:1234:1a03::/64',
      mapPublicIpOnLaunch: false,
      dns64: false,
      routeTableId: table?.id,
      networkAclId: expect.stringMatching(/^acl-0[0-9a-f]{16}$/),
      publicAccess: 'open',
    });
  });

  test('has the routes with their gateways, and only gateways that are attached', () => {
    const { routeTables, gateways } = model();
    const eigw = gateways.find(({ kind }) => kind === 'egress-only-internet-gateway');
    expect(routeTables.find(({ logicalId }) => logicalId === 'PrivateTable')?.routes).toEqual([
      { logicalId: 'PrivateRoute', destinationCidrBlock: '::/0', gatewayId: eigw?.id },
    ]);
    expect(gateways.map(({ logicalId }) => logicalId)).toEqual(['Eigw', 'Igw']);
    const unattached = model({ IgwAttachment: undefined, PublicRoute: undefined });
    expect(unattached.gateways.map(({ logicalId }) => logicalId)).toEqual(['Eigw']);
  });

  test('has a main route table, which subnets without an association use', () => {
    const { subnets, routeTables } = model({ PrivateAAssociation: undefined });
    const main = routeTables.find((table) => table.main);
    expect(main?.routes).toEqual([]);
    expect(
      subnets.filter(({ routeTableId }) => routeTableId === main?.id).map(({ logicalId }) => logicalId),
    ).toEqual(['PrivateA']);
  });

  test('has the IPv6 block of a subnet from a separate association', () => {
    const { subnets } = model({
      ...changed('PrivateA', { Ipv6CidrBlock: undefined }),
      Block: resource('SubnetCidrBlock', {
        SubnetId: { Ref: 'PrivateA' },
        Ipv6CidrBlock: '2001:db8:1234:1a0f::/64',
      }),
    });
    const block = (logicalId: string) =>
      subnets.find((subnet) => subnet.logicalId === logicalId)?.ipv6CidrBlock;
    expect(block('PrivateA')).toBe('2001:db8:1234:1a0f::/64');
    expect(block('PrivateB')).toBe('2001:db8:1234:1a03::/64');
  });

  test('has IPv6-only subnets, with and without DNS64', () => {
    const { subnets } = model(
      changed('PrivateA', { CidrBlock: undefined, Ipv6Native: true, EnableDns64: true }),
    );
    expect(subnets.find(({ logicalId }) => logicalId === 'PrivateA')).toMatchObject({
      ipv4CidrBlock: null,
      ipv6CidrBlock: '2001:db8:1234:1a02::/64',
      dns64: true,
    });
    expect(subnets.find(({ logicalId }) => logicalId === 'PrivateB')?.dns64).toBe(false);
  });

  test('has every block of the VPC, and subnets in any of them', () => {
    const block = (properties: Record<string, unknown>) =>
      resource('VPCCidrBlock', { VpcId: { Ref: 'Vpc' }, ...properties });
    const { vpc } = model({
      Second: block({ CidrBlock: '10.2.0.0/16' }),
      Third: block({ AmazonProvidedIpv6CidrBlock: true }),
      ...changed('PrivateA', { CidrBlock: '10.2.7.0/24', Ipv6CidrBlock: '2001:db8:1234:1b00::/64' }),
    });
    expect(vpc.ipv4CidrBlocks).toEqual(['10.1.0.0/16', '10.2.0.0/16']);
    expect(vpc.ipv6CidrBlocks).toEqual(['2001:db8:1234:1a00::/56', '2001:db8:1234:1b00::/56']);
  });

  test("has the workload's functions with their environment and code", () => {
    const { functions, gateways, subnets, securityGroups } = model();
    expect(functions.map(({ logicalId }) => logicalId)).toEqual(['ProbeA', 'ProbeB']);
    expect(functions[0]).toEqual({
      logicalId: 'ProbeA',
      name: expect.stringMatching(/^Natless-ProbeA-[0-9A-F]{12}$/),
      logGroupName: expect.stringMatching(/^\/aws\/lambda\/Natless-ProbeA-[0-9A-F]{12}$/),
      handler: 'handler.handler',
      runtime: 'nodejs24.x',
      codePath: '/assembly/asset.0123',
      environment: {
        NATLESS_IAM_WITNESS: 'true',
        BUCKET: expect.stringMatching(/^natless-bucket-[0-9a-f]{12}$/),
        TABLE: expect.stringMatching(/^Natless-Table-/),
        GATEWAY: gateways[0]?.id,
      },
      timeoutSeconds: 60,
      memoryMegabytes: 1024,
      subnetIds: [subnets.find(({ logicalId }) => logicalId === 'PrivateA')?.id],
      securityGroupIds: [securityGroups.find(({ logicalId }) => logicalId === 'Group')?.id],
      ipv6AllowedForDualStack: true,
      roleLogicalId: 'Role',
    });
  });

  test('ignores other functions, and the resources that only they use', () => {
    const theirs: Record<string, Resource> = {
      ProbeA: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Code: { ZipFile: 'def handler(event, context): pass' },
          Role: 'arn:aws:iam::111122223333:role/made-elsewhere',
          Environment: { Variables: { QUEUE: { 'Fn::GetAtt': ['Queue', 'Arn'] } } },
          VpcConfig: { SubnetIds: [{ Ref: 'PrivateA' }], SecurityGroupIds: [{ Ref: 'Group' }] },
        },
      },
      ProbeB: { Type: 'AWS::Lambda::Function', Properties: { PackageType: 'Image' } },
      Queue: { Type: 'AWS::SQS::Queue' },
      ...changed('Role', { Policies: [{ PolicyDocument: { 'Fn::GetAtt': ['Queue', 'Arn'] } }] }),
      ...changed('Bucket', { NotificationConfiguration: { 'Fn::GetAtt': ['Queue', 'Arn'] } }),
    };
    const { functions, others, subnets } = model(theirs);
    expect({ functions, others }).toEqual({ functions: [], others: [] });
    expect(subnets).toHaveLength(3);
  });

  test('has the resources of the stand-ins with every intrinsic evaluated, and no other resource', () => {
    const { others, vpc } = model();
    expect(others.map(({ logicalId }) => logicalId)).toEqual(['Role', 'Bucket', 'Table']);
    const bucket = others.find(({ logicalId }) => logicalId === 'Bucket')?.id;
    expect(others[0]?.properties.Policies).toMatchObject([
      {
        PolicyDocument: {
          Statement: [
            {
              Resource: `arn:aws:s3:::${bucket}/*`,
              Condition: { IpAddress: { 'aws:SourceIp': vpc.ipv6CidrBlocks } },
            },
          ],
        },
      },
    ]);
  });

  test('is the same every time', () => {
    expect(model()).toEqual(model());
  });

  test('leaves out resources whose condition does not hold', () => {
    const template = dualStackTemplate(changed('PrivateRoute', {}));
    const route = template.Resources.PrivateRoute;
    if (route) template.Resources.PrivateRoute = { ...route, Condition: 'Never' };
    const Conditions = { Never: { 'Fn::Equals': ['a', 'b'] } };
    const { routeTables } = buildModel({ ...template, Conditions }, MODEL_PROPS);
    expect(routeTables.find(({ logicalId }) => logicalId === 'PrivateTable')?.routes).toEqual([]);
  });
});

describe('parameters that the user gives', () => {
  const withParameters = (parameters: Record<string, string>) =>
    buildModel(
      {
        ...dualStackTemplate(changed('Vpc', { EnableDnsSupport: { Ref: 'Dns' } })),
        Parameters: {
          Dns: { Type: 'String' },
          Other: { Type: 'String', Default: 'unused' },
          KeyPair: { Type: 'AWS::EC2::KeyPair::KeyName' },
        },
      },
      { ...MODEL_PROPS, parameters },
    );

  test('are what Ref gives', () => {
    expect(withParameters({ Dns: 'false' }).vpc.dnsSupport).toBe(false);
    expect(withParameters({ Dns: 'true' }).vpc.dnsSupport).toBe(true);
  });

  test('must exist, and must have a value where the network needs one', () => {
    expect(() => withParameters({})).toThrow(
      'Vpc (AWS::EC2::VPC): EnableDnsSupport: the parameter "Dns" has no value: give it one with --parameter Dns=…',
    );
    expect(() => withParameters({ Dns: 'true', Dsn: 'true' })).toThrow(
      'the template has no parameter "Dsn": its parameters are Dns, Other, KeyPair',
    );
    expect(() => withParameters({ Dsn: 'true' })).toThrow(TemplateError);
  });
});

describe('security groups', () => {
  function egressOf(properties: Record<string, unknown>, more: Record<string, Resource> = {}) {
    const { securityGroups } = model({ ...changed('Group', properties), ...more });
    return securityGroups.find(({ logicalId }) => logicalId === 'Group')?.egress;
  }
  const everything = (cidrBlock: string) => ({
    protocol: 'all',
    ports: null,
    peer: { kind: 'cidr', cidrBlock },
  });

  test('let IPv4 out where the template writes no egress, and IPv6 only if it is the VPC’s default group', () => {
    expect(egressOf({ SecurityGroupEgress: [] })).toEqual([everything('0.0.0.0/0')]);
    const [ofVpc, group] = model(changed('Group', { SecurityGroupEgress: [] })).securityGroups;
    expect(ofVpc?.egress).toEqual([everything('0.0.0.0/0'), everything('::/0')]);
    expect([ofVpc?.hasUnwrittenEgress, group?.hasUnwrittenEgress]).toEqual([undefined, true]);
    expect(model().securityGroups[1]?.hasUnwrittenEgress).toBeUndefined();
  });

  test('let out only what the template allows', () => {
    const rule = { IpProtocol: '-1', CidrIp: '0.0.0.0/0' };
    expect(egressOf({ SecurityGroupEgress: [rule] })).toEqual([everything('0.0.0.0/0')]);
  });

  test('have separate rules, and other groups as peers', () => {
    const { securityGroups } = model({
      Ingress: resource('SecurityGroupIngress', {
        GroupId: { Ref: 'Group' },
        IpProtocol: 'tcp',
        FromPort: '443',
        ToPort: 443,
        SourceSecurityGroupId: { 'Fn::GetAtt': ['Vpc', 'DefaultSecurityGroup'] },
      }),
    });
    const [fallback, group] = securityGroups;
    expect(group?.ingress).toEqual([
      {
        protocol: 'tcp',
        ports: { from: 443, to: 443 },
        peer: { kind: 'security-group', securityGroupId: fallback?.id },
      },
    ]);
  });

  test('may name a prefix list of the template', () => {
    const list = (AddressFamily: string) => ({
      List: resource('PrefixList', {
        PrefixListName: 'mine',
        AddressFamily,
        MaxEntries: 2,
        Entries: [{ Cidr: '2001:db8:ffff::/48' }, { Cidr: '2001:db8:eeee::/48' }],
      }),
    });
    const rule = { IpProtocol: '-1', DestinationPrefixListId: { Ref: 'List' } };
    const changes = { ...changed('Group', { SecurityGroupEgress: [rule] }), ...list('IPv6') };
    const { securityGroups, prefixLists } = model(changes);
    expect(securityGroups.find(({ logicalId }) => logicalId === 'Group')?.egress).toEqual([
      { protocol: 'all', ports: null, peer: { kind: 'prefix-list', prefixListId: prefixLists[0]?.id } },
    ]);
    expect(prefixLists[0]?.cidrBlocks).toEqual(['2001:db8:ffff::/48', '2001:db8:eeee::/48']);
    expect(() => model({ ...changes, ...list('IPv4') })).toThrow(
      /^List .*"2001:db8:ffff::\/48" is not of the list's AddressFamily IPv4/,
    );
  });

  test.each([
    [{ IpProtocol: 'tcp', CidrIp: '0.0.0.0/0' }, 'a rule for tcp needs FromPort and ToPort'],
    [{ IpProtocol: 'tcp', FromPort: 9, ToPort: 8, CidrIp: '0.0.0.0/0' }, '9 to 8 is not a range of ports'],
    [
      { IpProtocol: 'tcp', FromPort: -1, ToPort: -1, CidrIp: '0.0.0.0/0' },
      '-1 to -1 is not a range of ports',
    ],
    [{ IpProtocol: 'udp', FromPort: 9, ToPort: 65_536, CidrIp: '0.0.0.0/0' }, '9 to 65536 is not a range'],
    [{ IpProtocol: 'tcp', FromPort: 9.5, ToPort: 10, CidrIp: '0.0.0.0/0' }, 'should be a whole number'],
    [{ IpProtocol: 'tcp', FromPort: '0x1', ToPort: 10, CidrIp: '0.0.0.0/0' }, 'should be a whole number'],
    [{ IpProtocol: 'icmp', FromPort: 256, ToPort: -1, CidrIp: '0.0.0.0/0' }, '256 and -1 are not a type'],
    [{ IpProtocol: 'icmpv6', FromPort: -1, ToPort: 3, CidrIpv6: '::/0' }, '-1 and 3 are not a type'],
    [{ IpProtocol: '-1', CidrIpv6: '::/129' }, 'should be an IPv6 CIDR block'],
    [{ IpProtocol: '-1' }, 'exactly one of CidrIp, CidrIpv6, a security group and a prefix list, this one 0'],
    [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0', CidrIpv6: '::/0' }, 'this one 2'],
    [{ IpProtocol: 'gre', CidrIp: '0.0.0.0/0' }, 'IpProtocol "gre" is unknown to the lab'],
    [{ IpProtocol: '-1', CidrIp: '10.0/8' }, 'should be an IPv4 CIDR block'],
  ])('refuse %j', (rule, message) => {
    expect(() => egressOf({ SecurityGroupEgress: [rule] })).toThrow(message);
  });
});

/** Each of these CloudFormation or EC2 would refuse, or the lab cannot honour. */
const REFUSED: [string, Record<string, Resource | undefined>, RegExp][] = [
  [
    'an IPv4 route to an egress-only internet gateway',
    changed('PrivateRoute', { DestinationIpv6CidrBlock: undefined, DestinationCidrBlock: '0.0.0.0/0' }),
    /^PrivateRoute \(AWS::EC2::Route\): DestinationCidrBlock "0.0.0.0\/0" leads to the egress-only/,
  ],
  [
    'a route to a gateway that is not attached',
    {
      IgwAttachment: undefined,
      ...changed('PrivateRoute', { EgressOnlyInternetGatewayId: undefined, GatewayId: { Ref: 'Igw' } }),
    },
    /^PrivateRoute .*no internet gateway "igw-0[0-9a-f]{16}" is attached to the VPC/,
  ],
  [
    'an egress-only gateway named as an internet gateway',
    changed('PrivateRoute', { EgressOnlyInternetGatewayId: undefined, GatewayId: { Ref: 'Eigw' } }),
    /no internet gateway "eigw-0[0-9a-f]{16}" is attached/,
  ],
  [
    'a route with two targets',
    changed('PrivateRoute', { GatewayId: { Ref: 'Igw' } }),
    /exactly one of GatewayId.* 2$/,
  ],
  [
    'a route without a target',
    changed('PrivateRoute', { EgressOnlyInternetGatewayId: undefined }),
    /this one 0/,
  ],
  [
    'a route inside the VPC',
    changed('PrivateRoute', { DestinationIpv6CidrBlock: '2001:db8:1234:1a00::/64' }),
    /is inside the VPC's own block 2001:db8:1234:1a00::\/56/,
  ],
  [
    'an IPv4 route inside the VPC',
    {
      Inside: resource('Route', {
        RouteTableId: { Ref: 'PrivateTable' },
        DestinationCidrBlock: '10.1.9.0/24',
        GatewayId: { Ref: 'Igw' },
      }),
    },
    /^Inside .*"10.1.9.0\/24" is inside the VPC's own block 10.1.0.0\/16, where the local route decides/,
  ],
  [
    'a route that is the VPC’s own block',
    changed('PrivateRoute', { DestinationIpv6CidrBlock: '2001:db8:1234:1a00::/56' }),
    /"2001:db8:1234:1a00::\/56" is inside the VPC's own block/,
  ],
  [
    'two routes to one destination',
    {
      Second: resource('Route', {
        RouteTableId: { Ref: 'PrivateTable' },
        DestinationIpv6CidrBlock: '::/0',
        GatewayId: { Ref: 'Igw' },
      }),
    },
    /^Second .*already has a route to "::\/0" \(PrivateRoute\)/,
  ],
  [
    'IPv6 subnets of a VPC without an IPv6 block',
    { Ipv6Block: undefined },
    /Fn::Select cannot select nonexistent value at index 0/,
  ],
  [
    'a subnet outside the VPC',
    changed('PrivateA', { CidrBlock: '10.2.0.0/24' }),
    /^PrivateA .*"10.2.0.0\/24" is not inside/,
  ],
  [
    'a subnet without IPv4 that is not marked as IPv6-only',
    changed('PrivateA', { CidrBlock: undefined }),
    /^PrivateA .*it has no CidrBlock: write Ipv6Native: true/,
  ],
  [
    'an IPv6-only subnet with IPv4',
    changed('PrivateA', { Ipv6Native: true }),
    /Ipv6Native is true, so it takes no CidrBlock/,
  ],
  [
    'an IPv6-only subnet without IPv6',
    changed('PrivateA', { Ipv6Native: true, CidrBlock: undefined, Ipv6CidrBlock: undefined }),
    /Ipv6Native is true, so it needs an Ipv6CidrBlock/,
  ],
  [
    'DNS64 without IPv6',
    changed('PrivateA', { EnableDns64: true, Ipv6CidrBlock: undefined }),
    /EnableDns64 needs an Ipv6CidrBlock/,
  ],
  [
    'a subnet with two IPv6 blocks',
    {
      Second: resource('SubnetCidrBlock', {
        SubnetId: { Ref: 'PrivateA' },
        Ipv6CidrBlock: '2001:db8:1234:1a0f::/64',
      }),
    },
    /^PrivateA .*it has the IPv6 blocks 2001:db8:1234:1a02::\/64 and 2001:db8:1234:1a0f::\/64/,
  ],
  [
    'IPv6 to a NAT gateway outside of NAT64',
    {
      Eip: resource('EIP'),
      Nat: resource('NatGateway', {
        SubnetId: { Ref: 'PublicA' },
        AllocationId: { 'Fn::GetAtt': ['Eip', 'AllocationId'] },
      }),
      ...changed('PrivateRoute', { EgressOnlyInternetGatewayId: undefined, NatGatewayId: { Ref: 'Nat' } }),
    },
    /takes IPv6 only as NAT64: use 64:ff9b::\/96/,
  ],
  [
    'overlapping subnets',
    changed('PrivateB', { CidrBlock: '10.1.2.128/25' }),
    /^PrivateB .*overlaps 10.1.2.0\/24 of PrivateA/,
  ],
  [
    'overlapping IPv6 subnets',
    changed('PrivateB', { Ipv6CidrBlock: '2001:db8:1234:1a02::/64' }),
    /^PrivateB .*overlaps 2001:db8:1234:1a02::\/64 of PrivateA/,
  ],
  [
    'a subnet of the wrong size',
    changed('PrivateA', { CidrBlock: '10.1.2.0/29' }),
    /cannot be a \/29: it can be \/16 to \/28/,
  ],
  [
    'two associations of a subnet',
    {
      Twice: resource('SubnetRouteTableAssociation', {
        SubnetId: { Ref: 'PrivateA' },
        RouteTableId: { Ref: 'PublicTable' },
      }),
    },
    /^Twice .*PrivateA already has a route table by PrivateAAssociation/,
  ],
  [
    'a circular dependency',
    changed('Vpc', { Tags: [{ Key: 'Name', Value: { Ref: 'PrivateA' } }] }),
    /circular dependency between resources: Vpc → PrivateA → Ipv6Block → Vpc/,
  ],
  [
    'a reference to a resource that does not exist',
    changed('PrivateA', { VpcId: { Ref: 'Nowhere' } }),
    /^PrivateA .*VpcId: "Nowhere" is neither/,
  ],
  [
    'an unknown attribute',
    changed('PrivateA', { CidrBlock: { 'Fn::GetAtt': ['Vpc', 'Owner'] } }),
    /^PrivateA .*Fn::GetAtt reads "Owner" of "Vpc" \(AWS::EC2::VPC\), an attribute that the lab does not know/,
  ],
  [
    'a property of the wrong kind',
    changed('PrivateA', { MapPublicIpOnLaunch: 'maybe' }),
    /MapPublicIpOnLaunch is "maybe": should be true or false/,
  ],
  [
    'a word that is not a boolean',
    changed('PrivateA', { EnableDns64: 'truely' }),
    /EnableDns64 is "truely": should be true or false/,
  ],
  [
    'a function without an asset',
    { ProbeA: { ...changed('ProbeA', {}).ProbeA, Type: 'AWS::Lambda::Function', Metadata: {} } },
    /^ProbeA .*no aws:asset:path/,
  ],
];

describe('a template is refused for', () => {
  const SAM = 'AWS::Serverless-2016-10-31';

  test.each([
    ['AWS::CodeDeployBlueGreen', '"AWS::CodeDeployBlueGreen"'],
    [[SAM, 'OwnMacro'], '"OwnMacro"'],
    [{ Name: 'AWS::Include' }, '{"Name":"AWS::Include"}'],
  ])('a macro that the lab does not know: %j', (Transform, shown) => {
    expect(() => buildModel({ ...dualStackTemplate(), Transform }, MODEL_PROPS)).toThrow(
      `the template has Transform ${shown}, which the lab cannot run`,
    );
  });

  test.each([[SAM], [[SAM]]])('but AWS SAM is accepted, since it adds no network: %j', (Transform) => {
    const Handler: Resource = {
      Type: 'AWS::Serverless::Function',
      Properties: { Role: { 'Fn::GetAtt': ['HandlerRole', 'Arn'] }, VpcConfig: { SubnetIds: [] } },
    };
    const template = { ...dualStackTemplate({ Handler }), Transform };
    expect(buildModel(template, MODEL_PROPS)).toEqual(model());
  });

  test.each(REFUSED)('%s', (_, changes, message) => {
    expect(() => model(changes)).toThrow(message);
    expect(() => model(changes)).toThrow(TemplateError);
  });
});

describe('a template with several VPCs', () => {
  const OTHER = { Ref: 'Other' };
  const second: Record<string, Resource> = {
    Other: resource('VPC', { CidrBlock: '10.2.0.0/16' }),
    OtherBlock: resource('VPCCidrBlock', { VpcId: OTHER, AmazonProvidedIpv6CidrBlock: true }),
    OtherSubnet: resource('Subnet', {
      VpcId: OTHER,
      CidrBlock: '10.2.0.0/24',
      Ipv6CidrBlock: {
        'Fn::Select': [
          0,
          {
            'Fn::Cidr': [{ 'Fn::Select': [0, { 'Fn::GetAtt': ['Other', 'Ipv6CidrBlocks'] }] }, 1, '64'],
          },
        ],
      },
    }),
    OtherTable: resource('RouteTable', { VpcId: OTHER }),
    OtherEigw: resource('EgressOnlyInternetGateway', { VpcId: OTHER }),
    OtherRoute: resource('Route', {
      RouteTableId: { Ref: 'OtherTable' },
      DestinationIpv6CidrBlock: '::/0',
      EgressOnlyInternetGatewayId: { Ref: 'OtherEigw' },
    }),
    OtherAssociation: resource('SubnetRouteTableAssociation', {
      SubnetId: { Ref: 'OtherSubnet' },
      RouteTableId: { Ref: 'OtherTable' },
    }),
    OtherGroup: resource('SecurityGroup', { VpcId: OTHER, GroupDescription: 'another' }),
    OtherRule: resource('SecurityGroupEgress', {
      GroupId: { Ref: 'OtherGroup' },
      IpProtocol: '-1',
      CidrIpv6: '::/0',
    }),
    OtherOptions: resource('DHCPOptions', { DomainNameServers: ['10.2.0.53'] }),
  };
  const build = (vpc: string | null, more: Record<string, Resource | undefined> = {}) =>
    buildModel(dualStackTemplate({ ...second, ...more }), { ...MODEL_PROPS, vpc });

  test('needs a choice, by id or logical id', () => {
    expect(() => build(null)).toThrow(
      'the template has 2 VPCs (Vpc, Other), and the lab builds one: choose it',
    );
    expect(() => build('Third')).toThrow('there is no VPC "Third": the template has Vpc, Other');
    expect(build(model().vpc.id).vpc.logicalId).toBe('Vpc');
    expect(model().vpc.logicalId).toBe('Vpc');
  });

  test('gives the chosen one the model that it would have without the others', () => {
    expect(build('Vpc')).toEqual(model());
  });

  test('gives each its own blocks, gateways, tables and groups', () => {
    const { vpc, subnets, gateways, routeTables, securityGroups } = build('Other', {
      ProbeA: undefined,
      ProbeB: undefined,
    });
    expect(vpc.ipv6CidrBlocks).toEqual(['2001:db8:1234:1b00::/56']);
    expect(subnets.map(({ logicalId, ipv6CidrBlock }) => [logicalId, ipv6CidrBlock])).toEqual([
      ['OtherSubnet', '2001:db8:1234:1b00::/64'],
    ]);
    expect(gateways.map(({ logicalId }) => logicalId)).toEqual(['OtherEigw']);
    expect(routeTables.flatMap(({ routes }) => routes.map(({ logicalId }) => logicalId))).toEqual([
      'OtherRoute',
    ]);
    expect(securityGroups.map(({ logicalId }) => logicalId)).toEqual([
      'Other.DefaultSecurityGroup',
      'OtherGroup',
    ]);
  });

  test('may route to one another, by IPv6 too', () => {
    const { routeTables } = build('Vpc', {
      Peering: resource('VPCPeeringConnection', { VpcId: { Ref: 'Vpc' }, PeerVpcId: OTHER }),
      ToOther: resource('Route', {
        RouteTableId: { Ref: 'PrivateTable' },
        DestinationIpv6CidrBlock: { 'Fn::Select': [0, { 'Fn::GetAtt': ['Other', 'Ipv6CidrBlocks'] }] },
        VpcPeeringConnectionId: { Ref: 'Peering' },
      }),
    });
    expect(routeTables.flatMap(({ routes }) => routes)).toContainEqual({
      logicalId: 'ToOther',
      destinationCidrBlock: '2001:db8:1234:1b00::/56',
      gatewayId: expect.stringMatching(/^pcx-0/),
      toOtherNetworkBy: 'VpcPeeringConnectionId',
    });
  });

  test('may have name servers of its own only in a VPC that is not chosen', () => {
    const use = (VpcId: unknown) => ({
      Use: resource('VPCDHCPOptionsAssociation', { VpcId, DhcpOptionsId: { Ref: 'OtherOptions' } }),
    });
    expect(() => build('Vpc', use(OTHER))).not.toThrow();
    expect(() => build('Vpc', use({ Ref: 'Vpc' }))).toThrow('OtherOptions (AWS::EC2::DHCPOptions)');
  });
});

describe('another network', () => {
  const routeTo = (target: Record<string, unknown>, DestinationCidrBlock = '172.16.0.0/12') => ({
    ToOther: resource('Route', { RouteTableId: { Ref: 'PrivateTable' }, DestinationCidrBlock, ...target }),
  });

  test.each([
    ['TransitGateway', 'TransitGatewayId', /^tgw-0/],
    ['VPCPeeringConnection', 'VpcPeeringConnectionId', /^pcx-0/],
    ['NetworkInterface', 'NetworkInterfaceId', /^eni-0/],
    ['Instance', 'InstanceId', /^i-0/],
    ['VPNGateway', 'GatewayId', /^vgw-0/],
    ['VPCEndpoint', 'VpcEndpointId', /^vpce-0/],
  ])('may be the target of routes: %s', (type, property, id) => {
    const inspecting = { VpcEndpointType: 'GatewayLoadBalancer', VpcId: { Ref: 'Vpc' } };
    const Other = { Other: resource(type, type === 'VPCEndpoint' ? inspecting : {}) };
    const target = { [property]: { Ref: 'Other' } };
    for (const destinationCidrBlock of ['172.16.0.0/12', '0.0.0.0/0']) {
      const { routeTables } = model({ ...Other, ...routeTo(target, destinationCidrBlock) });
      expect(routeTables.flatMap(({ routes }) => routes)).toContainEqual({
        logicalId: 'ToOther',
        destinationCidrBlock,
        gatewayId: expect.stringMatching(id),
        toOtherNetworkBy: property,
      });
    }
  });

  test.each([{ GatewayId: { Ref: 'Igw' } }, { InstanceId: 'i-1' }])(
    'cannot be the target of a route beside another target: %j',
    (second) => {
      expect(() => model(routeTo({ TransitGatewayId: 'tgw-1', ...second }))).toThrow(
        /ToOther .*a route has exactly one of GatewayId, .*, this one 2/,
      );
    },
  );

  test('may be reached by a virtual private gateway attached beside the internet gateway', () => {
    const Vpn = { Vpn: resource('VPNGateway') };
    const properties = { VpcId: { Ref: 'Vpc' }, VpnGatewayId: { Ref: 'Vpn' } };
    const Attachment = resource('VPCGatewayAttachment', properties);
    expect(model({ ...Vpn, Attachment }).gateways).toEqual(model().gateways);
  });
});

describe('a private hosted zone', () => {
  const zone = (properties: Record<string, unknown>) => ({
    Zone: { Type: 'AWS::Route53::HostedZone', Properties: { Name: 'Corp.Example.', ...properties } },
  });

  test('is in the model if it answers in the VPC', () => {
    expect(model(zone({ VPCs: [{ VPCId: { Ref: 'Vpc' } }] })).privateZones).toEqual([
      { logicalId: 'Zone', type: 'AWS::Route53::HostedZone', name: 'corp.example' },
    ]);
    expect(model(zone({ VPCs: [{ VPCId: 'vpc-of-others' }] })).privateZones).toEqual([]);
    expect(model(zone({})).privateZones).toEqual([]);
  });
});

describe('a regional NAT gateway', () => {
  const regional = (properties: Record<string, unknown> = {}) => ({
    Nat: resource('NatGateway', { AvailabilityMode: 'regional', VpcId: { Ref: 'Vpc' }, ...properties }),
    Eip: resource('EIP'),
  });
  const AllocationIds = [{ 'Fn::GetAtt': ['Eip', 'AllocationId'] }];

  test.each([
    ['the address that EC2 allocates', {}, '203.0.113.254'],
    ['its only address', { AllocationId: AllocationIds[0] }, '203.0.113.1'],
    ['the address of its first zone', { AvailabilityZoneAddresses: [{ AllocationIds }] }, '203.0.113.1'],
  ])('has no subnet, and sends from %s', (_, properties, publicIpv4Address) => {
    expect(model(regional(properties)).gateways).toContainEqual(
      expect.objectContaining({ logicalId: 'Nat', kind: 'nat-gateway', subnetId: null, publicIpv4Address }),
    );
  });
});

describe('DHCP options', () => {
  const options = (servers: readonly string[]) => ({
    Options: { Type: 'AWS::EC2::DHCPOptions', Properties: { DomainNameServers: servers } },
    Use: {
      Type: 'AWS::EC2::VPCDHCPOptionsAssociation',
      Properties: { VpcId: { Ref: 'Vpc' }, DhcpOptionsId: { Ref: 'Options' } },
    },
  });

  test.each(['AmazonProvidedDNS', '10.1.0.2', '169.254.169.253', 'fd00:ec2::253', 'FD00:EC2:0::253'])(
    "may name Amazon's resolver: %s",
    (server) => {
      expect(() => buildModel(dualStackTemplate(options([server])), MODEL_PROPS)).not.toThrow();
    },
  );

  test.each(['10.1.0.53', '10.2.0.2', 'fd00:ec2::254', 'AmazonProvided', ''])(
    'cannot name another resolver, which the lab does not have: %s',
    (server) => {
      expect(() =>
        buildModel(dualStackTemplate(options(['AmazonProvidedDNS', server])), MODEL_PROPS),
      ).toThrow(
        `Options (AWS::EC2::DHCPOptions): DomainNameServers has "${server}", and the lab has only Amazon's resolver (AmazonProvidedDNS, 10.1.0.2, 169.254.169.253, fd00:ec2::253)`,
      );
    },
  );
});
