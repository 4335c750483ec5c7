/**
 * Where a zonal NAT gateway sends packets on: by the routes of its own subnet, of which only those to an internet gateway
 * get them out. The wiring has one link for the way through both gateways, so that filters stand for the second table.
 */
import { isIpv6, parseCidr } from '../template/cidr.ts';
import type { Route } from '../template/model.ts';
import { nat64Block } from '../template/nat64.ts';
import { routesOfSubnet } from '../template/subnets.ts';
import { dropChain } from './accounting.ts';
import { hasNat64 } from './nat64.ts';
import { cidrMatch } from './security.ts';
import { type GatewayLink, leadsToInternet, type Topology } from './topology.ts';

export function beyondNatChains(topology: Topology): string[] {
  return natLinks(topology).flatMap(({ link, routes }) => [
    `chain ${chainOf(link)} {`,
    ...routes.flatMap((route) => routeRules(route, topology)),
    NOWHERE,
    '}',
  ]);
}

const NOWHERE = `jump ${dropChain('no-route')}`;

function routeRules(route: Route, topology: Topology): string[] {
  const verdict = verdictOf(route, topology);
  // The chain ends in the same.
  if (verdict === NOWHERE && lengthOf(route) === 0) return [];
  return blocksOf(route, topology).map((block) => `${cidrMatch(block, 'daddr')} ${verdict}`);
}

function verdictOf(route: Route, topology: Topology): string {
  if (leadsToInternet(route, topology)) return 'return';
  return route.toOtherNetworkBy ? `jump ${dropChain('other-network')}` : NOWHERE;
}

export function beyondNatRules(topology: Topology): string[] {
  return natLinks(topology).map(({ link }) => `oifname "${link.name}" jump ${chainOf(link)}`);
}

function chainOf({ name }: GatewayLink): string {
  return `beyond_${name}`;
}

/** Longer prefixes first. A single default route to an internet gateway, as almost every public subnet has, needs no filter. */
function natLinks(topology: Topology): { readonly link: GatewayLink; readonly routes: readonly Route[] }[] {
  return topology.gatewayLinks.flatMap((link) => {
    const subnet = topology.model.subnets.find(({ id }) => id === link.gateway?.subnetId);
    if (link.kind !== 'nat-gateway' || !subnet) return [];
    const routes = routesOfSubnet(subnet, topology.model)
      .filter(({ destinationCidrBlock }) => !isIpv6(destinationCidrBlock))
      .toSorted((a, b) => lengthOf(b) - lengthOf(a));
    return isPlain(routes, topology) ? [] : [{ link, routes }];
  });
}

function isPlain([only, ...more]: readonly Route[], topology: Topology): boolean {
  const isDefault = only?.destinationCidrBlock === '0.0.0.0/0' && leadsToInternet(only, topology);
  return isDefault && more.length === 0;
}

function lengthOf({ destinationCidrBlock }: Route): number {
  return parseCidr(destinationCidrBlock).prefixLength;
}

/** Beyond NAT64 the lab's packets stay IPv6. */
function blocksOf({ destinationCidrBlock }: Route, topology: Topology): string[] {
  return [destinationCidrBlock, ...(hasNat64(topology) ? [nat64Block(destinationCidrBlock)] : [])];
}
