/** Network ACLs as nftables chains: stateless, at the border of each subnet, in both directions. */
import { isIpv6 } from '../template/cidr.ts';
import type { NetworkAcl, NetworkAclEntry, Subnet } from '../template/model.ts';
import { nat64Block } from '../template/nat64.ts';
import { dropChain } from './accounting.ts';
import { hasNat64 } from './nat64.ts';
import { cidrMatch, protocolMatch } from './security.ts';
import { type GatewayLink, RESOLVER_LINK, type Topology } from './topology.ts';

type Direction = 'ingress' | 'egress';

const DIRECTIONS = ['ingress', 'egress'] as const;

/** Two chains for each ACL: they return what they allow, so that the ACL of the next subnet can still deny it. */
export function networkAclChains(topology: Topology): string[] {
  const chain = (name: string, entries: readonly NetworkAclEntry[], direction: Direction) => [
    `chain ${name} {`,
    ...entries.map((entry) => entryRule(entry, direction)),
    `jump ${dropChain('network-acl')}`,
    '}',
  ];
  return topology.model.networkAcls.flatMap((acl, index) =>
    DIRECTIONS.flatMap((direction) => [
      ...chain(chainName(index, direction), acl[direction], direction),
      ...(hasNat64(topology)
        ? chain(`${chainName(index, direction)}_nat64`, beyondNat64(acl[direction]), direction)
        : []),
    ]),
  );
}

/** Beyond NAT64 packets are IPv4, and only the entries for that family apply. */
function beyondNat64(entries: readonly NetworkAclEntry[]): NetworkAclEntry[] {
  return entries
    .filter(({ cidrBlock }) => !isIpv6(cidrBlock))
    .map((entry) => ({ ...entry, cidrBlock: nat64Block(entry.cidrBlock) }));
}

function entryRule(entry: NetworkAclEntry, direction: Direction): string {
  const peer = cidrMatch(entry.cidrBlock, direction === 'egress' ? 'daddr' : 'saddr');
  const verdict = entry.action === 'allow' ? 'return' : `jump ${dropChain('network-acl')}`;
  return [peer, protocolMatch(entry), verdict].filter((part) => part !== '').join(' ');
}

/**
 * Which packets meet which chain. By address, not by device: traffic inside one subnet meets no chain, and the border of a
 * subnet is the same for every kind of interface in it.
 */
export function networkAclRules(topology: Topology): string[] {
  const { model, gatewayLinks } = topology;
  return [
    // They filter nothing to or from the resolver (VPC User Guide, "Control subnet traffic with network access control lists").
    `iifname "${RESOLVER_LINK}" accept`,
    `oifname "${RESOLVER_LINK}" accept`,
    ...model.subnets.flatMap((subnet) => borderRules(subnet, 'egress', model.networkAcls)),
    ...gatewayLinks.flatMap((link) => natRules(link, topology)),
    ...model.subnets.flatMap((subnet) => borderRules(subnet, 'ingress', model.networkAcls)),
  ];
}

function borderRules(subnet: Subnet, direction: Direction, acls: readonly NetworkAcl[]): string[] {
  const [own, other] = direction === 'egress' ? ['saddr', 'daddr'] : ['daddr', 'saddr'];
  return blocksOf(subnet).map((block) => {
    const ip = isIpv6(block) ? 'ip6' : 'ip';
    return `${ip} ${own} ${block} ${ip} ${other} != ${block} jump ${chainOf(subnet, direction, acls)}`;
  });
}

/**
 * A NAT gateway is in a subnet of its own, which packets enter and leave in both directions. The router sees them before
 * their source is translated, and replies after their destination is: the addresses are the ones that the entries name.
 */
function natRules({ name, gateway }: GatewayLink, topology: Topology): string[] {
  const { model } = topology;
  const subnet = model.subnets.find(({ id }) => id === gateway?.subnetId);
  if (!subnet) return [];
  const jump = (direction: Direction) => `jump ${chainOf(subnet, direction, model.networkAcls)}`;
  const outside4 = (side: 'saddr' | 'daddr') =>
    subnet.ipv4CidrBlock === null ? '' : `ip ${side} != ${subnet.ipv4CidrBlock} `;
  const outside6 = (side: 'saddr' | 'daddr') =>
    subnet.ipv6CidrBlock === null ? '' : `ip6 ${side} != ${subnet.ipv6CidrBlock} `;
  return [
    `oifname "${name}" meta nfproto ipv4 ${outside4('saddr')}${jump('ingress')}`,
    `oifname "${name}" meta nfproto ipv4 ${jump('egress')}`,
    `iifname "${name}" meta nfproto ipv4 ${jump('ingress')}`,
    `iifname "${name}" meta nfproto ipv4 ${outside4('daddr')}${jump('egress')}`,
    ...(hasNat64(topology)
      ? [
          `oifname "${name}" meta nfproto ipv6 ${outside6('saddr')}${jump('ingress')}`,
          `oifname "${name}" meta nfproto ipv6 ${jump('egress')}_nat64`,
          `iifname "${name}" meta nfproto ipv6 ${jump('ingress')}_nat64`,
          `iifname "${name}" meta nfproto ipv6 ${outside6('daddr')}${jump('egress')}`,
        ]
      : []),
  ];
}

function chainOf({ networkAclId }: Subnet, direction: Direction, acls: readonly NetworkAcl[]): string {
  return chainName(
    acls.findIndex(({ id }) => id === networkAclId),
    direction,
  );
}

function chainName(index: number, direction: Direction): string {
  return `acl${index}_${direction}`;
}

function blocksOf({ ipv4CidrBlock, ipv6CidrBlock }: Subnet): string[] {
  return [ipv4CidrBlock, ipv6CidrBlock].filter((block) => block !== null);
}
