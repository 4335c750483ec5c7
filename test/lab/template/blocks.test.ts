/** The address blocks of a VPC and of its subnets: which EC2 takes, and who reads them. */
import { describe, expect, test } from 'vitest';
import { buildModel } from '../../../lib/lab/template/build-model.ts';
import type { Resource } from '../../../lib/lab/template/template.ts';
import { TemplateError } from '../../../lib/lab/template/template-error.ts';
import { changed, dualStackTemplate, MODEL_PROPS } from '../fixtures/dual-stack-template.ts';

function model(changes: Record<string, Resource | undefined>) {
  return buildModel(dualStackTemplate(changes), MODEL_PROPS);
}

function block(properties: Record<string, unknown>): Record<string, Resource> {
  return {
    More: { Type: 'AWS::EC2::VPCCidrBlock', Properties: { VpcId: { Ref: 'Vpc' }, ...properties } },
  };
}

describe("a VPC's blocks", () => {
  test.each<[string, Record<string, unknown>, string]>([
    [
      'an IPv4 block that is the VPC’s own',
      { CidrBlock: '10.1.0.0/16' },
      'More (AWS::EC2::VPCCidrBlock): "10.1.0.0/16" overlaps 10.1.0.0/16 of Vpc: the blocks of a VPC cannot',
    ],
    [
      'an IPv4 block inside the VPC’s own',
      { CidrBlock: '10.1.9.0/24' },
      '"10.1.9.0/24" overlaps 10.1.0.0/16',
    ],
    [
      'an IPv6 block inside another one',
      { Ipv6CidrBlock: '2001:db8:1234:1a10::/60' },
      'More (AWS::EC2::VPCCidrBlock): "2001:db8:1234:1a10::/60" overlaps 2001:db8:1234:1a00::/56 of Ipv6Block',
    ],
    ['an IPv4 block that is too large', { CidrBlock: '11.0.0.0/15' }, 'IPv4 block: it can be /16 to /28'],
    [
      'an IPv4 block that is too small',
      { CidrBlock: '11.0.0.0/29' },
      '"11.0.0.0/29" cannot be a VPC\'s IPv4',
    ],
    [
      'an IPv6 block between two steps',
      { Ipv6CidrBlock: '2600::/57' },
      'it can be /44, /48, /52, /56 or /60',
    ],
    [
      'an IPv6 block of a subnet’s size',
      { Ipv6CidrBlock: '2600::/64' },
      '"2600::/64" cannot be a VPC\'s IPv6',
    ],
    ['a link-local block', { CidrBlock: '169.254.8.0/24' }, '169.254.0.0/16 is link-local'],
    ['a loopback block', { CidrBlock: '127.1.0.0/16' }, '127.0.0.0/8 is for loopback'],
    ['a multicast block', { CidrBlock: '239.0.0.0/16' }, '224.0.0.0/4 is for multicast'],
    ['the block of this network', { CidrBlock: '0.1.0.0/16' }, '0.0.0.0/8 means this network'],
    [
      'Amazon’s part of the private blocks',
      { Ipv6CidrBlock: 'fd00:0:1::/48' },
      'fd00::/16 is reserved for Amazon',
    ],
    ['link-local IPv6', { Ipv6CidrBlock: 'fe80::/48' }, 'it can be part of 2000::/3 or fd00::/8'],
    ['NAT64’s prefix', { Ipv6CidrBlock: '64:ff9b::/56' }, 'it can be part of 2000::/3 or fd00::/8'],
  ])('cannot have %s', (_, properties, message) => {
    expect(() => model(block(properties))).toThrow(message);
    expect(() => model(block(properties))).toThrow(TemplateError);
  });

  test('cannot have a first block that EC2 refuses', () => {
    expect(() => model(changed('Vpc', { CidrBlock: '10.0.0.0/8' }))).toThrow(
      'Vpc (AWS::EC2::VPC): "10.0.0.0/8" cannot be a VPC\'s IPv4 block: it can be /16 to /28',
    );
  });

  test.each<[string, Record<string, unknown>]>([
    ['the smallest IPv4 block', { CidrBlock: '10.2.0.0/28' }],
    ['a block beside its own', { CidrBlock: '10.0.0.0/16' }],
    ['the largest IPv6 block', { Ipv6CidrBlock: '2600:1f00::/44' }],
    ['the smallest IPv6 block', { Ipv6CidrBlock: '2600:1f00::/60' }],
    ['a private IPv6 block', { Ipv6CidrBlock: 'fd26:1::/56' }],
  ])('can have %s', (_, properties) => {
    const { ipv4CidrBlocks, ipv6CidrBlocks } = model(block(properties)).vpc;
    expect([...ipv4CidrBlocks, ...ipv6CidrBlocks]).toContain(Object.values(properties)[0]);
  });
});

