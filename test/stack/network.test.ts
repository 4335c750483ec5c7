/** The network of the template: where its routes lead, and what it does not have. */
import ipaddr from 'ipaddr.js';
import { describe, expect, test } from 'vitest';
import { mentions } from './strings-in.ts';
import { type Resource, synthesized } from './synthesized.ts';

const { template, resources, propertiesOf } = synthesized();

/** The logical id that a `Ref` or `Fn::GetAtt` refers to. */
function logicalIdIn(value: unknown): string {
  const { Ref, 'Fn::GetAtt': attribute } = value as { Ref?: string; 'Fn::GetAtt'?: [string, string] };
  return Ref ?? attribute?.[0] ?? 'none';
}

function subnetsOf(kind: 'Public' | 'Private') {
  return propertiesOf('AWS::EC2::Subnet').filter(([id]) => id.includes(`${kind}Subnet`));
}

/** The route tables of the private or public subnets, through their associations. */
function routeTablesOf(kind: 'Public' | 'Private'): string[] {
  const subnets = subnetsOf(kind).map(([id]) => id);
  return propertiesOf('AWS::EC2::SubnetRouteTableAssociation')
    .filter(([, { SubnetId }]) => subnets.includes(logicalIdIn(SubnetId)))
    .map(([, { RouteTableId }]) => logicalIdIn(RouteTableId));
}

function routesOf(routeTable: string) {
  return propertiesOf('AWS::EC2::Route')
    .map(([, route]) => route)
    .filter(({ RouteTableId }) => logicalIdIn(RouteTableId) === routeTable);
}

describe('the template does not have', () => {
  test.each(['AWS::EC2::NatGateway', 'AWS::EC2::EIP', 'AWS::EC2::VPCEndpoint', 'AWS::EC2::Instance'])(
    '%s',
    (type) => {
      template.resourceCountIs(type, 0);
    },
  );
});

describe('routes', () => {
  test('a private subnet has one route, ::/0 to the egress-only internet gateway', () => {
    const tables = routeTablesOf('Private');
    expect(tables).toHaveLength(2);
    for (const table of tables) {
      const routes = routesOf(table);
      expect(routes).toHaveLength(1);
      expect(routes[0]).toMatchObject({ DestinationIpv6CidrBlock: '::/0' });
      expect(resources[logicalIdIn(routes[0]?.EgressOnlyInternetGatewayId)]?.Type).toBe(
        'AWS::EC2::EgressOnlyInternetGateway',
      );
    }
  });

  test('a public subnet leads IPv4 to the internet gateway', () => {
    const [table = 'none'] = routeTablesOf('Public');
    expect(routesOf(table)).toMatchObject([{ DestinationCidrBlock: '0.0.0.0/0' }]);
    expect(resources[logicalIdIn(routesOf(table)[0]?.GatewayId)]?.Type).toBe('AWS::EC2::InternetGateway');
  });

  test('every subnet is associated with a table of its own kind', () => {
    const associated = propertiesOf('AWS::EC2::SubnetRouteTableAssociation').map(([, { SubnetId }]) =>
      logicalIdIn(SubnetId),
    );
    expect(associated.sort()).toEqual(
      propertiesOf('AWS::EC2::Subnet')
        .map(([id]) => id)
        .sort(),
    );
  });
});

describe.each([1, 2, 3])('addresses in %i Availability Zones', (availabilityZones) => {
  const subnets = synthesized({ availabilityZones, ipv4CidrBlock: '10.32.0.0/20' }).propertiesOf(
    'AWS::EC2::Subnet',
  );

  test('the IPv4 blocks are inside the VPC and do not overlap', () => {
    const blocks = subnets.map(([, { CidrBlock }]) => CidrBlock as string);
    expect(new Set(blocks).size).toBe(availabilityZones * 2);
    for (const block of blocks) {
      const [address, length] = ipaddr.IPv4.parseCIDR(block);
      expect(length).toBe(24);
      expect(address.match(ipaddr.IPv4.parseCIDR('10.32.0.0/20'))).toBe(true);
    }
  });

  test('the IPv6 blocks are different /64s of the /56, counted by Fn::Cidr', () => {
    const indices = subnets.map(([, { Ipv6CidrBlock }]) => {
      const [
        index,
        {
          'Fn::Cidr': [, count, bits],
        },
      ] = (Ipv6CidrBlock as { 'Fn::Select': [number, { 'Fn::Cidr': [unknown, number, string] }] })[
        'Fn::Select'
      ];
      expect(index).toBeLessThan(count);
      expect(count).toBeLessThanOrEqual(256);
      expect(bits).toBe('64');
      return index;
    });
    expect(new Set(indices).size).toBe(indices.length);
  });
});

