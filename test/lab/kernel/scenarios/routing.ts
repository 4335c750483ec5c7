/** Where packets are led: the gateways of the template's routes, the way back, the VPC's own addresses. */
import { changed } from '../../fixtures/dual-stack-template.ts';
import {
  BY_NAT,
  FN0,
  FN1,
  groupRules,
  HOST4,
  HOST6,
  IN_PUBLIC,
  NAT,
  OTHER4,
  OTHER6,
  route,
  VIA_IGW,
} from '../reading/lab-case.ts';
import type { Scenario } from './scenario.ts';

const OPEN = groupRules(
  'Ingress',
  { IpProtocol: '-1', CidrIpv6: '::/0' },
  { IpProtocol: '-1', CidrIp: '0.0.0.0/0' },
);
const TO_EIGW = { EgressOnlyInternetGatewayId: { Ref: 'Eigw' } };
const TO_IGW = { GatewayId: { Ref: 'Igw' } };
const RESOLVERS = ['10.1.0.2', '169.254.169.253', 'fd00:ec2::253'];
const CLOSED = groupRules('Egress', { IpProtocol: 'tcp', FromPort: 1, ToPort: 1, CidrIp: '192.0.2.1/32' });

/** The functions without the variable that names the egress-only gateway. */
const WITHOUT_EIGW = Object.assign(
  {},
  ...['ProbeA', 'ProbeB'].map((logicalId) =>
    changed(logicalId, { Environment: { Variables: { NATLESS_IAM_WITNESS: 'true' } } }),
  ),
);

/** The template names the longer route first, or the shorter one. */
const nested = (inner: object, outer: object, order: 'inner' | 'outer' = 'inner') => {
  const routes = {
    Inner: route({ DestinationIpv6CidrBlock: `${HOST6}/128`, ...inner }),
    Outer: route({ DestinationIpv6CidrBlock: '2001:db8:ffff::/48', ...outer }),
  };
  return order === 'inner' ? routes : { Outer: routes.Outer, Inner: routes.Inner };
};

