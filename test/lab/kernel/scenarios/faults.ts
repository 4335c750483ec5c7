/** Faults between the gateways and the internet: what they stop, and what they leave alone. */
import { changed } from '../../fixtures/dual-stack-template.ts';
import { BY_NAT, FN0, FN1, HOST4, HOST6, NAT, OTHER4, OTHER6, route } from '../reading/lab-case.ts';
import type { Scenario } from './scenario.ts';

const OPEN = changed('Group', {
  SecurityGroupEgress: [
    { IpProtocol: '-1', CidrIp: '0.0.0.0/0' },
    { IpProtocol: '-1', CidrIpv6: '::/0' },
  ],
  SecurityGroupIngress: [{ IpProtocol: '-1', CidrIp: '10.1.0.0/16' }],
});
const UDP = { protocol: 'udp', flags: [] };

export const faults: readonly Scenario[] = [
  {
    name: 'without conditions every packet that leaves through a gateway vanishes',
    props: { changes: { ...OPEN, ...NAT }, faults: [{ kind: 'drop' }] },
    steps: [
      { from: 'fn0', to: HOST6, is: 'fault' },
      { from: 'fn1', to: HOST4, is: 'fault' },
      { from: 'fn0', to: FN1.ipv4, is: 'fn1' },
      { from: 'fn0', to: '10.1.0.2', port: 53, is: 'resolver' },
    ],
    ledger: [`fn1 fault to ${HOST4} 443: 1`, `fn0 fault to ${HOST6} 443: 1`],
  },
  {
    name: 'packets of one family vanish',
    props: { changes: { ...OPEN, ...NAT }, faults: [{ kind: 'drop', family: '4' }] },
    steps: [
      { from: 'fn0', to: HOST6, is: 'eigw' },
      { from: 'fn0', to: HOST4, is: 'fault' },
    ],
  },
  {
    name: 'packets to one port vanish, of TCP and UDP',
    props: { changes: OPEN, faults: [{ kind: 'drop', port: 443, family: '6' }] },
    steps: [
      { from: 'fn0', to: HOST6, is: 'fault' },
      { from: 'fn0', to: HOST6, ...UDP, is: 'fault' },
      { from: 'fn0', to: HOST6, port: 80, is: 'eigw' },
      { from: 'fn0', to: HOST6, protocol: 'ipv6-icmp', flags: [], is: 'eigw' },
    ],
  },
  {
    name: 'packets to one host vanish, in each family',
    props: {
      changes: { ...OPEN, ...NAT },
      faults: [
        { kind: 'drop', peerAddress: HOST4 },
        { kind: 'drop', peerAddress: OTHER6, port: 80 },
      ],
    },
    steps: [
      { from: 'fn0', to: HOST4, is: 'fault' },
      { from: 'fn0', to: OTHER4, is: BY_NAT },
      { from: 'fn0', to: OTHER6, port: 80, is: 'fault' },
      { from: 'fn0', to: OTHER6, is: 'eigw' },
      { from: 'fn0', to: HOST6, port: 80, is: 'eigw' },
    ],
  },
  {
    name: 'packets above a size vanish',
    props: { changes: OPEN, faults: [{ kind: 'drop', largerThan: 1280 }] },
    steps: [
      { from: 'fn0', to: HOST6, length: 1280, is: 'eigw' },
      { from: 'fn0', to: HOST6, length: 1281, is: 'fault' },
    ],
  },
  {
    name: 'the first SYN of each connection is lost, and its retransmission passes',
    props: {
      changes: { ...OPEN, ...NAT },
      faults: [
        { kind: 'lose-first-syn', peerAddress: HOST6 },
        { kind: 'lose-first-syn', peerAddress: HOST4 },
      ],
    },
    steps: [HOST6, HOST4].flatMap((to) => {
      const link = to === HOST6 ? 'eigw' : BY_NAT;
      return [
        { from: 'fn0', to, is: 'fault' },
        { from: 'fn0', to, is: link },
        { from: 'fn0', to, is: link },
        { from: 'fn0', to, sourcePort: 50_001, is: 'fault' },
        { from: 'fn0', to, sourcePort: 50_001, is: link },
        { from: 'fn0', to, port: 80, is: 'fault' },
        { from: 'fn1', to, is: 'fault' },
        { from: 'fn1', to, flags: ['syn', 'ack'], sourcePort: 1, is: link },
        { from: 'fn1', to, flags: ['ack'], sourcePort: 2, is: link },
        { from: 'fn0', to, ...UDP, sourcePort: 3, is: link },
        { from: 'fn0', to: to === HOST6 ? OTHER6 : OTHER4, is: link },
      ];
    }),
  },
  {
    name: 'TCP is reset on a host’s behalf, and counted',
    props: { changes: OPEN, faults: [{ kind: 'reject', with: 'tcp-reset', peerAddress: HOST6 }] },
    steps: [
      { from: 'fn0', to: HOST6, is: 'tcp reset' },
      { from: 'fn0', to: HOST6, ...UDP, is: 'eigw' },
      { from: 'fn0', to: OTHER6, is: 'eigw' },
    ],
  },
  {
    name: 'packets are prohibited on a host’s behalf, in the words of their family',
    props: {
      changes: { ...OPEN, ...NAT },
      faults: [
        { kind: 'reject', with: 'admin-prohibited', peerAddress: HOST6 },
        { kind: 'reject', with: 'admin-prohibited', peerAddress: HOST4 },
      ],
    },
    steps: [
      { from: 'fn0', to: HOST6, is: 'icmpv6 type admin-prohibited' },
      { from: 'fn0', to: HOST6, ...UDP, is: 'icmpv6 type admin-prohibited' },
      { from: 'fn0', to: HOST4, is: 'icmp type admin-prohibited' },
      { from: 'fn0', to: OTHER4, is: BY_NAT },
    ],
    ledger: [
      `fn0 by nat-gateway to ${OTHER4} 443: 1 out, 1 in, 1 handshakes`,
      `fn0 fault to ${HOST4} 443: 1`,
      `fn0 fault to ${HOST6} 443: 2`,
    ],
  },
  {
    name: 'packets to one host take a detour through a process, by whichever link they come',
    props: {
      changes: {
        ...OPEN,
        Igw6: route({ DestinationIpv6CidrBlock: `${HOST6}/128`, GatewayId: { Ref: 'Igw' } }),
      },
      faults: [
        { kind: 'delay', peerAddress: HOST6, milliseconds: 400 },
        { kind: 'delay', peerAddress: '2001:db8:ffff::3', milliseconds: 400 },
      ],
    },
    steps: [
      { from: 'fn0', to: HOST6, is: 'by late-out' },
      { from: 'fn0', to: '2001:db8:ffff::3', is: 'by late-out' },
      { from: 'fn0', to: OTHER6, is: 'eigw' },
      { from: 'internet', to: FN0.ipv6, is: 'security-group' },
    ],
    ledger: [
      `fn0 by egress-only-internet-gateway to 2001:db8:ffff::3 443: 1 out, 0 in, 0 handshakes`,
      `fn0 by egress-only-internet-gateway to ${OTHER6} 443: 1 out, 1 in, 1 handshakes`,
      `fn0 by internet-gateway to ${HOST6} 443: 1 out, 0 in, 0 handshakes`,
    ],
  },
];
