/** Security groups as nftables rules: what an interface may send, and which peers may open a connection to it. */
import { UserError } from '../../user-error.ts';
import { isIpv6 } from '../template/cidr.ts';
import type { SecurityGroupRule } from '../template/model.ts';
import { at } from '../template/template-error.ts';
import { addressesOf } from './interfaces.ts';
import type { Topology } from './topology.ts';

type Direction = 'ingress' | 'egress';

/** An interface with security groups: a function's or an endpoint's. */
export interface Member {
  readonly securityGroupIds: readonly string[];
  readonly ipv4Address: string | null;
  readonly ipv6Address: string | null;
}

/**
 * The rules of all the interface's groups together, each of them an `accept`.
 * @throws TemplateError for a prefix list that is not the template's
 */
export function acceptRules(direction: Direction, member: Member, topology: Topology): string[] {
  return topology.model.securityGroups
    .filter(({ id }) => member.securityGroupIds.includes(id))
    .flatMap((group) => group[direction].map((rule) => ({ rule, logicalId: group.logicalId })))
    .flatMap(({ rule, logicalId }) =>
      at(logicalId, () => peerMatches(rule, direction, topology)).map((peer) =>
        [peer, protocolMatch(rule), 'accept'].filter((part) => part !== '').join(' '),
      ),
    );
}

/** One match for each family of the peer. */
function peerMatches({ peer }: SecurityGroupRule, direction: Direction, topology: Topology): string[] {
  const side = direction === 'egress' ? 'daddr' : 'saddr';
  if (peer.kind === 'cidr') return [cidrMatch(peer.cidrBlock, side)];
  if (peer.kind === 'prefix-list') {
    return blocksOf(peer.prefixListId, direction, topology).map((block) => cidrMatch(block, side));
  }
  const members: Member[] = [...topology.interfaces, ...topology.endpointInterfaces];
  const addresses = members
    .filter(({ securityGroupIds }) => securityGroupIds.includes(peer.securityGroupId))
    .flatMap(addressesOf);
  return addresses.map((address) => `${isIpv6(address) ? 'ip6' : 'ip'} ${side} ${address}`);
}

/**
 * AWS's own lists have a different id in each Region: the lab cannot know what a literal id stands for. Nothing that the lab tries
 * from outside is in a list of AWS's, as that of CloudFront.
 */
function blocksOf(prefixListId: string, direction: Direction, { model }: Topology): readonly string[] {
  const list = model.prefixLists.find(({ id }) => id === prefixListId);
  if (list) return list.cidrBlocks;
  if (direction === 'ingress') return [];
  throw new UserError(
    `a rule names the prefix list "${prefixListId}", which the template does not have: write its blocks instead`,
  );
}

export function cidrMatch(cidrBlock: string, side: 'saddr' | 'daddr'): string {
  if (cidrBlock.endsWith('/0')) return `meta nfproto ${isIpv6(cidrBlock) ? 'ipv6' : 'ipv4'}`;
  return `${isIpv6(cidrBlock) ? 'ip6' : 'ip'} ${side} ${cidrBlock}`;
}

export function protocolMatch({ protocol, ports }: Pick<SecurityGroupRule, 'protocol' | 'ports'>): string {
  if (protocol === 'all') return '';
  if (protocol === 'icmp' || protocol === 'icmpv6') {
    const l4proto = `meta l4proto ${protocol === 'icmp' ? 'icmp' : 'ipv6-icmp'}`;
    if (!ports) return l4proto;
    const code = ports.to === -1 ? '' : ` ${protocol} code ${ports.to}`;
    return `${l4proto} ${protocol} type ${ports.from}${code}`;
  }
  if (!ports) return `meta l4proto ${protocol}`;
  return `${protocol} dport ${ports.from === ports.to ? ports.from : `${ports.from}-${ports.to}`}`;
}
