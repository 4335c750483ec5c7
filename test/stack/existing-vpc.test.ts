/** An existing VPC: the probes go there, it is not changed, and contradicting settings are errors. */
import { describe, expect, test } from 'vitest';
import { ENV, OUTPUTS } from '../../lambda/report/stack-contract.ts';
import { monthlyCost } from '../../lib/stack/monthly-cost.ts';
import { readSettings } from '../../lib/stack/settings.ts';
import { problemsOf } from './settings-problems.ts';
import { mentions } from './strings-in.ts';
import { synthesized } from './synthesized.ts';

const EXISTING = {
  vpcId: 'vpc-0123456789abcdef0',
  subnetIds: ['subnet-0aaaaaaaaaaaaaaa0', 'subnet-0aaaaaaaaaaaaaaa1', 'subnet-0aaaaaaaaaaaaaaa2'],
  routeTableIds: ['rtb-0bbbbbbbbbbbbbbb0', 'rtb-0bbbbbbbbbbbbbbb0', 'rtb-0bbbbbbbbbbbbbbb1'],
  vpcIpv6CidrBlock: '2600:1f14:abc:de00::/56',
  subnetAvailabilityZones: ['us-west-2a', 'us-west-2b', 'us-west-2c'],
};

const { template, resources, propertiesOf } = synthesized(EXISTING);

const probes = propertiesOf('AWS::Lambda::Function').filter(([, { VpcConfig }]) => VpcConfig !== undefined);
const variablesOf = (properties: Record<string, unknown>) =>
  (properties.Environment as { Variables: Record<string, unknown> }).Variables;

test('the template has no network resource except a security group in the VPC', () => {
  const network = Object.values(resources).filter(({ Type }) => Type.startsWith('AWS::EC2::'));
  expect(network.map(({ Type, Properties }) => [Type, Properties.VpcId])).toEqual([
    ['AWS::EC2::SecurityGroup', EXISTING.vpcId],
  ]);
});

test('the stack’s own network would fail that check', () => {
  const own = Object.values(synthesized().resources).filter(({ Type }) => Type.startsWith('AWS::EC2::'));
  expect(own.length).toBeGreaterThan(1);
});

test('each subnet has a probe with what the settings name, and without what only EC2 knows', () => {
  const subnets = probes.map(([, { VpcConfig }]) => (VpcConfig as { SubnetIds: unknown }).SubnetIds);
  expect(subnets).toEqual(EXISTING.subnetIds.map((id) => [id]));
  for (const [index, [, properties]] of probes.entries()) {
    expect(properties.VpcConfig).toMatchObject({ Ipv6AllowedForDualStack: true });
    const variables = variablesOf(properties);
    expect(variables).toMatchObject({
      [ENV.vpcId]: EXISTING.vpcId,
      [ENV.vpcIpv6CidrBlock]: EXISTING.vpcIpv6CidrBlock,
      [ENV.subnetId]: EXISTING.subnetIds[index],
      [ENV.availabilityZone]: EXISTING.subnetAvailabilityZones[index],
    });
    for (const unknown of [ENV.gatewayId, ENV.vpcIpv4CidrBlock])
      expect(variables).not.toHaveProperty(unknown);
  }
});

test('without zones in the settings the probes have none', () => {
  const { subnetAvailabilityZones: _, ...bare } = EXISTING;
  for (const [, properties] of synthesized(bare).propertiesOf('AWS::Lambda::Function')) {
    expect(mentions(properties, new RegExp(ENV.availabilityZone))).toEqual([]);
  }
});

test('the grants hold for the VPC’s IPv6 block, as they do for the stack’s own VPC', () => {
  const statements = propertiesOf('AWS::IAM::Role')
    .flatMap(([, { Policies = [] }]) => Policies as { PolicyName: string; PolicyDocument: unknown }[])
    .filter(({ PolicyName }) => PolicyName === 'Targets')
    .flatMap(({ PolicyDocument }) => (PolicyDocument as { Statement: { Condition?: object }[] }).Statement);
  const blocks = statements.flatMap(({ Condition = {} }) =>
    'IpAddress' in Condition ? [Condition.IpAddress] : [],
  );
  expect(blocks.length).toBeGreaterThan(0);
  for (const block of blocks) expect(block).toEqual({ 'aws:SourceIp': EXISTING.vpcIpv6CidrBlock });
});

