/** By which way a socket travelled, from its addresses and the route that leads to them. */
import type { Path } from '../contract.ts';
import type { OperationEvidence } from '../evidence.ts';
import { isInside, NAT64_PREFIX } from '../net/address.ts';
import type { Facts, RouteFinding } from './facts.ts';

/** A target counts as reached on these paths. */
export function isReached(path: Path): boolean {
  return path === 'eigw' || path === 'ipv6';
}

/** The path of a whole attempt: the first operation that strays from IPv6 decides. */
export function pathOfAttempt(operations: readonly OperationEvidence[], facts: Facts): Path {
  const paths = operations.map((operation) => pathOfOperation(operation, facts));
  return paths.find((path) => !isReached(path)) ?? paths[0] ?? 'none';
}

function pathOfOperation({ family, remoteAddress }: OperationEvidence, facts: Facts): Path {
  if (family === null || remoteAddress === null) return 'none';
  if (family === 'IPv4') return isInside(remoteAddress, facts.vpcIpv4CidrBlock) ? 'vpc-endpoint' : 'ipv4';
  if (isInside(remoteAddress, facts.vpcIpv6CidrBlock)) return 'vpc-endpoint';
  if (isInside(remoteAddress, NAT64_PREFIX)) return 'nat64';
  return pathOfGateway(gatewayTo(remoteAddress, facts.route), facts.route);
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
