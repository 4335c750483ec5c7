/** Describes which gateways packets crossed and what dropped the others, a line for each destination. Pure. */
import type { Drop, Link } from '../kernel/kernel.ts';
import type { InterfaceLedger } from '../referee/interface-ledger.ts';
import type { Internet } from '../services/internet/internet.ts';
import { isIpv6 } from '../template/cidr.ts';

const GATEWAYS: Readonly<Record<Link, string>> = {
  'egress-only-internet-gateway': 'the egress-only internet gateway',
  'internet-gateway': 'the internet gateway',
  'nat-gateway': 'a NAT gateway',
  'vpc-endpoint': 'a VPC endpoint',
};

/** What became of dropped packets, after "are" or the destination. */
export const REASONS: Readonly<Record<Drop['reason'], string>> = {
  'security-group': 'dropped by the security group',
  'endpoint-security-group': "dropped by the VPC endpoint's security group",
  'block-public-access': 'dropped by VPC Block Public Access',
  'network-acl': 'dropped by a network ACL',
  'port-blocked': 'dropped by AWS, which blocks port 25',
  'no-route': 'dropped: no route',
  'other-network': 'sent by a route to a network that the lab does not have',
  'no-public-address': 'dropped at the gateway to the internet: no public address',
  fault: 'lost on the internet',
};

export function describeTraffic({ flows, drops }: InterfaceLedger, internet: Internet): string[] {
  const peer = ({ peerAddress, peerPort }: { peerAddress: string; peerPort: number }) =>
    `${hostNameOf(peerAddress, internet)} ${isIpv6(peerAddress) ? `[${peerAddress}]` : peerAddress}:${peerPort}`;
  return [
    ...flows.map(
      (flow) =>
        `${peer(flow)} over ${GATEWAYS[flow.link]}: ${flow.packetsOut} packets out, ${flow.packetsIn} in`,
    ),
    ...drops.map((drop) => `${peer(drop)} ${REASONS[drop.reason]}: ${drop.packets} packets`),
  ];
}

function hostNameOf(address: string, internet: Internet): string {
  return nameAt(address, internet) ?? 'unknown host';
}

/** Null for an address that is not a host's. */
export function nameAt(address: string, { hosts }: Internet): string | null {
  return hosts.find(({ ipv4, ipv6 }) => [...ipv4, ...ipv6].includes(address))?.name ?? null;
}
