/** Security groups: each kind of rule, with a packet on both sides of it. */
import type { Resource } from '../../../../lib/lab/template/template.ts';
import { changed } from '../../fixtures/dual-stack-template.ts';
import {
  BY_NAT,
  FN0,
  FN1,
  groupRules,
  HOST4,
  HOST6,
  NAT,
  OTHER4,
  OTHER6,
  VIA_IGW,
} from '../reading/lab-case.ts';
import type { Scenario } from './scenario.ts';

const ICMP = { protocol: 'icmp', flags: [] };
const ICMPV6 = { protocol: 'ipv6-icmp', flags: [] };
const DENIED = 'security-group';

/** A rule of its own for a group, which may name the group itself. */
function own(direction: 'Ingress' | 'Egress', properties: Record<string, unknown>): Resource {
  return {
    Type: `AWS::EC2::SecurityGroup${direction}`,
    Properties: { GroupId: { Ref: 'Group' }, IpProtocol: '-1', ...properties },
  };
}

const NOTHING = { IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32' };

const list = (family: 'IPv4' | 'IPv6', ...blocks: string[]): Resource => ({
  Type: 'AWS::EC2::PrefixList',
  Properties: {
    PrefixListName: family,
    AddressFamily: family,
    MaxEntries: 2,
    Entries: blocks.map((Cidr) => ({ Cidr })),
  },
});

/** A second group, which fn1 has beside the first. */
const SECOND = {
  Second: {
    Type: 'AWS::EC2::SecurityGroup',
    Properties: {
      VpcId: { Ref: 'Vpc' },
      SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 8080, ToPort: 8080, CidrIpv6: '::/0' }],
    },
  },
  ...changed('ProbeB', {
    VpcConfig: {
      Ipv6AllowedForDualStack: true,
      SubnetIds: [{ Ref: 'PrivateB' }],
      SecurityGroupIds: [{ Ref: 'Group' }, { Ref: 'Second' }],
    },
  }),
};

