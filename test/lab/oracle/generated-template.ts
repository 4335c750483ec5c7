/** Arbitrary networks that EC2 takes: a few subnets, tables, ACLs and groups, wired at random and written in several ways. */
import fc from 'fast-check';

type Resource = { Type: string; Properties?: Record<string, unknown>; Condition?: string };

/** With a public subnet, so that a NAT gateway can work. */
const SUBNETS = ['SubnetA', 'SubnetB', 'SubnetC'] as const;
const TABLES = ['TableA', 'TableB'] as const;
const ACLS = ['AclA', 'AclB'] as const;
const GROUPS = ['GroupA', 'GroupB'] as const;

const IPV4_BLOCKS = [
  '0.0.0.0/0',
  '198.18.0.0/15',
  '198.18.0.1/32',
  '10.7.0.0/16',
  '128.0.0.0/1',
  '0.0.0.0/1',
];
const IPV6_BLOCKS = ['::/0', '2001:db8:ffff::/48', '2001:db8:ffff::1/128', '2000::/3', '2001:db8:1::/48'];
const PORTS = [
  [0, 65_535],
  [443, 443],
  [22, 443],
  [1024, 65_535],
  [32_768, 60_999],
  [80, 80],
] as const;

const TARGETS = { ipv4: ['Igw', 'Nat', 'Hub', null], ipv6: ['Eigw', 'Igw', 'Hub', null] } as const;

const family = fc.constantFrom('ipv4', 'ipv6');
const blockOf = (of: 'ipv4' | 'ipv6') => fc.constantFrom(...(of === 'ipv4' ? IPV4_BLOCKS : IPV6_BLOCKS));
const protocol = fc.constantFrom('tcp', '-1', 'udp');

const subnet = fc.record({
  families: fc.constantFrom('ipv4', 'dual', 'dual', 'ipv6'),
  table: fc.constantFrom(null, ...TABLES),
  acl: fc.constantFrom(null, null, ...ACLS),
  apart: fc.boolean(),
});

const route = family.chain((of) =>
  fc.record({ of: fc.constant(of), block: blockOf(of), target: fc.constantFrom(...TARGETS[of]) }),
);

const entry = family.chain((of) =>
  fc.record({
    of: fc.constant(of),
    block: blockOf(of),
    acl: fc.constantFrom(...ACLS),
    egress: fc.boolean(),
    allow: fc.constantFrom(true, true, false),
    protocol,
    ports: fc.constantFrom(...PORTS),
  }),
);

const rule = family.chain((of) =>
  fc.record({ of: fc.constant(of), block: blockOf(of), protocol, ports: fc.constantFrom(...PORTS) }),
);

const network = fc.record({
  ipv6: fc.constantFrom('amazon', 'amazon', 'private', 'none'),
  subnets: fc.tuple(subnet, subnet, subnet),
  routes: fc.tuple(fc.array(route, { maxLength: 4 }), fc.array(route, { maxLength: 4 })),
  entries: fc.array(entry, { maxLength: 8 }),
  groups: fc.tuple(fc.array(rule, { maxLength: 3 }), fc.array(rule, { maxLength: 3 })),
  apartRules: fc.boolean(),
  natIn: fc.constantFrom(...SUBNETS),
  access: fc.constantFrom(null, null, 'block-ingress', 'block-bidirectional'),
  exclusion: fc.constantFrom(null, 'allow-egress', 'allow-bidirectional'),
  classic: fc.boolean(),
  style: fc.record({ getAtt: fc.boolean(), words: fc.boolean(), conditions: fc.boolean() }),
});

type Network = typeof network extends fc.Arbitrary<infer Value> ? Value : never;

export const generatedTemplates: fc.Arbitrary<unknown> = network.map((given) =>
  templateOf(given.classic ? classic(given) : given),
);

/** Most of what people build: a public subnet with the NAT gateway, private ones behind it, and anything else besides. */
function classic(given: Network): Network {
  const [first, ...others] = given.subnets;
  const [ofPublic, ofPrivate] = given.routes;
  const everywhere = (of: 'ipv4' | 'ipv6', target: Network['routes'][number][number]['target']) => ({
    of,
    block: of === 'ipv4' ? '0.0.0.0/0' : '::/0',
    target,
  });
  return {
    ...given,
    natIn: 'SubnetA',
    subnets: [
      { ...first, table: 'TableA', families: first.families === 'ipv6' ? 'dual' : first.families },
      ...(others.map((each) => ({ ...each, table: 'TableB' as const })) as [typeof first, typeof first]),
    ],
    routes: [
      [everywhere('ipv4', 'Igw'), everywhere('ipv6', 'Igw'), ...ofPublic.slice(2)],
      [everywhere('ipv4', 'Nat'), everywhere('ipv6', 'Eigw'), ...ofPrivate.slice(2)],
    ],
  };
}

