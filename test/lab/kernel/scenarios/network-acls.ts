/** Network ACLs: stateless, by the order of their rules, at the border of each subnet, in both directions. */
import { changed } from '../../fixtures/dual-stack-template.ts';
import { acl } from '../../fixtures/network-acl.ts';
import { interfaceEndpoint } from '../../fixtures/vpc-endpoint.ts';
import {
  BY_NAT,
  BY_NAT64,
  type Changes,
  FN1,
  groupRules,
  HOST4,
  HOST6,
  HOST64,
  IN_PUBLIC,
  NAT,
  NAT64,
  OTHER4,
  OTHER6,
  route,
} from '../reading/lab-case.ts';
import type { Scenario } from './scenario.ts';

const DENIED = 'network-acl';
const NO_ANSWER = 'answer: network-acl';
const V4 = { CidrBlock: '0.0.0.0/0' };
const V6 = { Ipv6CidrBlock: '::/0' };
const all = (RuleNumber: number, Egress: boolean, block: object) => ({
  RuleNumber,
  Egress,
  Protocol: -1,
  ...block,
});
const EVERYTHING4 = [all(900, true, V4), all(900, false, V4)];
const EVERYTHING6 = [all(901, true, V6), all(901, false, V6)];
const OPEN: Changes = groupRules(
  'Egress',
  { IpProtocol: '-1', CidrIp: '0.0.0.0/0' },
  { IpProtocol: '-1', CidrIpv6: '::/0' },
);
const LET_IN = changed('Group', {
  SecurityGroupEgress: [
    { IpProtocol: '-1', CidrIp: '0.0.0.0/0' },
    { IpProtocol: '-1', CidrIpv6: '::/0' },
  ],
  SecurityGroupIngress: [
    { IpProtocol: '-1', CidrIp: '10.1.0.0/16' },
    { IpProtocol: '-1', CidrIpv6: '::/0' },
  ],
});
const port = (From: number, To: number, of: object) => ({ Protocol: 6, PortRange: { From, To }, ...of });
const HTTPS_OUT = port(443, 443, { RuleNumber: 100, Egress: true, ...V6 });
const EPHEMERAL_IN = port(32768, 60999, { RuleNumber: 100, ...V6 });
const NAT_SUBNET = 'PublicA';

/** fn1 in the subnet of fn0. */
const TOGETHER = changed('ProbeB', {
  VpcConfig: {
    Ipv6AllowedForDualStack: true,
    SubnetIds: [{ Ref: 'PrivateA' }],
    SecurityGroupIds: [{ Ref: 'Group' }],
  },
});

