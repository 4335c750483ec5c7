/** Network ACLs as nftables chains: stateless, at the border of each subnet, in both directions. */
import type { NetworkAcl, NetworkAclEntry, Subnet } from '../template/model.ts';
import { dropChain } from './accounting.ts';
import { cidrMatch, protocolMatch } from './security.ts';
import { type GatewayLink, isIpv6, type Topology } from './topology.ts';

type Direction = 'ingress' | 'egress';

const DIRECTIONS = ['ingress', 'egress'] as const;

/** Two chains for each ACL: they return what they allow, so that the ACL of the next subnet can still deny it. */
export function networkAclChains({ model }: Topology): string[] {
  return model.networkAcls.flatMap((acl, index) =>
    DIRECTIONS.flatMap((direction) => [
      `chain ${chainName(index, direction)} {`,
      ...acl[direction].map((entry) => entryRule(entry, direction)),
      `jump ${dropChain('network-acl')}`,
      '}',
    ]),
  );
}

function entryRule(entry: NetworkAclEntry, direction: Direction): string {
  const peer = cidrMatch(entry.cidrBlock, direction === 'egress' ? 'daddr' : 'saddr');
  const verdict = entry.action === 'allow' ? 'return' : `jump ${dropChain('network-acl')}`;
  return [peer, protocolMatch(entry), verdict].filter((part) => part !== '').join(' ');
}

/**
 * Which packets meet which chain. By address, not by device: traffic inside one subnet meets none, and a subnet's
 * border is the same for every kind of interface in it.
 */
export function networkAclRules(topology: Topology): string[] {
  const { model, gatewayLinks } = topology;
  return [
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
 * A NAT gateway stands in a subnet of its own, which packets enter and leave on both their ways. The router sees them
 * before their source is translated and after the replies' destination is, so peers are the ones that the entries name.
 */
function natRules({ name, gateway }: GatewayLink, { model }: Topology): string[] {
  const subnet = model.subnets.find(({ id }) => id === gateway?.subnetId);
  if (!subnet) return [];
  const jump = (direction: Direction) => `jump ${chainOf(subnet, direction, model.networkAcls)}`;
  const outside = (side: 'saddr' | 'daddr') =>
    subnet.ipv4CidrBlock === null ? '' : `ip ${side} != ${subnet.ipv4CidrBlock} `;
  return [
    `oifname "${name}" ${outside('saddr')}${jump('ingress')}`,
    `oifname "${name}" ${jump('egress')}`,
    `iifname "${name}" ${jump('ingress')}`,
    `iifname "${name}" ${outside('daddr')}${jump('egress')}`,
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