export const routing: readonly Scenario[] = [
  {
    name: 'a private subnet reaches IPv6 through the egress-only gateway, and IPv4 not at all',
    steps: [
      { from: 'fn0', to: HOST6, is: 'eigw' },
      { from: 'fn0', to: HOST6, is: 'eigw' },
      { from: 'fn1', to: OTHER6, port: 80, is: 'eigw' },
      { from: 'fn0', to: HOST4, is: 'no-route' },
      { from: 'fn1', to: OTHER4, port: 80, is: 'no-route' },
      { from: 'fn0', to: '2001:db8:ffff::9', is: 'no host in internet' },
    ],
    ledger: [
      `fn0 by egress-only-internet-gateway to ${HOST6} 443: 2 out, 2 in, 2 handshakes`,
      `fn1 by egress-only-internet-gateway to ${OTHER6} 80: 1 out, 1 in, 1 handshakes`,
      'fn0 by egress-only-internet-gateway to 2001:db8:ffff::9 443: 1 out, 0 in, 0 handshakes',
      `fn0 no-route to ${HOST4} 443: 1`,
      `fn1 no-route to ${OTHER4} 80: 1`,
    ],
  },
  {
    name: 'the egress-only gateway refuses what comes from the internet, open security groups or not',
    props: { changes: OPEN },
    steps: [
      { from: 'internet', to: FN0.ipv6, is: 'dropped in gateways' },
      { from: 'internet', to: FN1.ipv6, is: 'dropped in gateways' },
      {
        link: 'eigw',
        source: HOST6,
        destination: FN0.ipv6,
        state: 'related',
        protocol: 'ipv6-icmp',
        is: 'fn0',
      },
      { link: 'eigw', source: HOST6, destination: FN0.ipv6, state: 'established', is: 'fn0' },
    ],
    ledger: [
      `fn0 by egress-only-internet-gateway to ${HOST6} 50000: 0 out, 1 in, 0 handshakes`,
      'fn0: 1 refused, 0 arrived',
      'fn1: 1 refused, 0 arrived',
    ],
  },
  {
    name: 'a subnet behind an internet gateway can be dialled, by what its security group lets in',
    props: { changes: { ...VIA_IGW, ...OPEN } },
    steps: [
      { from: 'fn0', to: HOST6, is: 'igw' },
      { from: 'internet', to: FN0.ipv6, is: 'igw fn0' },
      { from: 'internet', to: FN0.ipv6, is: 'igw fn0' },
    ],
    ledger: [
      `fn0 by internet-gateway to ${HOST6} 443: 1 out, 1 in, 1 handshakes`,
      `fn0 by internet-gateway to ${HOST6} 50000: 2 out, 2 in, 0 handshakes`,
      'fn0: 0 refused, 2 arrived',
    ],
  },
  {
    name: 'and by nothing where the security group has no rule',
    props: { changes: VIA_IGW },
    steps: [{ from: 'internet', to: FN0.ipv6, is: 'security-group' }],
    ledger: [],
  },
  {
    name: 'an internet gateway carries no private IPv4 address',
    props: { changes: { Ipv4Route: route({ DestinationCidrBlock: '0.0.0.0/0', ...TO_IGW }) } },
    steps: [
      { from: 'fn0', to: HOST4, is: 'no-public-address' },
      { from: 'fn0', to: HOST6, is: 'eigw' },
    ],
    ledger: [
      `fn0 by egress-only-internet-gateway to ${HOST6} 443: 1 out, 1 in, 1 handshakes`,
      `fn0 no-public-address to ${HOST4} 443: 1`,
    ],
  },
  {
    name: 'no gateway to the internet carries a private IPv6 address',
    props: {
      changes: {
        ...changed('Ipv6Block', { AmazonProvidedIpv6CidrBlock: undefined, Ipv6CidrBlock: 'fd26:1::/56' }),
        Inner: route({ DestinationIpv6CidrBlock: `${HOST6}/128`, ...TO_IGW }),
      },
    },
    steps: [
      { from: 'fn0', to: HOST6, is: 'no-public-address' },
      { from: 'fn1', to: OTHER6, is: 'no-public-address' },
    ],
    ledger: [`fn0 no-public-address to ${HOST6} 443: 1`, `fn1 no-public-address to ${OTHER6} 443: 1`],
  },
  {
    name: 'each subnet has the routes of its own table',
    props: { changes: IN_PUBLIC },
    steps: [
      { from: 'fn0', to: HOST6, is: 'igw' },
      { from: 'fn1', to: HOST6, is: 'eigw' },
      { from: 'fn0', to: HOST4, is: 'no-public-address' },
      { from: 'fn1', to: HOST4, is: 'no-route' },
    ],
  },
  {
    name: 'a more specific route takes its packets, and their answers come back by it',
    props: { changes: nested(TO_IGW, TO_EIGW) },
    steps: [
      { from: 'fn0', to: HOST6, is: 'igw' },
      { from: 'fn1', to: HOST6, is: 'igw' },
      { from: 'fn0', to: OTHER6, is: 'eigw' },
    ],
  },
  {
    name: 'of two nested routes the longer one decides, whichever gateway it leads to',
    props: { changes: nested(TO_EIGW, TO_IGW) },
    steps: [
      { from: 'fn0', to: HOST6, is: 'eigw' },
      { from: 'fn1', to: HOST6, is: 'eigw' },
      { from: 'fn0', to: OTHER6, is: 'igw' },
      { from: 'internet', to: FN0.ipv6, is: 'dropped in gateways' },
    ],
  },
  {
    name: 'whichever of them the template names first',
    props: { changes: nested(TO_EIGW, TO_IGW, 'outer') },
    steps: [
      { from: 'fn0', to: HOST6, is: 'eigw' },
      { from: 'fn0', to: OTHER6, is: 'igw' },
    ],
  },
  {
    name: 'the widest IPv6 route announces the subnet, wherever the template names it',
    props: {
      changes: {
        ...NAT,
        NatRoute: undefined,
        PrivateRoute: route({ DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: { Ref: 'Nat' } }),
        Narrow: route({ DestinationIpv6CidrBlock: `${OTHER6}/128`, ...TO_IGW }),
        Wide: route({ DestinationIpv6CidrBlock: '::/0', ...TO_EIGW }),
      },
    },
    steps: [
      { from: 'fn0', to: HOST6, is: 'eigw' },
      { from: 'fn0', to: OTHER6, is: 'igw' },
      { from: 'fn0', to: HOST4, is: BY_NAT },
    ],
  },
  {
    name: 'a route of one IPv4 host takes no answer of IPv6',
    props: {
      changes: {
        ...NAT,
        NatRoute: route({ DestinationCidrBlock: `${HOST4}/32`, NatGatewayId: { Ref: 'Nat' } }),
      },
    },
    steps: [
      { from: 'fn0', to: HOST4, is: BY_NAT },
      { from: 'fn0', to: OTHER4, is: 'no-route' },
      { from: 'fn0', to: HOST6, is: 'eigw' },
    ],
  },
  {
    name: 'a subnet without IPv6 has IPv4 only, and its neighbour both',
    props: {
      changes: {
        ...NAT,
        ...changed('PrivateA', { Ipv6CidrBlock: undefined }),
        ...nested(TO_IGW, TO_EIGW),
      },
    },
    steps: [
      { from: 'fn0', to: HOST4, is: BY_NAT },
      { from: 'fn0', to: HOST6, is: 'unreachable' },
      { from: 'fn1', to: HOST6, is: 'igw' },
      { from: 'fn1', to: HOST4, is: BY_NAT },
    ],
  },
  {
    name: 'a route of one host leaves the others without a way',
    props: { changes: { PrivateRoute: route({ DestinationIpv6CidrBlock: `${OTHER6}/128`, ...TO_EIGW }) } },
    steps: [
      { from: 'fn0', to: OTHER6, is: 'eigw' },
      { from: 'fn0', to: HOST6, is: 'no-route' },
    ],
  },
  {
    name: 'the block of a subnet without an IPv6 route is announced by the internet gateway',
    props: { changes: { PrivateRoute: undefined, ...OPEN } },
    steps: [
      { from: 'internet', to: FN0.ipv6, is: 'answer: no-route' },
      { from: 'fn0', to: HOST6, is: 'no-route' },
    ],
  },
  {
    name: 'and by the egress-only gateway where there is no internet gateway',
    props: {
      changes: { PrivateRoute: undefined, PublicRoute: undefined, IgwAttachment: undefined, ...OPEN },
    },
    steps: [{ from: 'internet', to: FN0.ipv6, is: 'dropped in gateways' }],
    ledger: ['fn0: 1 refused, 0 arrived'],
  },
  {
    name: 'a VPC without gateways has no way out',
    props: {
      changes: {
        PrivateRoute: undefined,
        PublicRoute: undefined,
        IgwAttachment: undefined,
        Eigw: undefined,
        ...WITHOUT_EIGW,
      },
    },
    steps: [
      { from: 'fn0', to: HOST6, is: 'no-route' },
      { from: 'internet', to: FN0.ipv6, is: 'unreachable' },
      { from: 'fn0', to: '10.1.0.2', port: 53, is: 'resolver' },
    ],
  },
  {
    name: 'a route to another network leaves the lab before the wider routes, and is counted apart',
    props: {
      changes: {
        Peer: route({ DestinationCidrBlock: '10.9.0.0/16', VpcPeeringConnectionId: 'pcx-1' }),
        Transit: route({ DestinationIpv6CidrBlock: 'fd00:9::/32', TransitGatewayId: 'tgw-1' }),
      },
    },
    steps: [
      { from: 'fn0', to: '10.9.9.9', is: 'other-network' },
      { from: 'fn1', to: 'fd00:9::9', is: 'other-network' },
      { from: 'fn0', to: '10.8.9.9', is: 'no-route' },
      { from: 'fn0', to: HOST6, is: 'eigw' },
      {
        link: 'eigw',
        source: HOST6,
        destination: '2001:db8:1234:1a77::1',
        state: 'established',
        is: 'dropped in gateways',
      },
    ],
    ledger: [
      `fn0 by egress-only-internet-gateway to ${HOST6} 443: 1 out, 1 in, 1 handshakes`,
      'fn0 no-route to 10.8.9.9 443: 1',
      'fn0 other-network to 10.9.9.9 443: 1',
      'fn1 other-network to fd00:9::9 443: 1',
    ],
  },
  {
    name: 'a default route to another network leaves the lab too, and the other family is untouched',
    props: {
      changes: {
        Hub: route({ DestinationCidrBlock: '0.0.0.0/0', TransitGatewayId: 'tgw-1' }),
      },
    },
    steps: [
      { from: 'fn0', to: HOST4, is: 'other-network' },
      { from: 'fn0', to: HOST6, is: 'eigw' },
    ],
    ledger: [
      `fn0 by egress-only-internet-gateway to ${HOST6} 443: 1 out, 1 in, 1 handshakes`,
      `fn0 other-network to ${HOST4} 443: 1`,
    ],
  },
  {
    name: 'a default route of IPv6 to another network leaves no way out over it',
    props: {
      changes: {
        PrivateRoute: route({ DestinationIpv6CidrBlock: '::/0', NetworkInterfaceId: 'eni-1' }),
      },
    },
    steps: [
      { from: 'fn0', to: HOST6, is: 'other-network' },
      { from: 'fn0', to: '2001:db8:1234:1a02::77', is: 'no-route' },
    ],
  },
  {
    name: 'functions reach one another by what the security groups let in, and nothing else of the VPC answers',
    props: { changes: OPEN },
    steps: [
      { from: 'fn0', to: FN1.ipv4, is: 'fn1' },
      { from: 'fn1', to: FN0.ipv6, is: 'fn0' },
      { from: 'fn0', to: FN0.ipv4, is: 'itself' },
      { from: 'fn0', to: FN0.ipv6, is: 'itself' },
      { from: 'fn0', to: '10.1.2.77', is: 'no-route' },
      { from: 'fn0', to: '2001:db8:1234:1a02::77', is: 'no-route' },
      { from: 'fn0', to: '10.1.0.1', is: 'no-route' },
    ],
    ledger: [
      'fn0 no-route to 10.1.2.77 443: 1',
      'fn0 no-route to 10.1.0.1 443: 1',
      'fn0 no-route to 2001:db8:1234:1a02::77 443: 1',
    ],
  },
  {
    name: 'the router answers neighbour discovery and nothing else',
    steps: [
      { link: 'fn0', source: 'fe80::2', destination: 'fe80::1', protocol: 'ipv6-icmp', is: 'router' },
      { link: 'fn1', source: 'fe80::2', destination: 'ff02::1', protocol: 'ipv6-icmp', is: 'router' },
      { link: 'fn0', source: 'fe80::2', destination: 'fe80::1', is: 'dropped in own_addresses' },
      { link: 'fn1', source: 'fe80::2', destination: 'fe80::1', is: 'dropped in own_addresses' },
      { link: 'fn1', source: 'fe80::2', destination: 'fe80::1', protocol: 'ipv6-icmp', is: 'router' },
    ],
  },
  {
    name: 'the resolver answers DNS and nothing else, whatever the security groups allow',
    steps: RESOLVERS.flatMap((to) => [
      { from: 'fn0', to, port: 53, is: 'resolver' },
      { from: 'fn1', to, port: 53, protocol: 'udp', flags: [], is: 'resolver' },
      { from: 'fn0', to, is: 'dropped in resolver' },
    ]),
  },
  {
    name: 'the resolver is reached through a security group that lets nothing out, and opens no connection',
    props: { changes: { ...CLOSED } },
    steps: [
      ...RESOLVERS.map((to) => ({ from: 'fn0', to, port: 53, is: 'resolver' })),
      { from: 'fn0', to: HOST6, port: 53, is: 'security-group' },
      { from: 'fn0', to: '192.0.2.1', port: 1, is: 'no-route' },
      { link: 'resolver', source: '10.1.0.2', destination: FN0.ipv4, is: 'dropped in resolver' },
      { link: 'resolver', source: '10.1.0.2', destination: FN0.ipv4, state: 'established', is: 'fn0' },
      { link: 'resolver', source: '10.1.0.2', destination: FN0.ipv4, state: 'related', is: 'fn0' },
      {
        link: 'fn0',
        source: FN0.ipv4,
        destination: '10.1.0.2',
        state: 'related',
        protocol: 'icmp',
        is: 'resolver',
      },
    ],
  },
  {
    name: 'without DNS support there is no resolver',
    props: { changes: changed('Vpc', { EnableDnsSupport: false }) },
    steps: [
      { from: 'fn0', to: '10.1.0.2', port: 80, is: 'no-route' },
      { from: 'fn0', to: '10.1.0.2', port: 53, is: 'security-group' },
      { from: 'fn0', to: HOST6, is: 'eigw' },
    ],
  },
  {
    name: 'a function without an IPv6 address sends over IPv4 only',
    props: { ipv6AllowedForDualStack: false },
    steps: [
      { from: 'fn0', to: HOST6, is: 'unreachable' },
      { from: 'fn0', to: HOST4, is: 'no-route' },
      { from: 'fn0', to: '10.1.0.2', port: 53, is: 'resolver' },
    ],
  },
];