export const networkAcls: readonly Scenario[] = [
  {
    name: 'let out and in what they allow, and no other port',
    props: { changes: { ...OPEN, ...acl([HTTPS_OUT, EPHEMERAL_IN]) } },
    steps: [
      { from: 'fn0', to: HOST6, is: 'eigw' },
      { from: 'fn0', to: HOST6, port: 444, is: DENIED },
      { from: 'fn0', to: HOST6, protocol: 'udp', flags: [], is: DENIED },
      { from: 'fn0', to: HOST6, sourcePort: 32767, is: NO_ANSWER },
      { from: 'fn0', to: HOST6, sourcePort: 32768, is: 'eigw' },
      { from: 'fn0', to: HOST6, sourcePort: 60999, is: 'eigw' },
      { from: 'fn0', to: HOST6, sourcePort: 61000, is: NO_ANSWER },
      { from: 'fn1', to: HOST6, port: 444, is: 'eigw' },
    ],
    ledger: [
      `fn0 by egress-only-internet-gateway to ${HOST6} 443: 5 out, 3 in, 3 handshakes`,
      `fn1 by egress-only-internet-gateway to ${HOST6} 444: 1 out, 1 in, 1 handshakes`,
      `fn0 network-acl to ${HOST6} 444: 1`,
      `fn0 network-acl to ${HOST6} 443: 3`,
    ],
  },
  {
    name: 'let nothing out without an entry, and no answer in',
    props: { changes: { ...OPEN, ...acl([HTTPS_OUT]) } },
    steps: [
      { from: 'fn0', to: HOST6, is: NO_ANSWER },
      { from: 'fn0', to: HOST6, port: 80, is: DENIED },
    ],
  },
  {
    name: 'allow answers in, and nothing out',
    props: { changes: { ...OPEN, ...acl([EPHEMERAL_IN]) } },
    steps: [
      { from: 'fn0', to: HOST6, is: DENIED },
      {
        link: 'eigw',
        source: HOST6,
        destination: '2001:db8:1234:1a02::4',
        port: 50_000,
        state: 'established',
        is: 'fn0',
      },
    ],
  },
  {
    name: 'decide by the first entry that matches, in the order of the numbers',
    props: {
      changes: {
        ...OPEN,
        ...NAT,
        ...acl([
          ...EVERYTHING4,
          ...EVERYTHING6,
          all(10, true, { RuleAction: 'deny', Ipv6CidrBlock: `${HOST6}/128` }),
          all(20, true, { Ipv6CidrBlock: `${HOST6}/128` }),
          all(10, false, { RuleAction: 'deny', CidrBlock: `${HOST4}/32` }),
          all(5, true, { CidrBlock: `${OTHER4}/32` }),
          all(6, true, { RuleAction: 'deny', CidrBlock: `${OTHER4}/32` }),
        ]),
      },
    },
    steps: [
      { from: 'fn0', to: HOST6, is: DENIED },
      { from: 'fn0', to: OTHER6, is: 'eigw' },
      { from: 'fn0', to: HOST4, is: NO_ANSWER },
      { from: 'fn0', to: OTHER4, is: BY_NAT },
      { from: 'fn1', to: HOST6, is: 'eigw' },
    ],
  },
  {
    name: 'know protocols by number, and the types of ICMP',
    props: {
      changes: {
        ...OPEN,
        ...acl([
          { RuleNumber: 10, Egress: true, Protocol: 47, ...V6 },
          { RuleNumber: 20, Egress: true, Protocol: 58, Icmp: { Type: 128, Code: -1 }, ...V6 },
          { RuleNumber: 30, Egress: true, Protocol: 17, PortRange: { From: 53, To: 53 }, ...V6 },
          all(10, false, V6),
        ]),
      },
    },
    steps: [
      { from: 'fn0', to: HOST6, protocol: '47', flags: [], is: 'eigw' },
      { from: 'fn0', to: HOST6, protocol: '50', flags: [], is: DENIED },
      { from: 'fn0', to: HOST6, protocol: 'ipv6-icmp', icmp: [128, 0], flags: [], is: 'eigw' },
      { from: 'fn0', to: HOST6, protocol: 'ipv6-icmp', icmp: [129, 0], flags: [], is: DENIED },
      { from: 'fn0', to: HOST6, protocol: 'udp', port: 53, flags: [], is: 'eigw' },
      { from: 'fn0', to: HOST6, is: DENIED },
    ],
  },
  {
    name: 'of both subnets decide about packets between them',
    props: { changes: { ...LET_IN, ...acl([...EVERYTHING4, all(901, true, V6)], 'PrivateB') } },
    steps: [
      { from: 'fn0', to: FN1.ipv4, is: 'fn1' },
      { from: 'fn0', to: FN1.ipv6, is: DENIED },
      { from: 'fn1', to: '2001:db8:1234:1a02::4', is: NO_ANSWER },
    ],
    ledger: [`fn0 network-acl to ${FN1.ipv6} 443: 1`, 'fn1 network-acl to 2001:db8:1234:1a02::4 443: 1'],
  },
  {
    name: 'do not filter inside one subnet, nor the resolver',
    props: { changes: { ...LET_IN, ...TOGETHER, ...acl([]) } },
    steps: [
      { from: 'fn0', to: '10.1.2.5', is: 'fn1' },
      { from: 'fn0', to: '2001:db8:1234:1a02::5', is: 'fn1' },
      { from: 'fn0', to: '10.1.0.2', port: 53, is: 'resolver' },
      { from: 'fn0', to: 'fd00:ec2::253', port: 53, is: 'resolver' },
      { from: 'fn0', to: HOST6, is: DENIED },
    ],
  },
  {
    name: 'of an endpoint’s subnet filter what is sent to it',
    props: { changes: { ...interfaceEndpoint(), ...acl([], 'PrivateB') } },
    steps: [
      { from: 'fn0', to: '10.1.2.254', port: 80, is: 'vpce' },
      { from: 'fn0', to: '10.1.3.254', port: 80, is: DENIED },
      { from: 'fn1', to: '10.1.3.254', port: 80, is: 'vpce' },
      { from: 'fn1', to: '10.1.2.254', port: 80, is: DENIED },
    ],
  },
  ...[true, false].flatMap((Egress): Scenario[] => [
    {
      name: `of a NAT gateway’s subnet need both directions: with ${Egress ? 'egress' : 'ingress'} only`,
      props: { changes: { ...NAT, ...acl([all(1, Egress, V4)], NAT_SUBNET) } },
      steps: [
        { from: 'fn0', to: HOST4, is: DENIED },
        { from: 'fn0', to: HOST6, is: 'eigw' },
      ],
    },
    {
      name: `of a NAT gateway’s subnet deny by the far host: ${Egress ? 'on the way out' : 'on the way back'}`,
      props: {
        changes: {
          ...NAT,
          ...acl(
            [...EVERYTHING4, all(1, Egress, { RuleAction: 'deny', CidrBlock: `${HOST4}/32` })],
            NAT_SUBNET,
          ),
        },
      },
      steps: [
        { from: 'fn0', to: HOST4, is: Egress ? DENIED : NO_ANSWER },
        { from: 'fn0', to: OTHER4, is: BY_NAT },
      ],
    },
    {
      name: `of a NAT gateway’s subnet deny by the function: ${Egress ? 'on the way back' : 'on the way out'}`,
      props: {
        changes: {
          ...NAT,
          ...acl(
            [...EVERYTHING4, all(1, Egress, { RuleAction: 'deny', CidrBlock: '10.1.2.0/24' })],
            NAT_SUBNET,
          ),
        },
      },
      steps: [
        { from: 'fn0', to: HOST4, is: Egress ? NO_ANSWER : DENIED },
        { from: 'fn1', to: HOST4, is: BY_NAT },
      ],
    },
  ]),
  {
    name: 'of a NAT gateway in the function’s own subnet filter only what lies outside it',
    props: {
      changes: {
        ...NAT,
        ...changed('ProbeA', {
          VpcConfig: { SubnetIds: [{ Ref: 'PublicA' }], SecurityGroupIds: [{ Ref: 'Group' }] },
        }),
        NatFromPublic: {
          Type: 'AWS::EC2::Route',
          Properties: {
            RouteTableId: { Ref: 'PublicTable' },
            DestinationCidrBlock: `${HOST4}/32`,
            NatGatewayId: { Ref: 'Nat' },
          },
        },
        ...acl(
          [all(1, true, { CidrBlock: `${HOST4}/32` }), all(1, false, { CidrBlock: `${HOST4}/32` })],
          NAT_SUBNET,
        ),
      },
    },
    steps: [
      // The gateway has the table of its subnet too: it would send the packet to itself.
      { from: 'fn0', to: HOST4, is: 'no-route' },
      { from: 'fn1', to: HOST4, is: DENIED },
    ],
  },
  ...(
    [
      ['both', [...EVERYTHING4, ...EVERYTHING6], BY_NAT64],
      ['IPv6 only', EVERYTHING6, DENIED],
      ['IPv4 only', EVERYTHING4, DENIED],
      ['IPv4 out only', [...EVERYTHING6, all(900, true, V4)], NO_ANSWER],
      ['IPv4 in only', [...EVERYTHING6, all(900, false, V4)], DENIED],
      ['IPv6 in only', [...EVERYTHING4, all(901, false, V6)], NO_ANSWER],
      ['IPv6 out only', [...EVERYTHING4, all(901, true, V6)], DENIED],
      [
        'IPv4 to another host only',
        [...EVERYTHING6, all(1, true, { CidrBlock: `${OTHER4}/32` }), all(1, false, V4)],
        DENIED,
      ],
    ] as const
  ).map(
    ([admitted, entries, is]): Scenario => ({
      name: `of a NAT64 gateway’s subnet need IPv6 inside and IPv4 outside: ${admitted}`,
      props: { changes: { ...NAT64, ...acl(entries, NAT_SUBNET) } },
      steps: [
        { from: 'fn0', to: HOST64, is },
        { from: 'fn0', to: HOST6, is: 'eigw' },
      ],
    }),
  ),
  {
    name: 'of a NAT gateway let in what comes from the VPC, and the answers of one host',
    props: {
      changes: {
        ...NAT,
        ...acl(
          [
            all(1, true, { CidrBlock: '0.0.0.0/0' }),
            all(1, false, { CidrBlock: '10.1.0.0/16' }),
            all(2, false, { CidrBlock: `${HOST4}/32` }),
          ],
          NAT_SUBNET,
        ),
      },
    },
    steps: [
      { from: 'fn0', to: HOST4, is: BY_NAT },
      { from: 'fn0', to: OTHER4, is: `answer: ${DENIED}` },
    ],
  },
  {
    name: 'of a NAT64 gateway in the function’s own subnet see only IPv4 outside',
    props: {
      changes: {
        ...NAT64,
        ...IN_PUBLIC,
        Nat64FromPublic: route(
          { DestinationIpv6CidrBlock: '64:ff9b::/96', NatGatewayId: { Ref: 'Nat' } },
          'PublicTable',
        ),
        ...acl(
          [
            ...EVERYTHING4,
            // The function's own packets to the gateway never leave the subnet; those of fn1 do.
            all(1, true, { Ipv6CidrBlock: '64:ff9b::/96' }),
            all(1, false, { Ipv6CidrBlock: '64:ff9b::/96' }),
          ],
          NAT_SUBNET,
        ),
      },
    },
    steps: [
      { from: 'fn0', to: HOST64, is: BY_NAT64 },
      { from: 'fn1', to: HOST64, is: DENIED },
    ],
  },
  {
    name: 'of a function’s subnet see NAT64’s packets as IPv6',
    props: { changes: { ...NAT64, ...acl(EVERYTHING6) } },
    steps: [
      { from: 'fn0', to: HOST64, is: BY_NAT64 },
      { from: 'fn0', to: HOST4, is: DENIED },
      { from: 'fn1', to: HOST4, is: BY_NAT },
    ],
  },
];
