/**
 * The route witness: where the subnet's packets go, by its effective route table. An egress-only and an ordinary
 * internet gateway look the same to an echo and to IAM; only the route table distinguishes them.
 */
import { isInside, parseBlock } from './addresses.ts';
import type { PrefixLists } from './prefix-lists.ts';
import type { EffectiveRoute, RouteFinding } from './witnesses.ts';

/** A route table as EC2 describes it, to the probe or to its user. */
export interface RouteTable {
  readonly associations: readonly { readonly subnetId: string | null; readonly main: boolean }[];
  readonly routes: readonly Route[];
}

export interface Route {
  /** An IPv4 or IPv6 block, or the id of a prefix list (`pl-…`). */
  readonly destination: string;
  /** `eigw-…`, `igw-…`, `nat-…`, `vpce-…`, `local`. */
  readonly target: string;
  readonly state: RouteState;
}

/** What EC2 says of a route. `filtered`: a route server has a better one (Amazon EC2 API Reference, Route). */
export type RouteState = 'active' | 'blackhole' | 'filtered' | 'unknown';

/** As EC2 spells it; a route without a state is taken to be active, as every route was before there were states. */
export function routeState(text: string | undefined): RouteState {
  if (text === undefined) return 'active';
  return text === 'active' || text === 'blackhole' || text === 'filtered' ? text : 'unknown';
}

/** The subnet's own table, else the VPC's main one; undefined where there is neither. */
export function effectiveTable(tables: readonly RouteTable[], subnetId: string): RouteTable | undefined {
  const own = tables.find(({ associations }) => associations.some((entry) => entry.subnetId === subnetId));
  return own ?? tables.find(({ associations }) => associations.some(({ main }) => main));
}

/** The prefix lists that the table routes to (a gateway endpoint's route has one): EC2 must be asked for their blocks. */
export function prefixListIds({ routes }: RouteTable): string[] {
  return routes.map(({ destination }) => destination).filter((destination) => destination.startsWith('pl-'));
}

export function routeFinding({ routes }: RouteTable, prefixLists: PrefixLists): RouteFinding {
  const installed = routes.filter(({ state }) => state !== 'filtered');
  const effective = installed.map((route) => effectiveRoute(route, prefixLists));
  const toEverywhere = effective.find(({ destinationCidrBlocks }) => destinationCidrBlocks.includes('::/0'));
  return { witness: 'ec2', gateway: toEverywhere?.gateway ?? null, routes: effective };
}

/** Where `0.0.0.0/0` leads, in the form of a report: nothing where the routes are unknown. */
export function ipv4Default({ routes }: RouteFinding): { ipv4Gateway?: string | null } {
  if (routes === null) return {};
  const route = routes.find(({ destinationCidrBlocks }) => destinationCidrBlocks.includes('0.0.0.0/0'));
  return { ipv4Gateway: route?.gateway ?? null };
}

/** One destination of a table and where it leads. */
export interface RouteMatch {
  readonly block: string;
  readonly gateway: string;
}

/** The longest matching prefix, wherever it stands in the table; null where no route matches. */
export function routeTo(address: string, routes: readonly EffectiveRoute[]): RouteMatch | null {
  let best: RouteMatch | null = null;
  for (const { destinationCidrBlocks, gateway } of routes) {
    for (const block of destinationCidrBlocks) {
      const isLonger = best === null || lengthOf(block) > lengthOf(best.block);
      if (isLonger && isInside(address, block)) best = { block, gateway };
    }
  }
  return best;
}

/** The length of a block's prefix, in bits; less than any for what is not a block. */
export function lengthOf(block: string): number {
  return parseBlock(block)?.length ?? -1;
}

/** What is not known of a route is said of that route. */
function effectiveRoute(route: Route, { blocks, unread }: PrefixLists): EffectiveRoute {
  const { destination } = route;
  const why = unread.get(destination);
  return {
    destinationCidrBlocks: (blocks.get(destination) ?? [destination]).filter((block) => parseBlock(block)),
    gateway: gatewayOf(route),
    ...(why !== undefined && { unread: `${destination} (${why})` }),
  };
}

/** A black hole hides shorter prefixes as any route does, and leads nowhere. Only an active route is known to carry. */
function gatewayOf({ state, target }: Route): string {
  if (state === 'active') return target;
  return state === 'blackhole' ? 'blackhole' : UNKNOWN_GATEWAY;
}

/** The gateway of a route of which it is not known where it leads. */
export const UNKNOWN_GATEWAY = 'unknown';

/** The routes by a list that was not read, and that lead elsewhere: the address may be in the list. */
export function unreadBeside(gateway: string | null, routes: readonly EffectiveRoute[]): EffectiveRoute[] {
  return routes.filter((route) => route.unread !== undefined && route.gateway !== gateway);
}