test.each([
  [{}, 'natless', 'natless-private'],
  [{ articleNames: true }, 'vpc-Develop-Network', 'sub-private'],
])('names are those of the settings %j', (settings, vpcName, privateSubnetName) => {
  const named = synthesized(settings);
  named.template.hasResourceProperties('AWS::EC2::VPC', { Tags: [{ Key: 'Name', Value: vpcName }] });
  const subnets = named.propertiesOf('AWS::EC2::Subnet').flatMap(([, { Tags }]) => Tags);
  expect(subnets).toContainEqual({
    Key: 'Name',
    Value: { 'Fn::Join': ['-', [privateSubnetName, { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }]] },
  });
});

test('named Availability Zones are literal, and so are the names of their subnets', () => {
  const named = synthesized({ availabilityZones: ['us-west-2a', 'us-west-2c'] });
  const subnets = named.propertiesOf('AWS::EC2::Subnet').map(([, properties]) => properties);
  expect(subnets.map(({ AvailabilityZone }) => AvailabilityZone)).toEqual([
    ...['us-west-2a', 'us-west-2c', 'us-west-2a', 'us-west-2c'],
  ]);
  expect(subnets.flatMap(({ Tags }) => Tags)).toContainEqual({
    Key: 'Name',
    Value: 'natless-private-us-west-2c',
  });
  expect(mentions(named.resources, /^Fn::GetAZs$/)).toEqual([]);
});

test('the Availability Zones depend on the account', () => {
  const zones = propertiesOf('AWS::EC2::Subnet').map(([, { AvailabilityZone }]) => AvailabilityZone);
  const zone = (index: number) => ({ 'Fn::Select': [index, { 'Fn::GetAZs': '' }] });
  expect(zones).toEqual([zone(0), zone(1), zone(0), zone(1)]);
});

describe('the IPv6 association', () => {
  /** Resources that read the VPC's IPv6 blocks without depending on the association (aws/aws-cdk#36714). */
  function offenders(all: Readonly<Record<string, Resource>>): string[] {
    const association =
      Object.entries(all).find(([, { Type }]) => Type === 'AWS::EC2::VPCCidrBlock')?.[0] ?? 'none';
    return Object.entries(all)
      .filter(([, { Properties }]) => mentions(Properties ?? {}, /^Ipv6CidrBlocks$/).length > 0)
      .filter(([, { DependsOn = [] }]) => ![DependsOn].flat().includes(association))
      .map(([logicalId]) => logicalId);
  }

  test('is a dependency of everything that reads the block', () => {
    expect(offenders(resources)).toEqual([]);
  });

  test('is found missing by this check where a resource does not depend on it', () => {
    const doctored = structuredClone(resources) as Record<string, Resource & { DependsOn?: string[] }>;
    const [id = ''] = subnetsOf('Private')[0] ?? [];
    delete doctored[id]?.DependsOn;
    expect(offenders(doctored)).toEqual([id]);
  });
});

describe('flow logs', () => {
  test('go to their own group, which is deleted with the stack and keeps two weeks', () => {
    template.hasResourceProperties('AWS::EC2::FlowLog', {
      ResourceType: 'VPC',
      TrafficType: 'ALL',
      MaxAggregationInterval: 60,
    });
    for (const [id, { RetentionInDays }] of propertiesOf('AWS::Logs::LogGroup')) {
      expect([id, RetentionInDays]).toEqual([id, 14]);
      expect(template.toJSON().Resources[id].DeletionPolicy).toBe('Delete');
    }
  });

  test.each(['subnet-id', 'pkt-srcaddr', 'pkt-dstaddr', 'action', 'reject-reason'])(
    'have the field %s',
    (field) => {
      const [[, properties] = []] = propertiesOf('AWS::EC2::FlowLog');
      expect(properties?.LogFormat).toContain(`\${${field}}`);
    },
  );
});
