/** The path that a socket took, from its addresses and the route that leads to them. */

import { familyOf, isInside, MAPPED_PREFIX, NAT64_PREFIX } from '../addresses.ts';
import type { OperationEvidence } from '../evidence.ts';
import { routeTo, UNKNOWN_GATEWAY, unreadBeside } from '../route-table.ts';
import type { Path } from '../vocabulary.ts';
import type { RouteFinding } from '../witnesses.ts';
import { isOthersNetwork, type JudgeFacts } from './facts.ts';
import { isOwnAddress } from './own-address.ts';

/** A target counts as reached on these paths. */
export function isReached(path: Path): boolean {
  return path === 'eigw' || path === 'ipv6';
}

/** Whether IPv6 carried it out of the VPC, through any gateway: a control's silence then means something. */
export function leavesOverIpv6(path: Path): boolean {
  return isReached(path) || path === 'igw';
}

/** Whether the path is one that a target may take: over the egress-only gateway in this project's stack, past NAT in another. */
export function isGoodPath(path: Path, facts: Pick<JudgeFacts, 'lab'>): boolean {
  return isReached(path) || (isOthersNetwork(facts) && (path === 'igw' || path === 'vpc-endpoint'));
}

/** Whether a path counts as reached: an internet gateway is a way out of another project's network. */
export function isReachedIn(path: Path, facts: Pick<JudgeFacts, 'lab'>): boolean {
  return isReached(path) || (isOthersNetwork(facts) && leavesOverIpv6(path));
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
  // Linux connects to a mapped address over IPv4 (RFC 4038, section 4.2).
  if (familyOf(address) === 'IPv4' || isInside(address, MAPPED_PREFIX)) return 'ipv4';
  if (isInside(address, NAT64_PREFIX)) return 'nat64';
  return pathOfGateway(gatewayTo(address, facts.route), facts.route);
}

/**
 * Whether an endpoint leads to the address: an interface in the VPC, or a gateway endpoint's route. The route `local`
 * knows blocks of the VPC that the stack does not.
 */
export function isThroughEndpoint(
  address: string,
  facts: Pick<JudgeFacts, 'vpcIpv4CidrBlocks' | 'vpcIpv6CidrBlocks' | 'route'>,
): boolean {
  const gateway = gatewayTo(address, facts.route);
  return isOwnAddress(address, facts) || gateway === 'local' || (gateway?.startsWith('vpce-') ?? false);
}

function pathOfGateway(gateway: string | null, route: RouteFinding): Path {
  if (route.witness === 'declared') return 'ipv6';
  if (gateway?.startsWith('eigw-')) return 'eigw';
  return gateway?.startsWith('igw-') ? 'igw' : 'ipv6';
}

/**
 * The gateway of the longest matching prefix, unless a list that was not read may have a longer one; the declared gateway,
 * which is for IPv6, where the table is unknown.
 */
export function gatewayTo(address: string, { routes, gateway }: RouteFinding): string | null {
  const declared = familyOf(address) === 'IPv4' ? null : gateway;
  const found = routeTo(address, routes ?? [])?.gateway ?? declared;
  if (found === 'local') return found;
  return unreadBeside(found, routes ?? []).length > 0 ? UNKNOWN_GATEWAY : found;
}
