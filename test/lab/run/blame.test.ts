/** Who dropped packets, by the template's names: the first on the way, in the direction in which it did. */
import { describe, expect, test } from 'vitest';
import { placeInterfaces } from '../../../lib/lab/kernel/kernel.ts';
import { labDrop } from '../../../lib/lab/run/blame.ts';
import type { Member } from '../../../lib/lab/run/start/members.ts';
import { subnetRoutes } from '../../../lib/lab/run/subnet-routes.ts';
import { buildModel } from '../../../lib/lab/template/build-model.ts';
import type { Model } from '../../../lib/lab/template/model.ts';
import { blockPublicAccess } from '../fixtures/block-public-access.ts';
import { dualStackTemplate, MODEL_PROPS } from '../fixtures/dual-stack-template.ts';
import { gatewayEndpoint, interfaceEndpoint } from '../fixtures/vpc-endpoint.ts';
import { type Changes, NAT, route } from '../kernel/reading/lab-case.ts';

const HOST6 = '2001:db8:ffff::1';
const HOST4 = '198.18.0.1';

/** The function in PrivateA, without what only a running lab has. */
function memberIn(model: Model): Member {
  const fn = model.functions[0];
  const subnet = model.subnets.find(({ logicalId }) => logicalId === 'PrivateA');
  if (!fn || !subnet) throw new Error('the fixture has no function');
  const [networkInterface] = placeInterfaces(model, [{ ...fn, subnetId: subnet.id }]);
  return { fn, subnet, networkInterface } as Member;
}

function blamed(
  changes: Changes,
  reason: Parameters<typeof labDrop>[0]['reason'],
  peerAddress = HOST6,
  peerPort = 443,
) {
  const model = buildModel(dualStackTemplate(changes), MODEL_PROPS);
  const drop = { networkInterface: 'fn0', reason, peerAddress, peerPort, packets: 1 };
  return labDrop(drop, memberIn(model), model).map(({ by, resources, detail }) =>
    [by, ...resources.map(({ logicalId }) => logicalId), ...(detail === null ? [] : [detail])].join(' '),
  );
}

const entry = (number: number, changes: Record<string, unknown>) => ({
  Type: 'AWS::EC2::NetworkAclEntry',
  Properties: {
    ...{ NetworkAclId: { Ref: 'Acl' }, RuleNumber: number, Protocol: 6, RuleAction: 'allow' },
    ...changes,
  },
});
const OUT6 = entry(1, { Egress: true, Ipv6CidrBlock: '::/0', PortRange: { From: 443, To: 443 } });
const IN6 = (From: number, To: number) => entry(2, { Ipv6CidrBlock: '::/0', PortRange: { From, To } });
const acl = (subnet: string, entries: Changes): Changes => ({
  Acl: { Type: 'AWS::EC2::NetworkAcl', Properties: { VpcId: { Ref: 'Vpc' } } },
  AclAssociation: {
    Type: 'AWS::EC2::SubnetNetworkAclAssociation',
    Properties: { SubnetId: { Ref: subnet }, NetworkAclId: { Ref: 'Acl' } },
  },
  ...entries,
});

describe('a drop is blamed on', () => {
  test.each<[string, readonly string[], Changes, Parameters<typeof labDrop>[0]['reason'], string?, number?]>([
    ['the function’s security group', ['security-group Group'], {}, 'security-group'],
    ['the table of its subnet', ['no-route PrivateTable'], {}, 'no-route'],
    ['AWS, for mail', ['port-blocked'], {}, 'port-blocked'],
    [
      'the options that block public access',
      ['block-public-access BlockPublicAccess'],
      blockPublicAccess('block-bidirectional'),
      'block-public-access',
    ],
    [
      'an ACL on the way out',
      ['network-acl Acl on the way out'],
      acl('PrivateA', { In: IN6(1024, 65535) }),
      'network-acl',
    ],
    [
      'an ACL on the way back, which lets in a part of the ports',
      ['network-acl Acl on the way back: replies come to ports 1024 to 65535'],
      acl('PrivateA', { Out: OUT6, In: IN6(32768, 60999) }),
      'network-acl',
    ],
    [
      'the ACL of the NAT gateway’s subnet',
      ['network-acl Acl on the way out'],
      { ...NAT, ...acl('PublicA', {}) },
      'network-acl',
      HOST4,
    ],
    [
      'the group of the endpoint at the address',
      ['endpoint-security-group EndpointGroup of the VPC endpoint Sts'],
      interfaceEndpoint(),
      'endpoint-security-group',
      '10.1.2.254',
    ],
  ])('%s', (_, expected, changes, reason, address, port) => {
    expect(blamed(changes, reason, address, port)).toEqual(expected);
  });

  test.each(['fault', 'no-public-address'] as const)('nothing of the template for %s', (reason) => {
    expect(blamed({}, reason)).toEqual([]);
  });
});