test('a private IPv6 block is noticed, since it cannot reach the internet', () => {
  expect(model(block({ Ipv6CidrBlock: 'fd26:1::/56' })).notices).toEqual([
    'More (AWS::EC2::VPCCidrBlock): fd26:1::/56 is a private IPv6 block, which AWS does not advertise: no gateway to the internet carries its addresses',
  ]);
  expect(model({}).notices).toEqual([]);
});

describe('a block of the wrong family', () => {
  test('in a route is shown the other property', () => {
    const route = (properties: Record<string, unknown>) =>
      model(changed('PrivateRoute', { DestinationIpv6CidrBlock: undefined, ...properties }));
    expect(() => route({ DestinationCidrBlock: '::/0' })).toThrow(
      'DestinationCidrBlock is "::/0": should be an IPv4 CIDR block like 10.1.0.0/16: this one goes into DestinationIpv6CidrBlock',
    );
    expect(() => route({ DestinationIpv6CidrBlock: '0.0.0.0/0' })).toThrow('goes into DestinationCidrBlock');
    expect(() => route({ DestinationIpv6CidrBlock: '0::0' })).toThrow(/like 2001:db8::\/56$/);
  });

  test('in a rule of a security group is shown the other property', () => {
    const rule = (peer: Record<string, unknown>) =>
      model(changed('Group', { SecurityGroupEgress: [{ IpProtocol: '-1', ...peer }] }));
    expect(() => rule({ CidrIp: '::/0' })).toThrow('this one goes into CidrIpv6');
    expect(() => rule({ CidrIpv6: '0.0.0.0/0' })).toThrow('this one goes into CidrIp');
  });

  test('is none where it is written in another form', () => {
    const { routeTables } = model(changed('PrivateRoute', { DestinationIpv6CidrBlock: '0::/0' }));
    expect(routeTables.flatMap(({ routes }) => routes)).toContainEqual(
      expect.objectContaining({ logicalId: 'PrivateRoute', destinationCidrBlock: '::/0' }),
    );
  });
});

describe("a subnet's IPv6 block from a separate association", () => {
  const beside: Record<string, Resource> = {
    ...changed('PrivateA', { Ipv6CidrBlock: undefined }),
    Beside: {
      Type: 'AWS::EC2::SubnetCidrBlock',
      Properties: { SubnetId: { Ref: 'PrivateA' }, Ipv6CidrBlock: '2001:db8:1234:1a0f::/64' },
    },
  };
  const first = { 'Fn::Select': [0, { 'Fn::GetAtt': ['PrivateA', 'Ipv6CidrBlocks'] }] };

  test('is what Fn::GetAtt gives', () => {
    const rule = { IpProtocol: '-1', CidrIpv6: first };
    const { securityGroups } = model({ ...beside, ...changed('Group', { SecurityGroupEgress: [rule] }) });
    expect(securityGroups.find(({ logicalId }) => logicalId === 'Group')?.egress[0]?.peer).toEqual({
      kind: 'cidr',
      cidrBlock: '2001:db8:1234:1a0f::/64',
    });
  });

  test('may be computed from the block of another subnet that has one', () => {
    const cut = { 'Fn::Select': [0, { 'Fn::Cidr': [first, 1, '64'] }] };
    const { subnets } = model({
      ...beside,
      ...changed('Vpc', {}),
      ...changed('PrivateB', { Ipv6CidrBlock: undefined }),
      ...block({ Ipv6CidrBlock: '2600:1f00::/56' }),
      Second: {
        Type: 'AWS::EC2::SubnetCidrBlock',
        Properties: {
          SubnetId: { Ref: 'PrivateB' },
          Ipv6CidrBlock: {
            'Fn::Join': ['', ['2600:1f00:0:0', { 'Fn::Select': [1, { 'Fn::Split': ['1a0f', cut] }] }]],
          },
        },
      },
    });
    expect(subnets.find(({ logicalId }) => logicalId === 'PrivateB')?.ipv6CidrBlock).toBe('2600:1f00::/64');
  });
});
