/** What gateways do to packets: NAT, NAT64, VPC Block Public Access, VPC endpoints. */
import { blockPublicAccess, exclusion } from '../../fixtures/block-public-access.ts';
import { changed } from '../../fixtures/dual-stack-template.ts';
import { gatewayEndpoint, interfaceEndpoint, S3 } from '../../fixtures/vpc-endpoint.ts';
import {
  BY_NAT,
  BY_NAT64,
  type Changes,
  FN0,
  FN1,
  groupRules,
  HOST4,
  HOST6,
  HOST64,
  IN_PUBLIC,
  NAT,
  NAT_ADDRESS,
  NAT64,
  NAT64_ADDRESS,
  OTHER4,
  OTHER6,
  route,
  VIA_IGW,
} from '../reading/lab-case.ts';
import type { Scenario } from './scenario.ts';

const EVERYTHING = [
  { IpProtocol: '-1', CidrIp: '0.0.0.0/0' },
  { IpProtocol: '-1', CidrIpv6: '::/0' },
];

const { SubnetId: _, ...NAT_PROPERTIES } = NAT.Nat?.Properties ?? {};
const REGIONAL: Changes = {
  ...NAT,
  Nat: {
    Type: 'AWS::EC2::NatGateway',
    Properties: { ...NAT_PROPERTIES, AvailabilityMode: 'regional', VpcId: { Ref: 'Vpc' } },
  },
};
const natIn = (subnet: string): Changes => ({
  ...NAT,
  Nat: { Type: 'AWS::EC2::NatGateway', Properties: { ...NAT_PROPERTIES, SubnetId: { Ref: subnet } } },
});

/** A table of its own for PrivateB, with a second NAT gateway. */
const TWO_NATS: Changes = {
  ...NAT,
  SecondEip: { Type: 'AWS::EC2::EIP' },
  SecondNat: {
    Type: 'AWS::EC2::NatGateway',
    Properties: {
      SubnetId: { Ref: 'PublicA' },
      AllocationId: { 'Fn::GetAtt': ['SecondEip', 'AllocationId'] },
    },
  },
  SecondTable: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: { Ref: 'Vpc' } } },
  ...changed('PrivateBAssociation', { RouteTableId: { Ref: 'SecondTable' } }),
  SecondRoute: route(
    { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: { Ref: 'SecondNat' } },
    'SecondTable',
  ),
};
const IPV6_ONLY = changed('PrivateA', { CidrBlock: undefined, Ipv6Native: true, EnableDns64: true });
const ANSWER = { state: 'established', direction: 'reply', flags: ['syn', 'ack'] } as const;
const IPV4_BY_IGW = { Ipv4Route: route({ DestinationCidrBlock: '0.0.0.0/0', GatewayId: { Ref: 'Igw' } }) };