test('several blocks all count as the VPC: in the grants, in the control, and for the probes', () => {
  const vpcIpv6CidrBlock = ['2600:1f14:abc:de00::/56', '2a05:d018:100::/44'];
  const several = synthesized({ ...EXISTING, vpcIpv6CidrBlock });
  const conditions = several
    .propertiesOf('AWS::IAM::Role')
    .flatMap(([, { Policies = [] }]) => Policies as { PolicyDocument: unknown }[])
    .flatMap(({ PolicyDocument }) => (PolicyDocument as { Statement: { Condition?: object }[] }).Statement)
    .flatMap(({ Condition = {} }) => Object.entries(Condition))
    .filter(([operator]) => operator.endsWith('IpAddress'));
  expect(new Set(conditions.map(([operator]) => operator))).toEqual(new Set(['IpAddress', 'NotIpAddress']));
  for (const [, test] of conditions) expect(test).toEqual({ 'aws:SourceIp': vpcIpv6CidrBlock });
  const [, properties] =
    several.propertiesOf('AWS::Lambda::Function').find(([, { VpcConfig }]) => VpcConfig !== undefined) ?? [];
  expect(properties && variablesOf(properties)[ENV.vpcIpv6CidrBlock]).toBe(
    '2600:1f14:abc:de00::/56,2a05:d018:100::/44',
  );
});

describe('the VPC’s IPv6 block', () => {
  const problemsWith = (vpcIpv6CidrBlock: unknown) => problemsOf({ ...EXISTING, vpcIpv6CidrBlock });

  test.each([
    '2600:1f00::/44',
    '2600:1f14:ab0::/48',
    '2600:1f14:abc:d000::/52',
    '2600:1f14:abc:de00::/56',
    '2600:1f14:abc:def0::/60',
    '3ffe:ffff:ffff::/48',
    '2000::/44',
  ])('%s is accepted', (block) => {
    expect(problemsWith(block)).toBe('');
    expect(problemsWith([block])).toBe('');
  });

  const LENGTH = 'of /44 to /60 in steps of 4';
  test.each([
    ['::/0', LENGTH],
    ['2000::/3', LENGTH],
    ['2600:1f14:abc::/40', LENGTH],
    ['2600:1f14:abc::/43', LENGTH],
    ['2600:1f14:abc:de00::/57', LENGTH],
    ['2600:1f14:abc:de00::/64', LENGTH],
    ['2600:1f14:abc:de00::1/128', LENGTH],
    ['64:ff9b::/96', LENGTH],
    ['64:ff9b:1::/48', 'do not reach the internet'],
    ['fd00:1234:5600::/56', 'do not reach the internet'],
    ['fe80::/60', 'do not reach the internet'],
    ['::/56', 'do not reach the internet'],
    ['5f00::/56', 'do not reach the internet'],
    ['4000::/48', 'do not reach the internet'],
    ['1fff:ffff:fff0::/44', 'do not reach the internet'],
    ['2001::/48', '2001::/32 is set aside (a Teredo address'],
    ['2001:2::/48', '2001:2::/48 is set aside (benchmarking'],
    ['2001:1ff:fff0::/44', '2001::/23 is set aside'],
    ['2001:db8:1234:1a00::/56', '2001:db8::/32 is set aside (documentation, RFC 3849)'],
    ['2002:a00::/48', '2002::/16'],
    ['2620:4f:8000::/48', '2620:4f:8000::/48'],
    ['2620:4f:8000::/44', '2620:4f:8000::/48'],
    ['2620:4f:8000:100::/56', '2620:4f:8000::/48'],
    ['3fff:100::/48', '3fff::/20'],
    ['2600:1f14:abc:de01::/56', 'write "2600:1f14:abc:de00::/56"'],
    ['2600:1f14::/x', 'write an IPv6 block'],
    ['2600:1f14:abc:de00::', 'write an IPv6 block'],
    ['::ffff:10.1.0.0/112', LENGTH],
    ['10.1.0.0/16', 'write an IPv6 block'],
    ['', 'write an IPv6 block'],
  ])('%s is refused: %s', (block, right) => {
    expect(problemsWith(block)).toContain(`natless.vpcIpv6CidrBlock is ${JSON.stringify(block)}: `);
    expect(problemsWith(block)).toContain(right);
  });

  test('one past each set-aside block is accepted', () => {
    for (const block of [
      '2001:200::/44',
      '2001:db7:ffff::/48',
      '2001:db9::/48',
      '2003::/44',
      '2620:4f:7fff::/48',
    ])
      expect(problemsWith(block)).toBe('');
  });

  test('may be a list of one to five, of which the wrong one is named', () => {
    const blocks = Array.from({ length: 6 }, (_, index) => `2600:1f14:abc:d${index}00::/56`);
    expect(problemsWith(blocks.slice(0, 5))).toBe('');
    expect(problemsWith(blocks)).toContain('at most 5');
    expect(problemsWith([])).toContain('at least one');
    expect(problemsWith([blocks[0], blocks[0]])).toContain('each block once');
    expect(problemsWith([blocks[0], '::/0'])).toContain('natless.vpcIpv6CidrBlock.1 is "::/0"');
    expect(problemsWith([blocks[0], 7])).toContain('natless.vpcIpv6CidrBlock.1 is 7');
    expect(problemsWith({ block: 1 })).toContain('natless.vpcIpv6CidrBlock is {"block":1}');
  });
});

