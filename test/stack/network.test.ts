/** The network of the template: what leads where, and what is not there. */
import ipaddr from 'ipaddr.js';
import { describe, expect, test } from 'vitest';
import { type Resource, synthesized } from './synthesized.ts';

const { template, resources, propertiesOf } = synthesized();

function logicalIdIn(value: unknown): string {
  const found = /"(?:Ref|Fn::GetAtt)":\s*\[?"([^"]+)"/.exec(JSON.stringify(value));
  return found?.[1] ?? 'none';
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

describe('what is not there', () => {
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

  test('the IPv4 blocks lie in the VPC and do not overlap', () => {
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

test("names are the article's", () => {
  template.hasResourceProperties('AWS::EC2::VPC', { Tags: [{ Key: 'Name', Value: 'vpc-Develop-Network' }] });
  const [, subnet] = subnetsOf('Private')[0] ?? [];
  expect(JSON.stringify(subnet?.Tags)).toContain('sub-private');
});

test("the Availability Zones are the account's own", () => {
  for (const [, { AvailabilityZone }] of propertiesOf('AWS::EC2::Subnet')) {
    expect(JSON.stringify(AvailabilityZone)).toContain('Fn::GetAZs');
  }
});

describe('the IPv6 association', () => {
  /** Resources that read the VPC's IPv6 blocks and do not wait until it has one (aws/aws-cdk#36714). */
  function offenders(all: Readonly<Record<string, Resource>>): string[] {
    const association =
      Object.entries(all).find(([, { Type }]) => Type === 'AWS::EC2::VPCCidrBlock')?.[0] ?? 'none';
    return Object.entries(all)
      .filter(([, { Properties }]) => JSON.stringify(Properties ?? {}).includes('Ipv6CidrBlocks'))
      .filter(([, { DependsOn = [] }]) => ![DependsOn].flat().includes(association))
      .map(([logicalId]) => logicalId);
  }

  test('is waited for by everything that reads the block', () => {
    expect(offenders(resources)).toEqual([]);
  });

  test('is missed by this check where a resource does not wait', () => {
    const doctored = structuredClone(resources) as Record<string, Resource & { DependsOn?: string[] }>;
    const [id = ''] = subnetsOf('Private')[0] ?? [];
    delete doctored[id]?.DependsOn;
    expect(offenders(doctored)).toEqual([id]);
  });
});

describe('flow logs', () => {
  test('go to a group of their own that goes with the stack after two weeks', () => {
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

  test.each(['subnet-id', 'pkt-srcaddr', 'pkt-dstaddr', 'action', 'reject-reason'])('say %s', (field) => {
    const [[, properties] = []] = propertiesOf('AWS::EC2::FlowLog');
    expect(properties?.LogFormat).toContain(`\${${field}}`);
  });
});