const nat: readonly Scenario[] = [
  {
    name: 'a NAT gateway carries IPv4 under its own address, and lets nothing in',
    props: { changes: NAT },
    steps: [
      { from: 'fn0', to: HOST4, is: BY_NAT },
      { from: 'fn1', to: OTHER4, is: BY_NAT },
      { from: 'fn0', to: HOST6, is: 'eigw' },
      { from: 'fn0', to: '10.1.2.77', is: 'no-route' },
      { from: 'internet', to: NAT_ADDRESS, is: 'dropped in gateways' },
      { link: 'nat', source: HOST4, destination: FN0.ipv4, is: 'dropped in gateways' },
      { link: 'nat', source: HOST4, destination: FN0.ipv4, state: 'related', is: 'dropped in gateways' },
      { link: 'nat', source: HOST4, destination: FN0.ipv4, ...ANSWER, is: 'fn0' },
      { link: 'nat', source: HOST6, destination: FN0.ipv6, is: 'dropped in gateways' },
    ],
    ledger: [
      `fn0 by egress-only-internet-gateway to ${HOST6} 443: 1 out, 1 in, 1 handshakes`,
      `fn0 by nat-gateway to ${HOST4} 443: 1 out, 1 in, 1 handshakes`,
      `fn1 by nat-gateway to ${OTHER4} 443: 1 out, 1 in, 1 handshakes`,
      `fn0 by nat-gateway to ${HOST4} 50000: 0 out, 1 in, 1 handshakes`,
      'fn0 no-route to 10.1.2.77 443: 1',
      'fn0: 1 refused, 0 arrived',
    ],
  },
  {
    name: 'no gateway to the internet carries mail, over either family',
    props: { changes: { ...NAT, ...groupRules('Egress', ...EVERYTHING) } },
    steps: [
      { from: 'fn0', to: HOST4, port: 25, is: 'port-blocked' },
      { from: 'fn1', to: HOST6, port: 25, is: 'port-blocked' },
      { from: 'fn0', to: HOST4, port: 587, is: BY_NAT },
      { from: 'fn1', to: HOST6, port: 26, is: 'eigw' },
    ],
    ledger: [
      `fn1 by egress-only-internet-gateway to ${HOST6} 26: 1 out, 1 in, 1 handshakes`,
      `fn0 by nat-gateway to ${HOST4} 587: 1 out, 1 in, 1 handshakes`,
      `fn0 port-blocked to ${HOST4} 25: 1`,
      `fn1 port-blocked to ${HOST6} 25: 1`,
    ],
  },
  {
    name: 'an ordinary internet gateway does not either',
    props: { changes: { ...VIA_IGW, ...groupRules('Egress', ...EVERYTHING) } },
    steps: [
      { from: 'fn0', to: HOST6, port: 25, is: 'port-blocked' },
      { from: 'fn0', to: HOST6, port: 465, is: 'igw' },
    ],
  },
  {
    name: 'a NAT gateway without a route to an internet gateway carries nothing',
    props: { changes: natIn('PrivateB') },
    steps: [{ from: 'fn0', to: HOST4, is: 'no-route' }],
  },
  {
    name: 'an IPv6 route to the internet gateway is not enough for a NAT gateway',
    props: {
      changes: {
        ...NAT,
        PublicRoute: route({ DestinationIpv6CidrBlock: '::/0', GatewayId: { Ref: 'Igw' } }, 'PublicTable'),
      },
    },
    steps: [{ from: 'fn0', to: HOST4, is: 'no-route' }],
  },
  {
    name: 'a regional NAT gateway needs an internet gateway, and no public subnet',
    props: { changes: { ...REGIONAL, PublicRoute: undefined } },
    steps: [{ from: 'fn0', to: HOST4, is: BY_NAT }],
  },
  {
    name: 'and carries nothing without one',
    props: { changes: { ...REGIONAL, PublicRoute: undefined, IgwAttachment: undefined } },
    steps: [{ from: 'fn0', to: HOST4, is: 'no-route' }],
  },
  {
    name: 'of two NAT gateways each has its own link and address',
    props: { changes: TWO_NATS },
    steps: [
      { from: 'fn0', to: HOST4, is: BY_NAT },
      { from: 'fn1', to: HOST4, is: 'nat1 as 203.0.113.2' },
      { from: 'fn1', to: HOST6, is: 'no-route' },
    ],
  },
];