export const securityGroups: readonly Scenario[] = [
  {
    name: 'let out the ports that they name, of the protocol that they name',
    props: {
      changes: {
        ...NAT,
        ...groupRules(
          'Egress',
          { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIpv6: '::/0' },
          { IpProtocol: 'udp', FromPort: 500, ToPort: 502, CidrIpv6: '::/0' },
          { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '0.0.0.0/0' },
        ),
      },
    },
    steps: [
      { from: 'fn0', to: HOST6, is: 'eigw' },
      { from: 'fn1', to: HOST6, is: 'eigw' },
      { from: 'fn0', to: HOST6, port: 442, is: DENIED },
      { from: 'fn0', to: HOST6, port: 444, is: DENIED },
      { from: 'fn0', to: HOST6, protocol: 'udp', flags: [], is: DENIED },
      ...[499, 503].map((port) => ({ from: 'fn0', to: HOST6, protocol: 'udp', flags: [], port, is: DENIED })),
      ...[500, 501, 502].map((port) => ({
        from: 'fn0',
        to: HOST6,
        protocol: 'udp',
        flags: [],
        port,
        is: 'eigw',
      })),
      { from: 'fn0', to: HOST6, port: 501, is: DENIED },
      { from: 'fn0', to: HOST4, port: 22, is: BY_NAT },
      { from: 'fn0', to: HOST4, port: 443, is: DENIED },
      { from: 'fn0', to: HOST6, port: 22, is: DENIED },
    ],
  },
  {
    name: 'let out to the blocks that they name',
    props: {
      changes: {
        ...NAT,
        ...groupRules(
          'Egress',
          { IpProtocol: '-1', CidrIpv6: `${HOST6}/128` },
          { IpProtocol: '-1', CidrIp: `${HOST4}/32` },
        ),
      },
    },
    steps: [
      { from: 'fn0', to: HOST6, port: 1, is: 'eigw' },
      { from: 'fn0', to: HOST6, port: 1, protocol: 'udp', flags: [], is: 'eigw' },
      { from: 'fn0', to: HOST6, ...ICMPV6, is: 'eigw' },
      { from: 'fn0', to: OTHER6, port: 1, is: DENIED },
      { from: 'fn0', to: HOST4, port: 1, is: BY_NAT },
      { from: 'fn0', to: OTHER4, port: 1, is: DENIED },
    ],
  },
  {
    name: 'let out every port of a protocol',
    props: {
      changes: {
        ...NAT,
        ...groupRules(
          'Egress',
          { IpProtocol: 'tcp', FromPort: 0, ToPort: 65_535, CidrIp: '0.0.0.0/0' },
          { IpProtocol: 'udp', FromPort: 0, ToPort: 65_535, CidrIpv6: '::/0' },
        ),
      },
    },
    steps: [
      { from: 'fn0', to: HOST4, port: 9, is: BY_NAT },
      { from: 'fn0', to: HOST4, port: 9, protocol: 'udp', flags: [], is: DENIED },
      { from: 'fn0', to: HOST6, port: 9, protocol: 'udp', flags: [], is: 'eigw' },
      { from: 'fn0', to: HOST6, port: 9, is: DENIED },
    ],
  },
  {
    name: 'let out the types and codes of ICMP that they name',
    props: {
      changes: {
        ...NAT,
        ...groupRules(
          'Egress',
          { IpProtocol: 'icmp', FromPort: 8, ToPort: -1, CidrIp: '0.0.0.0/0' },
          { IpProtocol: 'icmp', FromPort: 3, ToPort: 4, CidrIp: '0.0.0.0/0' },
          { IpProtocol: '58', FromPort: 128, ToPort: -1, CidrIpv6: '::/0' },
          { IpProtocol: 'icmpv6', FromPort: 1, ToPort: 3, CidrIpv6: '::/0' },
        ),
      },
    },
    steps: [
      { from: 'fn0', to: HOST4, ...ICMP, icmp: [8, 0], is: BY_NAT },
      { from: 'fn0', to: HOST4, ...ICMP, icmp: [8, 7], is: BY_NAT },
      { from: 'fn0', to: HOST4, ...ICMP, icmp: [3, 4], is: BY_NAT },
      { from: 'fn0', to: HOST4, ...ICMP, icmp: [3, 3], is: DENIED },
      { from: 'fn0', to: HOST4, ...ICMP, icmp: [4, 4], is: DENIED },
      { from: 'fn0', to: HOST6, ...ICMPV6, icmp: [128, 0], is: 'eigw' },
      { from: 'fn0', to: HOST6, ...ICMPV6, icmp: [128, 5], is: 'eigw' },
      { from: 'fn0', to: HOST6, ...ICMPV6, icmp: [1, 3], is: 'eigw' },
      { from: 'fn0', to: HOST6, ...ICMPV6, icmp: [1, 4], is: DENIED },
      { from: 'fn0', to: HOST6, ...ICMPV6, icmp: [129, 0], is: DENIED },
      { from: 'fn0', to: HOST6, is: DENIED },
    ],
  },
  {
    name: 'let out every type of ICMP, each in its family',
    props: {
      changes: {
        ...NAT,
        ...groupRules(
          'Egress',
          { IpProtocol: 'icmp', FromPort: -1, ToPort: -1, CidrIp: '0.0.0.0/0' },
          { IpProtocol: 'icmpv6', FromPort: -1, ToPort: -1, CidrIpv6: '::/0' },
        ),
      },
    },
    steps: [
      { from: 'fn0', to: HOST4, ...ICMP, icmp: [13, 1], is: BY_NAT },
      { from: 'fn0', to: HOST4, protocol: '47', flags: [], is: DENIED },
      { from: 'fn0', to: HOST6, ...ICMPV6, icmp: [130, 1], is: 'eigw' },
      { from: 'fn0', to: HOST6, is: DENIED },
    ],
  },
  {
    name: 'let out to the blocks of a prefix list',
    props: {
      changes: {
        ...NAT,
        Four: list('IPv4', '192.0.2.0/24', `${HOST4}/32`),
        Six: list('IPv6', `${OTHER6}/128`, '2001:db8:9::/48'),
        ...groupRules(
          'Egress',
          { IpProtocol: '-1', DestinationPrefixListId: { Ref: 'Four' } },
          { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, DestinationPrefixListId: { Ref: 'Six' } },
        ),
      },
    },
    steps: [
      { from: 'fn0', to: HOST4, is: BY_NAT },
      { from: 'fn0', to: '192.0.2.9', is: 'no host in internet' },
      { from: 'fn0', to: OTHER4, is: DENIED },
      { from: 'fn0', to: OTHER6, is: 'eigw' },
      { from: 'fn0', to: OTHER6, port: 80, is: DENIED },
      { from: 'fn0', to: HOST6, is: DENIED },
      { from: 'fn0', to: '2001:db8:9::9', is: 'no host in internet' },
    ],
  },
  {
    name: 'let their members in and out, and no other address of the VPC',
    props: {
      changes: {
        ...groupRules('Egress', NOTHING),
        Out: own('Egress', { DestinationSecurityGroupId: { Ref: 'Group' } }),
        In: own('Ingress', {
          IpProtocol: 'tcp',
          FromPort: 443,
          ToPort: 443,
          SourceSecurityGroupId: { Ref: 'Group' },
        }),
      },
    },
    steps: [
      { from: 'fn0', to: FN1.ipv4, is: 'fn1' },
      { from: 'fn1', to: FN0.ipv4, is: 'fn0' },
      { from: 'fn0', to: FN1.ipv6, is: 'fn1' },
      { from: 'fn1', to: FN0.ipv6, is: 'fn0' },
      { from: 'fn0', to: FN1.ipv4, port: 80, is: DENIED },
      { from: 'fn0', to: '10.1.3.5', is: DENIED },
      { from: 'fn0', to: '255.255.255.255', ...ICMP, icmp: [252, 86], is: 'no-route' },
      { from: 'fn0', to: HOST6, is: DENIED },
    ],
    ledger: [
      `fn0 security-group to ${FN1.ipv4} 80: 1`,
      'fn0 security-group to 10.1.3.5 443: 1',
      `fn0 security-group to ${HOST6} 443: 1`,
    ],
  },
  {
    name: 'refuse the members of another group',
    props: {
      changes: {
        ...groupRules('Egress', {
          IpProtocol: '-1',
          DestinationSecurityGroupId: { 'Fn::GetAtt': ['Vpc', 'DefaultSecurityGroup'] },
        }),
      },
    },
    steps: [{ from: 'fn0', to: FN1.ipv4, is: DENIED }],
  },
  {
    name: 'are stateful: what was let out is answered, and what was let in answers',
    props: {
      changes: {
        ...VIA_IGW,
        ...changed('Group', {
          SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIpv6: `${HOST6}/128` }],
          SecurityGroupIngress: [
            { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIpv6: `${HOST6}/128` },
            { IpProtocol: 'udp', FromPort: 53, ToPort: 54, CidrIpv6: '2001:db8:ffff::/48' },
          ],
        }),
      },
    },
    steps: [
      { from: 'fn0', to: HOST6, is: 'igw' },
      { from: 'internet', to: FN0.ipv6, port: 22, is: 'igw fn0' },
      { from: 'internet', to: FN0.ipv6, is: DENIED },
      { link: 'igw', source: OTHER6, destination: FN0.ipv6, port: 22, is: DENIED },
      { link: 'igw', source: OTHER6, destination: FN1.ipv6, port: 54, protocol: 'udp', flags: [], is: 'fn1' },
      {
        link: 'igw',
        source: OTHER6,
        destination: FN1.ipv6,
        port: 55,
        protocol: 'udp',
        flags: [],
        is: DENIED,
      },
      { link: 'igw', source: OTHER6, destination: FN0.ipv6, ...ICMPV6, state: 'related', is: 'fn0' },
      { link: 'fn0', source: FN0.ipv6, destination: OTHER6, ...ICMPV6, state: 'related', is: 'igw' },
      { link: 'fn0', source: FN0.ipv6, destination: OTHER6, ...ICMPV6, is: DENIED },
    ],
  },
  {
    name: 'of one interface let out together what each lets out',
    props: { changes: SECOND },
    steps: [
      { from: 'fn0', to: HOST6, is: 'eigw' },
      { from: 'fn0', to: HOST6, port: 8080, is: DENIED },
      { from: 'fn1', to: HOST6, is: 'eigw' },
      { from: 'fn1', to: HOST6, port: 8080, is: 'eigw' },
    ],
  },
];
