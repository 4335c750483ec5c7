/** By which way a socket travelled, from its addresses and the route that leads to them. */
import type { Path } from '../contract.ts';
import type { OperationEvidence } from '../evidence.ts';
import { familyOf, isInside, NAT64_PREFIX } from '../net/address.ts';
import type { RouteFinding } from '../witness/findings.ts';
import type { Facts } from './facts.ts';

/** A target counts as reached on these paths. */
export function isReached(path: Path): boolean {
  return path === 'eigw' || path === 'ipv6';
}

/** Whether IPv6 carried it out of the VPC, by whichever gateway: a control's silence is then telling. */
export function leavesOverIpv6(path: Path): boolean {
  return isReached(path) || path === 'igw';
}

/** The path of a whole attempt: the first operation that strays from IPv6 decides. */
export function pathOfAttempt(
  operations: readonly Pick<OperationEvidence, 'remoteAddress'>[],
  facts: Facts,
): Path {
  const paths = operations.map(({ remoteAddress }) => pathOfAddress(remoteAddress, facts));
  return paths.find((path) => !isReached(path)) ?? paths[0] ?? 'none';
}

/** The path of one connection, by the address at its other end; `none` where there was no connection. */
function pathOfAddress(address: string | null, facts: Facts): Path {
  if (address === null) return 'none';
  if (familyOf(address) === 'IPv4') {
    return isInside(address, facts.vpcIpv4CidrBlock) ? 'vpc-endpoint' : 'ipv4';
  }
  if (isInside(address, facts.vpcIpv6CidrBlock)) return 'vpc-endpoint';
  if (isInside(address, NAT64_PREFIX)) return 'nat64';
  return pathOfGateway(gatewayTo(address, facts.route), facts.route);
}

function pathOfGateway(gateway: string | null, route: RouteFinding): Path {
  if (gateway?.startsWith('vpce-')) return 'vpc-endpoint';
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