const nat64: readonly Scenario[] = [
  {
    name: 'a NAT gateway sends packets on by the routes of its own subnet, the longest prefix first',
    props: {
      changes: {
        ...NAT64,
        PublicLoop: route(
          { DestinationCidrBlock: '198.18.0.3/32', NatGatewayId: { Ref: 'Nat' } },
          'PublicTable',
        ),
        PublicPeer: route(
          { DestinationCidrBlock: `${OTHER4}/32`, VpcPeeringConnectionId: 'pcx-1' },
          'PublicTable',
        ),
      },
    },
    steps: [
      { from: 'fn0', to: HOST4, is: BY_NAT },
      { from: 'fn0', to: OTHER4, is: 'other-network' },
      { from: 'fn0', to: HOST64, is: BY_NAT64 },
      { from: 'fn0', to: '64:ff9b::c612:2', is: 'other-network' },
      { from: 'fn0', to: '198.18.0.3', is: 'no-route' },
      { from: 'fn0', to: '64:ff9b::c612:3', is: 'no-route' },
    ],
  },
  {
    name: 'and a NAT gateway whose subnet has a way to one host only gets to that one',
    props: {
      changes: {
        ...NAT64,
        PublicRoute: route({ DestinationCidrBlock: `${HOST4}/32`, GatewayId: { Ref: 'Igw' } }, 'PublicTable'),
      },
    },
    steps: [
      { from: 'fn0', to: HOST4, is: BY_NAT },
      { from: 'fn0', to: OTHER4, is: 'no-route' },
      { from: 'fn0', to: HOST64, is: BY_NAT64 },
      { from: 'fn0', to: '64:ff9b::c612:2', is: 'no-route' },
    ],
  },
  {
    name: 'NAT64 carries the IPv6 forms of IPv4 addresses',
    props: { changes: { ...IPV6_ONLY, ...NAT64 } },
    steps: [
      { from: 'fn0', to: HOST64, is: BY_NAT64 },
      { from: 'fn0', to: HOST6, is: 'eigw' },
      { from: 'fn0', to: HOST4, is: 'unreachable' },
      { from: 'fn0', to: 'fd00:ec2::253', port: 53, is: 'resolver' },
      { from: 'fn1', to: HOST4, is: BY_NAT },
      { link: 'nat', source: HOST64, destination: NAT64_ADDRESS, is: 'dropped in gateways' },
    ],
    ledger: [
      `fn0 by egress-only-internet-gateway to ${HOST6} 443: 1 out, 1 in, 1 handshakes`,
      `fn1 by nat-gateway to ${HOST4} 443: 1 out, 1 in, 1 handshakes`,
      `fn0 by nat-gateway to ${HOST64} 443: 1 out, 1 in, 1 handshakes`,
    ],
  },
  {
    name: 'those addresses are lost beyond every other gateway',
    props: {
      changes: {
        ...NAT64,
        Nat64Route: route({ DestinationIpv6CidrBlock: '64:ff9b::c612:0/112', NatGatewayId: { Ref: 'Nat' } }),
      },
    },
    steps: [
      { from: 'fn0', to: HOST64, is: BY_NAT64 },
      { from: 'fn0', to: '64:ff9b::c000:201', is: 'dropped in nat64_beyond' },
    ],
    ledger: [
      'fn0 by egress-only-internet-gateway to 64:ff9b::c000:201 443: 1 out, 0 in, 0 handshakes',
      `fn0 by nat-gateway to ${HOST64} 443: 1 out, 1 in, 1 handshakes`,
    ],
  },
  {
    name: 'and beyond an internet gateway',
    props: { changes: { ...NAT64, ...IN_PUBLIC } },
    steps: [
      { from: 'fn0', to: HOST64, is: 'dropped in nat64_beyond' },
      { from: 'fn0', to: HOST6, is: 'igw' },
      { from: 'fn1', to: HOST64, is: BY_NAT64 },
    ],
  },
  {
    name: 'without a route to a NAT gateway no host has those addresses',
    props: { changes: NAT },
    steps: [{ from: 'fn0', to: HOST64, is: 'dropped in nat64_beyond' }],
  },
  {
    name: 'nor where the route leads to another kind of gateway',
    props: {
      changes: {
        ...NAT,
        Nat64Route: route({
          DestinationIpv6CidrBlock: '64:ff9b::/96',
          EgressOnlyInternetGatewayId: { Ref: 'Eigw' },
        }),
      },
    },
    steps: [
      { from: 'fn0', to: HOST64, is: 'dropped in nat64_beyond' },
      { from: 'fn0', to: HOST4, is: BY_NAT },
    ],
  },
  {
    name: 'nor with a NAT gateway that does not work',
    props: { changes: { ...NAT64, ...natIn('PrivateB') } },
    steps: [
      { from: 'fn0', to: HOST64, is: 'no-route' },
      { from: 'fn0', to: HOST4, is: 'no-route' },
    ],
  },
];

const BOTH_WAYS = blockPublicAccess('block-bidirectional');
const INWARD = blockPublicAccess('block-ingress');
const DIALLED = changed('Group', { SecurityGroupIngress: [{ IpProtocol: '-1', CidrIpv6: '::/0' }] });
const only = (mode: string, subnet: string) => exclusion(mode, { SubnetId: { Ref: subnet } });

