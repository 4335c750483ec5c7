/** The path that a socket took, from its addresses and the route that leads to them. */

import { familyOf, isInside, NAT64_PREFIX } from '../addresses.ts';
import type { OperationEvidence } from '../evidence.ts';
import type { Path } from '../vocabulary.ts';
import type { RouteFinding } from '../witnesses.ts';
import type { JudgeFacts } from './facts.ts';

/** A target counts as reached on these paths. */
export function isReached(path: Path): boolean {
  return path === 'eigw' || path === 'ipv6';
}

/** Whether IPv6 carried it out of the VPC, through any gateway: a control's silence then means something. */
export function leavesOverIpv6(path: Path): boolean {
  return isReached(path) || path === 'igw';
}

/** The path of a whole attempt: the first operation that strays from IPv6 decides. */
export function pathOfAttempt(
  operations: readonly Pick<OperationEvidence, 'remoteAddress'>[],
  facts: JudgeFacts,
): Path {
  const paths = operations.map(({ remoteAddress }) => pathOfAddress(remoteAddress, facts));
  return paths.find((path) => !isReached(path)) ?? paths[0] ?? 'none';
}

/** The path of one connection, by the address at its other end; `none` where there was no connection. */
function pathOfAddress(address: string | null, facts: JudgeFacts): Path {
  if (address === null) return 'none';
  if (isThroughEndpoint(address, facts)) return 'vpc-endpoint';
  if (familyOf(address) === 'IPv4') return 'ipv4';
  if (isInside(address, NAT64_PREFIX)) return 'nat64';
  return pathOfGateway(gatewayTo(address, facts.route), facts.route);
}

/**
 * Whether an endpoint leads to the address: an interface in the VPC, or a gateway endpoint's route. The route `local`
 * knows blocks of the VPC that the stack does not.
 */
export function isThroughEndpoint(
  address: string,
  {
    vpcIpv4CidrBlock,
    vpcIpv6CidrBlock,
    route,
  }: Pick<JudgeFacts, 'vpcIpv4CidrBlock' | 'vpcIpv6CidrBlock' | 'route'>,
): boolean {
  const isOwn = [vpcIpv4CidrBlock, vpcIpv6CidrBlock].some((block) => isInside(address, block));
  const gateway = gatewayTo(address, route);
  return isOwn || gateway === 'local' || (gateway?.startsWith('vpce-') ?? false);
}

function pathOfGateway(gateway: string | null, route: RouteFinding): Path {
  if (route.witness === 'declared') return 'ipv6';
  if (gateway?.startsWith('eigw-')) return 'eigw';
  return gateway?.startsWith('igw-') ? 'igw' : 'ipv6';
}

/** The gateway of the longest matching prefix; the declared one where the table is unknown. */
export function gatewayTo(address: string, route: RouteFinding): string | null {
  let best = { length: -1, gateway: route.gateway };
  for (const { destinationCidrBlocks, gateway } of route.routes ?? []) {
    for (const block of destinationCidrBlocks) {
      const length = Number(block.split('/')[1]);
      if (length > best.length && isInside(address, block)) best = { length, gateway };
    }
  }
  return best.gateway;
}
