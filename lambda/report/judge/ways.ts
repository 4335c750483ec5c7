/** Which way an attempt went, as far as NAT gateways matter: what carried each of its connections. Pure. */
import { familyOf, isInside, MAPPED_PREFIX, NAT64_PREFIX } from '../addresses.ts';
import type { Attempt } from '../report-schema.ts';
import type { JudgeFacts } from './facts.ts';
import { gatewayTo, isThroughEndpoint } from './path.ts';

/**
 * `free`: an egress-only or ordinary internet gateway, an endpoint, the VPC itself; `nat`: a NAT gateway or NAT64; `unknown`:
 * a route to a network that hides what comes after it, or no route that is known.
 */
export type WayKind = 'free' | 'nat' | 'unknown';

export interface Way {
  readonly kind: WayKind;
  readonly family: 'IPv4' | 'IPv6';
  /** `eigw-…`, `nat-…`, `tgw-…`; null where it is unknown, or an endpoint's own interface. */
  readonly gateway: string | null;
}

/** What is known of the network that the packets left through. */
export type RoutedNetwork = Pick<JudgeFacts, 'route' | 'vpcIpv4CidrBlocks' | 'vpcIpv6CidrBlocks'>;

/** The way of a connection to the address, whether or not anything answered. */
export function wayTo(address: string, facts: RoutedNetwork): Way {
  const family = familyOf(address) === 'IPv4' || isInside(address, MAPPED_PREFIX) ? 'IPv4' : 'IPv6';
  const gateway = gatewayTo(address, facts.route);
  if (isThroughEndpoint(address, facts)) return { kind: 'free', family, gateway: endpointIn(gateway) };
  if (isInside(address, NAT64_PREFIX)) return { kind: 'nat', family, gateway };
  return { kind: kindOf(gateway), family, gateway };
}

function kindOf(gateway: string | null): WayKind {
  if (gateway?.startsWith('nat-')) return 'nat';
  return gateway !== null && /^(?:eigw|igw)-/.test(gateway) ? 'free' : 'unknown';
}

function endpointIn(gateway: string | null): string | null {
  return gateway?.startsWith('vpce-') ? gateway : null;
}

/** The way of a whole attempt: the connection that depends on NAT decides, then one that is not understood. */
export function wayOf({ operations }: Pick<Attempt, 'operations'>, facts: RoutedNetwork): Way | null {
  const ways = operations.flatMap(({ remoteAddress }) =>
    remoteAddress === null ? [] : [wayTo(remoteAddress, facts)],
  );
  const worst = (kind: WayKind) => ways.find((way) => way.kind === kind);
  return worst('nat') ?? worst('unknown') ?? ways[0] ?? null;
}

/** The gateway of the route to the address, if it leads to a network that hides what comes after it. */
export function hiddenRoute(address: string, { route }: Pick<JudgeFacts, 'route'>): string | null {
  const gateway = gatewayTo(address, route);
  return gateway === null || KNOWN.test(gateway) ? null : gateway;
}

const KNOWN = /^(?:eigw-|igw-|nat-|vpce-|local$|blackhole$)/;
