/**
 * NAT64 at the NAT gateways. An ordinary kernel does not translate between the families (nftables cannot, and Jool is not
 * part of it), so packets stay IPv6 beyond the gateway too: there both ends have the IPv6 form of their IPv4 addresses
 * (RFC 6052). Which packets get that far, and which source address the far end sees, is as in AWS.
 */
import { NAT64_PREFIX } from '../../../lambda/report/addresses.ts';
import { contains, isIpv6, parseCidr } from '../template/cidr.ts';
import { nat64Address } from '../template/nat64.ts';
import { type GatewayLink, linkOfRoute, type Topology } from './topology.ts';

/** Whether any route table leads a part of the prefix to a NAT gateway. */
export function hasNat64(topology: Topology): boolean {
  return topology.model.routeTables.some(({ routes }) =>
    routes.some(
      (route) =>
        contains(parseCidr(NAT64_PREFIX), parseCidr(route.destinationCidrBlock)) &&
        linkOfRoute(route, topology)?.kind === 'nat-gateway',
    ),
  );
}

/** The IPv6 forms of the internet's IPv4 hosts, which NAT64 needs. */
export function nat64Addresses(addresses: readonly string[], topology: Topology): string[] {
  return hasNat64(topology) ? addresses.filter((address) => !isIpv6(address)).map(nat64Address) : [];
}

export function nat64Translation({ name, gateway }: GatewayLink, topology: Topology): string[] {
  if (!gateway?.publicIpv4Address || !hasNat64(topology)) return [];
  return [`oifname "${name}" snat ip6 to ${nat64Address(gateway.publicIpv4Address)}`];
}

/** On the internet itself these addresses do not exist: through any other gateway the packet is counted, then lost. */
export function nat64Chains(topology: Topology): string[] {
  const others = topology.gatewayLinks.filter(
    ({ kind }) => kind === 'egress-only-internet-gateway' || kind === 'internet-gateway',
  );
  if (others.length === 0) return [];
  return [
    'chain nat64_beyond {',
    'type filter hook forward priority 15; policy accept;',
    ...others.map(({ name }) => `oifname "${name}" ip6 daddr ${NAT64_PREFIX} drop`),
    '}',
  ];
}