const publicAccess: readonly Scenario[] = [
  {
    name: 'Block Public Access in both directions stops every gateway',
    props: { changes: { ...NAT, ...BOTH_WAYS } },
    steps: [
      { from: 'fn0', to: HOST6, is: 'block-public-access' },
      { from: 'fn1', to: HOST6, is: 'block-public-access' },
      { from: 'fn0', to: HOST4, is: 'block-public-access' },
      { from: 'fn0', to: '10.1.0.2', port: 53, is: 'resolver' },
      { from: 'internet', to: FN0.ipv6, is: 'dropped in gateways' },
    ],
    ledger: [
      `fn0 block-public-access to ${HOST4} 443: 1`,
      `fn0 block-public-access to ${HOST6} 443: 1`,
      `fn1 block-public-access to ${HOST6} 443: 1`,
      'fn0: 1 refused, 0 arrived',
    ],
  },
  {
    name: 'of ingress leaves NAT and egress-only gateways',
    props: { changes: { ...NAT, ...INWARD } },
    steps: [
      { from: 'fn0', to: HOST6, is: 'eigw' },
      { from: 'fn0', to: HOST4, is: BY_NAT },
    ],
  },
  {
    name: 'of ingress stops internet gateways in both directions',
    props: { changes: { ...VIA_IGW, ...IPV4_BY_IGW, ...DIALLED, ...INWARD } },
    steps: [
      { from: 'fn0', to: HOST6, is: 'block-public-access' },
      { from: 'fn1', to: HOST6, is: 'block-public-access' },
      { from: 'fn0', to: HOST4, is: 'block-public-access' },
      { from: 'internet', to: FN0.ipv6, is: 'block-public-access' },
      { link: 'igw', source: HOST4, destination: FN0.ipv4, is: 'block-public-access' },
      { link: 'igw', source: HOST6, destination: FN0.ipv6, ...ANSWER, is: 'fn0' },
    ],
  },
  {
    name: 'in both directions stops internet gateways, except for a subnet that may send',
    props: { changes: { ...VIA_IGW, ...DIALLED, ...BOTH_WAYS, ...only('allow-egress', 'PrivateA') } },
    steps: [
      { from: 'fn0', to: HOST6, is: 'igw' },
      { from: 'internet', to: FN0.ipv6, is: 'block-public-access' },
      { from: 'fn1', to: HOST6, is: 'block-public-access' },
      { from: 'internet', to: FN1.ipv6, is: 'block-public-access' },
    ],
  },
  {
    name: 'leaves everything to an excluded subnet',
    props: { changes: { ...VIA_IGW, ...DIALLED, ...BOTH_WAYS, ...only('allow-bidirectional', 'PrivateB') } },
    steps: [
      { from: 'fn1', to: HOST6, is: 'igw' },
      { from: 'internet', to: FN1.ipv6, is: 'igw fn1' },
      { from: 'fn0', to: HOST6, is: 'block-public-access' },
    ],
  },
  {
    name: 'counts a NAT gateway’s packets as those of its subnet',
    props: { changes: { ...NAT, ...BOTH_WAYS, ...only('allow-egress', 'PublicA') } },
    steps: [
      { from: 'fn0', to: HOST4, is: BY_NAT },
      { from: 'fn0', to: HOST6, is: 'block-public-access' },
    ],
  },
  {
    name: 'does not stop a regional NAT gateway, which has no subnet',
    props: { changes: { ...REGIONAL, ...BOTH_WAYS } },
    steps: [{ from: 'fn0', to: HOST4, is: BY_NAT }],
  },
  {
    name: 'does not apply to endpoints',
    props: { changes: { ...BOTH_WAYS, S3: gatewayEndpoint() }, serviceAddresses: { [S3]: [HOST4] } },
    steps: [
      { from: 'fn0', to: HOST4, is: 'vpce' },
      { from: 'fn0', to: HOST6, is: 'block-public-access' },
    ],
  },
];

const ENDPOINT4 = ['10.1.2.254', '10.1.3.254'] as const;
const ENDPOINT6 = ['2001:db8:1234:1a02::e000', '2001:db8:1234:1a03::e000'] as const;
const DUAL_STACK = { IpAddressType: 'dualstack' };

