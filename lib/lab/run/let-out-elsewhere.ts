/**
 * Public blocks that a member's groups let a port out to. The lab's hosts have addresses of their own, so that none of them is
 * there, though the real host may be. Pure.
 */
import { isInside } from '../../../lambda/report/addresses.ts';
import { specialRange } from '../../../lambda/report/special-addresses.ts';
import { GLOBAL_UNICAST } from '../../../lambda/report/vpc-block.ts';
import type { Drop } from '../kernel/kernel.ts';
import { isIpv6 } from '../template/cidr.ts';
import type { Model, SecurityGroupRule } from '../template/model.ts';
import { routesOfSubnet } from '../template/subnets.ts';
import type { Member } from './start/members.ts';

/** @returns none for packets to an address that the lab does not choose: one inside the VPC */
export function letOutElsewhere(
  { peerAddress, peerPort }: Drop,
  { fn, subnet }: Member,
  model: Model,
): string[] {
  const { ipv4CidrBlocks, ipv6CidrBlocks } = model.vpc;
  const inner = [...ipv4CidrBlocks, ...ipv6CidrBlocks];
  if (inner.some((block) => isInside(peerAddress, block))) return [];
  const networks = routesOfSubnet(subnet, model)
    .filter(
      ({ toOtherNetworkBy, destinationCidrBlock }) => toOtherNetworkBy && !isDefault(destinationCidrBlock),
    )
    .map(({ destinationCidrBlock }) => destinationCidrBlock);
  const blocks = model.securityGroups
    .filter(({ id }) => fn.securityGroupIds.includes(id))
    .flatMap(({ egress }) => egress.filter((rule) => isForPort(rule, peerPort)))
    .flatMap(({ peer }) => blocksOf(peer, model))
    .filter((block) => isIpv6(block) === isIpv6(peerAddress) && isPublic(block))
    .filter((block) => ![...inner, ...networks].some((outer) => isInside(firstOf(block), outer)));
  return [...new Set(blocks)];
}

function isDefault(block: string): boolean {
  return block.endsWith('/0');
}

function isForPort({ protocol, ports }: SecurityGroupRule, port: number): boolean {
  if (!['all', 'tcp'].includes(protocol)) return false;
  return ports === null || (ports.from <= port && port <= ports.to);
}

function blocksOf(peer: SecurityGroupRule['peer'], { prefixLists }: Model): readonly string[] {
  if (peer.kind === 'cidr') return [peer.cidrBlock];
  if (peer.kind !== 'prefix-list') return [];
  return prefixLists.find(({ id }) => id === peer.prefixListId)?.cidrBlocks ?? [];
}

function isPublic(block: string): boolean {
  const first = firstOf(block);
  return specialRange(first) === null && (!isIpv6(first) || isInside(first, GLOBAL_UNICAST));
}

function firstOf(block: string): string {
  return block.split('/')[0] ?? '';
}
