/** The `ip` commands that router and internet share: addresses, ends of links, routes over links. */
import { isIpv6 } from '../template/cidr.ts';
import { RESOLVER_LINK, type Topology } from './topology.ts';

export const EVERYWHERE = ['0.0.0.0/0', '::/0'];

/** The links between router and internet, which have the same name at both ends. */
export function linksToInternet({ gatewayLinks, resolverAddresses }: Topology): string[] {
  return [
    ...gatewayLinks.map(({ name }) => name),
    ...(resolverAddresses.length === 0 ? [] : [RESOLVER_LINK]),
  ];
}

/** `nodad`: duplicate address detection would keep an address unusable for almost two seconds. */
export function addAddress(address: string, device: string): string {
  return isIpv6(address)
    ? `addr add ${address}/128 dev ${device} nodad`
    : `addr add ${address}/32 dev ${device}`;
}

/** One end of a link: its link-local address has the prefix that makes the other end a neighbour. */
export function linkEnd(device: string, address: string): string[] {
  return [`addr add ${address}/64 dev ${device} nodad`, `link set ${device} up`];
}

/** A route over a link; the next hop is the other end's IPv6 link-local address, for IPv4 too. */
export function via(destination: string, nextHop: string, device: string): string {
  return `route add ${destination} via ${isIpv6(destination) ? '' : 'inet6 '}${nextHop} dev ${device}`;
}