test('nothing refers to flow logs, which are up to the VPC’s owner', () => {
  expect(template.toJSON().Outputs).not.toHaveProperty(OUTPUTS.flowLogGroupName);
  expect(template.toJSON().Outputs).toHaveProperty(OUTPUTS.functionNames);
  const queries = propertiesOf('AWS::Logs::QueryDefinition').map(([, { Name }]) => Name);
  expect(queries.length).toBeGreaterThan(0);
  expect(queries).not.toContain("Natless/the probes' flows");
});

test('the cost counts the subnets', () => {
  const cost = monthlyCost({ settings: readSettings(EXISTING), region: 'us-west-2', absent: [] });
  expect(cost[1]).toContain('63 metrics');
});

describe('settings that do not fit together', () => {
  const without = (...keys: string[]) =>
    Object.fromEntries(Object.entries(EXISTING).filter(([key]) => !keys.includes(key)));

  const CASES: readonly [settings: object, where: string, right: string][] = [
    [
      without('vpcIpv6CidrBlock'),
      'natless.vpcIpv6CidrBlock is not set',
      'a VPC without one has no IPv6 to probe',
    ],
    [without('subnetIds'), 'natless.subnetIds is not set', 'the subnets to probe from'],
    [without('routeTableIds'), 'natless.routeTableIds is not set', 'the route table of each subnet'],
    [without('vpcId'), 'natless.vpcId is not set', 'write the id of the VPC'],
    [
      { ...EXISTING, routeTableIds: ['rtb-0bbbbbbbbbbbbbbb0'] },
      'natless.routeTableIds has 1 entries, but natless.subnetIds has 3',
      'one for each subnet',
    ],
    [
      { ...EXISTING, subnetAvailabilityZones: ['us-west-2a'] },
      'natless.subnetAvailabilityZones has 1 entries',
      'one for each subnet',
    ],
    [{ ...EXISTING, subnetIds: [], routeTableIds: [] }, 'natless.subnetIds is []', 'at least one subnet'],
    [
      {
        ...EXISTING,
        subnetIds: ['subnet-0aaaaaaaaaaaaaaa0', 'subnet-0aaaaaaaaaaaaaaa0', 'subnet-0aaaaaaaaaaaaaaa2'],
      },
      'natless.subnetIds has "subnet-0aaaaaaaaaaaaaaa0" twice',
      'write each subnet once',
    ],
    [{ ...EXISTING, ipv4CidrBlock: '10.2.0.0/16' }, 'natless.ipv4CidrBlock is "10.2.0.0/16"', 'leave it out'],
    [{ ...EXISTING, availabilityZones: 2 }, 'natless.availabilityZones is 2', 'leave it out'],
    [{ ...EXISTING, vpcName: 'x' }, 'natless.vpcName is "x"', 'leave it out'],
    [
      { ...EXISTING, gatewayEndpoints: ['s3'] },
      'natless.gatewayEndpoints is ["s3"]',
      'natless does not change the VPC',
    ],
    [{ ...EXISTING, vpcId: 'my-vpc' }, 'natless.vpcId is "my-vpc"', 'vpc-0123456789abcdef0'],
    [{ ...EXISTING, vpcIpv6CidrBlock: '10.1.0.0/16' }, 'natless.vpcIpv6CidrBlock is "10.1.0.0/16"', '::/56'],
    [{ ...EXISTING, vpcIpv6CidrBlock: '2600:1f14:abc:de01::/56' }, 'natless.vpcIpv6CidrBlock', '::/56'],
    [{ ...EXISTING, subnetIds: 'subnet-0aaaaaaaaaaaaaaa0' }, 'natless.subnetIds is "subnet', 'write a list'],
  ];

  test.each(CASES.map(([settings, where, right]) => [where, right, settings] as const))(
    '%s: %s',
    (where, right, settings) => {
      expect(problemsOf(settings)).toContain(where);
      expect(problemsOf(settings)).toContain(right);
    },
  );

  test('are reported all at once, with what is wrong by itself', () => {
    const lines = problemsOf({ vpcId: 'x', ipv4CidrBlock: '10.2.0.0/16', dashboard: 'no' })
      .split('\n')
      .slice(1);
    expect(lines.map((line) => /natless\.(\w+)/.exec(line)?.[1]).sort()).toEqual([
      'dashboard',
      'ipv4CidrBlock',
      'routeTableIds',
      'subnetIds',
      'vpcId',
      'vpcIpv6CidrBlock',
    ]);
  });
});