function templateOf(given: Network): unknown {
  const { style } = given;
  const ref = (id: string, attribute: string) =>
    style.getAtt ? { 'Fn::GetAtt': [id, attribute] } : { Ref: id };
  const hasNat = given.subnets[SUBNETS.indexOf(given.natIn)]?.families !== 'ipv6';
  const Resources: Record<string, Resource> = {
    ...base(given),
    ...(hasNat && natIn(given.natIn)),
    ...Object.assign({}, ...SUBNETS.map((id, index) => subnetResources(id, index, given))),
    ...Object.assign(
      {},
      ...TABLES.map((id, index) => routeResources(id, given.routes[index] ?? [], ref, hasNat)),
    ),
    ...entryResources(given),
    ...Object.assign(
      {},
      ...GROUPS.map((id, index) => groupResources(id, given.groups[index] ?? [], given, ref)),
    ),
    ...accessResources(given),
  };
  return {
    Parameters: { Open: { Type: 'String', Default: 'yes' } },
    Conditions: {
      Holds: {
        'Fn::And': [{ 'Fn::Equals': [{ Ref: 'Open' }, 'yes'] }, { 'Fn::Not': [{ Condition: 'Never' }] }],
      },
      Never: { 'Fn::Or': [{ 'Fn::Equals': ['a', 'b'] }, { 'Fn::Equals': [{ Ref: 'Open' }, 'no'] }] },
    },
    Resources: style.conditions ? conditioned(Resources) : Resources,
  };
}

const EC2 = (type: string, Properties: Record<string, unknown> = {}): Resource => ({
  Type: `AWS::EC2::${type}`,
  Properties,
});

const VPC = { Ref: 'Vpc' };

function base({ ipv6 }: Network): Record<string, Resource> {
  const block = ipv6 === 'private' ? { Ipv6CidrBlock: 'fd26:1::/56' } : { AmazonProvidedIpv6CidrBlock: true };
  return {
    Vpc: EC2('VPC', { CidrBlock: '10.7.0.0/16' }),
    ...(ipv6 !== 'none' && { Six: EC2('VPCCidrBlock', { VpcId: VPC, ...block }) }),
    Igw: EC2('InternetGateway'),
    Attachment: EC2('VPCGatewayAttachment', { VpcId: VPC, InternetGatewayId: { Ref: 'Igw' } }),
    Eigw: EC2('EgressOnlyInternetGateway', { VpcId: VPC }),
    Hub: EC2('TransitGateway'),
    ...Object.fromEntries(TABLES.map((id) => [id, EC2('RouteTable', { VpcId: VPC })])),
    ...Object.fromEntries(ACLS.map((id) => [id, EC2('NetworkAcl', { VpcId: VPC })])),
  };
}

function natIn(id: string): Record<string, Resource> {
  const AllocationId = { 'Fn::GetAtt': ['Eip', 'AllocationId'] };
  return { Eip: EC2('EIP'), Nat: EC2('NatGateway', { SubnetId: { Ref: id }, AllocationId }) };
}

function subnetResources(id: string, index: number, { subnets, ipv6 }: Network): Record<string, Resource> {
  const { families, table, acl, apart } = subnets[index] as Network['subnets'][number];
  const has = { ipv4: families !== 'ipv6' || ipv6 === 'none', ipv6: families !== 'ipv4' && ipv6 !== 'none' };
  const cut = [{ 'Fn::Select': [0, { 'Fn::GetAtt': ['Vpc', 'Ipv6CidrBlocks'] }] }, 4, 64];
  const block = { 'Fn::Select': [index, { 'Fn::Cidr': cut }] };
  const isApart = apart && has.ipv4;
  const SubnetId = { Ref: id };
  return {
    [id]: EC2('Subnet', {
      VpcId: VPC,
      AvailabilityZone: { 'Fn::Select': [index, { 'Fn::GetAZs': '' }] },
      ...(has.ipv4 ? { CidrBlock: `10.7.${index}.0/24` } : { Ipv6Native: true }),
      ...(has.ipv6 && !isApart && { Ipv6CidrBlock: block }),
    }),
    ...(has.ipv6 && isApart && { [`${id}Six`]: EC2('SubnetCidrBlock', { SubnetId, Ipv6CidrBlock: block }) }),
    ...(table && {
      [`${id}Table`]: EC2('SubnetRouteTableAssociation', { SubnetId, RouteTableId: { Ref: table } }),
    }),
    ...(acl && {
      [`${id}Acl`]: EC2('SubnetNetworkAclAssociation', { SubnetId, NetworkAclId: { Ref: acl } }),
    }),
  };
}