const endpoints: readonly Scenario[] = [
  {
    name: 'a gateway endpoint takes its service’s addresses out of its route tables',
    props: { changes: { S3: gatewayEndpoint() }, serviceAddresses: { [S3]: [HOST4, HOST6] } },
    steps: [
      { from: 'fn0', to: HOST4, is: 'vpce' },
      { from: 'fn1', to: HOST4, is: 'vpce' },
      { from: 'fn0', to: OTHER4, is: 'no-route' },
      { from: 'fn0', to: HOST6, is: 'eigw' },
      { link: 'vpce', source: HOST4, destination: FN0.ipv4, is: 'dropped in gateways' },
      { link: 'vpce', source: HOST4, destination: FN0.ipv4, state: 'related', is: 'fn0' },
    ],
    ledger: [
      `fn0 by egress-only-internet-gateway to ${HOST6} 443: 1 out, 1 in, 1 handshakes`,
      `fn0 by vpc-endpoint to ${HOST4} 443: 1 out, 1 in, 1 handshakes`,
      `fn1 by vpc-endpoint to ${HOST4} 443: 1 out, 1 in, 1 handshakes`,
      `fn0 by vpc-endpoint to ${HOST4} 50000: 0 out, 1 in, 0 handshakes`,
      `fn0 no-route to ${OTHER4} 443: 1`,
    ],
  },
  {
    name: 'a dual-stack gateway endpoint takes IPv6 too, and the answers come back by it',
    props: {
      changes: {
        S3: gatewayEndpoint(DUAL_STACK),
        Inner: route({ DestinationIpv6CidrBlock: '2001:db8:ffff::/64', GatewayId: { Ref: 'Igw' } }),
      },
      serviceAddresses: { [S3]: [HOST4, HOST6] },
    },
    steps: [
      { from: 'fn0', to: HOST4, is: 'vpce' },
      { from: 'fn0', to: HOST6, is: 'vpce' },
      { from: 'fn1', to: HOST6, is: 'vpce' },
      { from: 'fn0', to: OTHER6, is: 'igw' },
    ],
  },
  {
    name: 'a gateway endpoint of another table takes nothing',
    props: {
      changes: { S3: gatewayEndpoint({ RouteTableIds: [{ Ref: 'PublicTable' }], ...DUAL_STACK }) },
      serviceAddresses: { [S3]: [HOST4, HOST6] },
    },
    steps: [
      { from: 'fn0', to: HOST4, is: 'no-route' },
      { from: 'fn0', to: HOST6, is: 'eigw' },
    ],
  },
  {
    name: 'an interface endpoint is reached in its subnets, by what its security groups let in',
    props: { changes: interfaceEndpoint() },
    steps: [
      ...ENDPOINT4.map((to) => ({ from: 'fn0', to, port: 80, is: 'vpce' })),
      ...ENDPOINT4.map((to) => ({ from: 'fn1', to, port: 80, is: 'vpce' })),
      ...ENDPOINT4.map((to) => ({ from: 'fn0', to, is: 'endpoint-security-group' })),
      ...ENDPOINT6.map((to) => ({ from: 'fn0', to, port: 80, is: 'no-route' })),
      { from: 'fn0', to: HOST6, is: 'eigw' },
      { link: 'vpce', source: ENDPOINT4[0], destination: FN0.ipv4, is: 'dropped in gateways' },
      { link: 'fn0', source: FN0.ipv4, destination: ENDPOINT4[0], port: 9, state: 'established', is: 'vpce' },
      { link: 'fn0', source: FN0.ipv4, destination: ENDPOINT4[1], port: 9, state: 'related', is: 'vpce' },
    ],
  },
  {
    name: 'a dual-stack interface endpoint has IPv6 addresses, whose answers take no gateway',
    props: { changes: interfaceEndpoint(DUAL_STACK) },
    steps: [
      ...ENDPOINT4.map((to) => ({ from: 'fn0', to, port: 80, is: 'vpce' })),
      ...ENDPOINT6.map((to) => ({ from: 'fn0', to, port: 80, is: 'vpce' })),
      ...ENDPOINT6.map((to) => ({ from: 'fn1', to, is: 'endpoint-security-group' })),
      { from: 'fn0', to: HOST6, is: 'eigw' },
    ],
  },
  {
    name: 'an interface endpoint with the VPC’s default group admits that group only',
    props: { changes: interfaceEndpoint({ SecurityGroupIds: undefined }) },
    steps: [{ from: 'fn0', to: ENDPOINT4[0], port: 80, is: 'endpoint-security-group' }],
    ledger: [`fn0 endpoint-security-group to ${ENDPOINT4[0]} 80: 1`],
  },
];

export const gateways = { nat, nat64, publicAccess, endpoints };