test('a subnet’s routes are as EC2 describes them: local ones, black holes, prefix lists, other networks', () => {
  const model = buildModel(
    dualStackTemplate({
      S3: gatewayEndpoint(),
      Central: route({ DestinationCidrBlock: '0.0.0.0/0', TransitGatewayId: 'tgw-1' }),
    }),
    MODEL_PROPS,
  );
  const { subnet } = memberIn(model);
  const lists = model.prefixLists.map((list) => ({ ...list, cidrBlocks: [`${HOST4}/32`] }));
  const withBlocks = { ...model, prefixLists: lists };
  const found = subnetRoutes(subnet, withBlocks).routes ?? [];
  const table = Object.fromEntries(
    found.map(({ destinationCidrBlocks: [block = ''], gateway }) => [block, gateway]),
  );
  expect(table).toMatchObject({
    '10.1.0.0/16': 'local',
    '2001:db8:1234:1a00::/56': 'local',
    '0.0.0.0/0': 'tgw-1',
    '::/0': expect.stringMatching(/^eigw-/),
    [`${HOST4}/32`]: expect.stringMatching(/^vpce-/),
  });
  const without = { ...withBlocks, gateways: [] };
  expect(subnetRoutes(subnet, without).gateway).toBe('blackhole');
});

describe('a group that lets a port out to some public blocks', () => {
  const rule = (changes: Record<string, unknown>) => ({
    ...{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443 },
    ...changes,
  });
  const PUBLIC = rule({ CidrIpv6: '2600:1f00::/24' });
  const LIST: Changes = {
    List: {
      Type: 'AWS::EC2::PrefixList',
      Properties: { PrefixListName: 'own', AddressFamily: 'IPv6', Entries: [{ Cidr: '2a00:1450::/32' }] },
    },
  };
  const group = (...SecurityGroupEgress: unknown[]): Changes => ({
    Group: {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: { VpcId: { Ref: 'Vpc' }, SecurityGroupEgress },
    },
  });
  const peering = route({ DestinationIpv6CidrBlock: '2600:1f00::/24', VpcPeeringConnectionId: 'pcx-1' });

  test.each<[string, Changes, string?, number?]>([
    ['2600:1f00::/24', group(PUBLIC)],
    ['2600:1f00::/24', group(PUBLIC, PUBLIC, rule({ CidrIp: '10.0.0.0/8' }))],
    ['2a00:1450::/32', { ...LIST, ...group(rule({ DestinationPrefixListId: { Ref: 'List' } })) }],
    ['52.94.0.0/16', group(PUBLIC, rule({ CidrIp: '52.94.0.0/16' })), HOST4],
    ['', group(PUBLIC), HOST4],
    ['', group(PUBLIC), HOST6, 8443],
    ['', group({ ...PUBLIC, IpProtocol: 'udp' })],
    ['', group(rule({ CidrIpv6: 'fd00:9::/32' }), rule({ CidrIpv6: '8000::/1' }))],
    ['', group(rule({ CidrIp: '127.0.0.1/32' })), HOST4],
    ['', group(rule({ DestinationSecurityGroupId: 'sg-1' }))],
    ['', { ...group(PUBLIC), Peering: peering }],
    ['', group(PUBLIC), '2001:db8:1234:1a00::9'],
  ])(
    'may let the real host be reached in "%s" (%j, %s, %s)',
    (blocks, changes, peerAddress = HOST6, peerPort = 443) => {
      const model = buildModel(dualStackTemplate(changes), MODEL_PROPS);
      const drop = {
        networkInterface: 'fn0',
        reason: 'security-group' as const,
        peerAddress,
        peerPort,
        packets: 1,
      };
      expect(labDrop(drop, memberIn(model), model).map(({ letOutTo = [] }) => letOutTo.join(', '))).toEqual([
        blocks,
      ]);
    },
  );
});