type Ref = (id: string, attribute: string) => unknown;

/** One route for each destination, as EC2 wants it. */
function routeResources(
  table: string,
  routes: Network['routes'][number],
  ref: Ref,
  hasNat: boolean,
): Record<string, Resource> {
  const byBlock = new Map(
    routes.filter(({ block }) => block !== '10.7.0.0/16').map((each) => [each.block, each]),
  );
  const usable = [...byBlock.values()].filter(
    ({ target }) => target !== null && (target !== 'Nat' || hasNat),
  );
  return Object.fromEntries(
    usable.map(({ of, block, target }, index) => [
      `${table}Route${index}`,
      EC2('Route', {
        RouteTableId: ref(table, 'RouteTableId'),
        [of === 'ipv4' ? 'DestinationCidrBlock' : 'DestinationIpv6CidrBlock']: block,
        ...targetOf(target ?? ''),
      }),
    ]),
  );
}

function targetOf(target: string): Record<string, unknown> {
  const Ref = target;
  if (target === 'Eigw') return { EgressOnlyInternetGatewayId: { Ref } };
  if (target === 'Nat') return { NatGatewayId: { Ref } };
  return target === 'Igw' ? { GatewayId: { Ref } } : { TransitGatewayId: { Ref } };
}

const NUMBERS: Readonly<Record<string, string>> = { tcp: '6', udp: '17', '-1': '-1' };

function entryResources({ entries, style }: Network): Record<string, Resource> {
  return Object.fromEntries(
    entries.map(({ of, block, acl, egress, allow, protocol: name, ports: [From, To] }, index) => [
      `Entry${index}`,
      EC2('NetworkAclEntry', {
        NetworkAclId: { Ref: acl },
        // The order of the rules is not that of the template.
        RuleNumber: 100 - index,
        Egress: style.words ? String(egress) : egress,
        Protocol: NUMBERS[name],
        RuleAction: allow ? 'allow' : 'deny',
        [of === 'ipv4' ? 'CidrBlock' : 'Ipv6CidrBlock']: block,
        ...(name !== '-1' && {
          PortRange: style.words ? { From: String(From), To: String(To) } : { From, To },
        }),
      }),
    ]),
  );
}

function groupResources(
  id: string,
  rules: Network['groups'][number],
  { apartRules, style }: Network,
  ref: Ref,
): Record<string, Resource> {
  const written = rules.map(({ of, block, protocol: name, ports: [from, to] }) => ({
    IpProtocol: name,
    [of === 'ipv4' ? 'CidrIp' : 'CidrIpv6']: block,
    ...(name !== '-1' && {
      FromPort: style.words ? String(from) : from,
      ToPort: style.words ? String(to) : to,
    }),
  }));
  const inline = apartRules ? written.slice(0, 1) : written;
  const apart = written
    .slice(inline.length)
    .map((each, index) => [
      `${id}Rule${index}`,
      EC2('SecurityGroupEgress', { GroupId: ref(id, 'GroupId'), ...each }),
    ]);
  return {
    [id]: EC2('SecurityGroup', { VpcId: VPC, GroupDescription: id, SecurityGroupEgress: inline }),
    ...Object.fromEntries(apart),
  };
}

function accessResources({ access, exclusion }: Network): Record<string, Resource> {
  if (access === null) return {};
  const InternetGatewayExclusionMode = exclusion;
  const SubnetId = { Ref: SUBNETS[1] };
  return {
    Access: EC2('VPCBlockPublicAccessOptions', { InternetGatewayBlockMode: access }),
    ...(exclusion && {
      Exclusion: EC2('VPCBlockPublicAccessExclusion', { SubnetId, InternetGatewayExclusionMode }),
    }),
  };
}

/** Every other route and rule depends on a condition, some on one that does not hold. */
function conditioned(resources: Record<string, Resource>): Record<string, Resource> {
  const isOptional = ({ Type }: Resource) => /Route$|Entry$|Egress$/.test(Type) && !Type.endsWith('::Egress');
  return Object.fromEntries(
    Object.entries(resources).map(([id, resource], index) => {
      const Condition = index % 4 === 0 ? 'Never' : 'Holds';
      return [id, isOptional(resource) && index % 2 === 0 ? { ...resource, Condition } : resource];
    }),
  );
}
