/** The `ip` commands for the internet's namespace: the addresses of its hosts, and the ways that replies take back. */
import { isIpv6 } from '../template/cidr.ts';
import type { Subnet } from '../template/model.ts';
import { nat64Block } from '../template/nat64.ts';
import { routesOfSubnet } from '../template/subnets.ts';
import { gatewayEndpointBlocks } from './endpoints.ts';
import { addressesOf, publicInterfaces } from './interfaces.ts';
import { addAddress, EVERYWHERE, linkEnd, linksToInternet, via } from './ip-commands.ts';
import type { IpBatch } from './namespace-wiring.ts';
import { hasNat64, nat64Addresses } from './nat64.ts';
import {
  ENDPOINT_LINK,
  FAR_ADDRESS,
  type GatewayLink,
  linkOfRoute,
  RESOLVER_LINK,
  ROUTER_ADDRESS,
  type Topology,
} from './topology.ts';

/** The first of the internet's own routing tables, one for each link: what goes back over that link. */
const FIRST_RETURN_TABLE = 100;

/** The preference of the first rule for what goes back: behind those of the delay, before the kernel's main table. */
const FIRST_RETURN_PREFERENCE = 1000;

/** The internet's table for the resolver's answers. */
const RESOLVER_TABLE = 98;

/** The internet has every address of its hosts on its loopback device. */
export function internetBatches(topology: Topology, addresses: readonly string[]): IpBatch[] {
  return [
    { family: null, lines: internetLines(topology, addresses) },
    { family: '4', lines: resolverRules(topology, '4') },
    { family: '6', lines: [...resolverRules(topology, '6'), ...returnRules(topology)] },
  ];
}

function internetLines(topology: Topology, addresses: readonly string[]): string[] {
  const { gatewayLinks, endpointInterfaces, resolverAddresses, model } = topology;
  const hostAddresses = new Set([
    ...addresses,
    ...resolverAddresses,
    ...nat64Addresses(addresses, topology),
    ...endpointInterfaces.flatMap(addressesOf),
  ]);
  return [
    'link set lo up',
    // An endpoint answers for its service, so the internet also has the addresses of its interfaces.
    ...[...hostAddresses].map((address) => addAddress(address, 'lo')),
    ...linksToInternet(topology).flatMap((name) => linkEnd(name, FAR_ADDRESS)),
    ...resolverReturnRoutes(topology),
    ...endpointReturnRoutes(topology),
    ...returnTables(topology),
    ...model.subnets.flatMap((subnet) => returnRoute(subnet, topology)),
    ...publicReturnRoutes(topology),
    ...gatewayLinks.flatMap(({ name, gateway }) =>
      gateway?.publicIpv4Address ? [via(`${gateway.publicIpv4Address}/32`, ROUTER_ADDRESS, name)] : [],
    ),
    ...gatewayLinks.flatMap(({ name, gateway }) =>
      gateway?.publicIpv4Address && hasNat64(topology)
        ? [via(nat64Block(`${gateway.publicIpv4Address}/32`), ROUTER_ADDRESS, name)]
        : [],
    ),
  ];
}

/** A VPC has one internet gateway at most. */
function publicReturnRoutes(topology: Topology): string[] {
  const link = topology.gatewayLinks.find(({ kind }) => kind === 'internet-gateway');
  if (!link) return [];
  return publicInterfaces(topology).map(({ address }) => via(`${address}/32`, ROUTER_ADDRESS, link.name));
}

/** The resolver's answers never go through a gateway. */
function resolverReturnRoutes({ resolverAddresses }: Topology): string[] {
  if (resolverAddresses.length === 0) return [];
  return EVERYWHERE.map((all) => `${via(all, ROUTER_ADDRESS, RESOLVER_LINK)} table ${RESOLVER_TABLE}`);
}

function resolverRules({ resolverAddresses }: Topology, family: '4' | '6'): string[] {
  return resolverAddresses
    .filter((address) => isIpv6(address) === (family === '6'))
    .map((address) => `rule add from ${address} lookup ${RESOLVER_TABLE}`);
}

/** Only endpoints answer packets from a private IPv4 address. */
function endpointReturnRoutes({ gatewayLinks, model: { vpc } }: Topology): string[] {
  if (!gatewayLinks.some(({ name }) => name === ENDPOINT_LINK)) return [];
  return vpc.ipv4CidrBlocks.map((block) => via(block, ROUTER_ADDRESS, ENDPOINT_LINK));
}

/** Over IPv6 the source is the same on every link, so only a table for each link tells the ways back apart. */
function returnTables({ gatewayLinks, model: { vpc } }: Topology): string[] {
  return gatewayLinks.flatMap(({ name }, index) =>
    vpc.ipv6CidrBlocks.map(
      (block) => `${via(block, ROUTER_ADDRESS, name)} table ${FIRST_RETURN_TABLE + index}`,
    ),
  );
}

/** A way back that only some packets take: those from a peer to a subnet, or from an endpoint's interface. */
interface Detour {
  readonly match: string;
  readonly linkName: string;
}

/**
 * With these rules IPv6 replies go back over the link of their request, where that is not the subnet's widest route. Each has
 * a preference of its own: without one the kernel puts every new rule before the earlier ones.
 */
function returnRules(topology: Topology): string[] {
  return [...interfaceDetours(topology), ...topology.model.subnets.flatMap((each) => detours(each, topology))]
    .map(({ match, linkName }) => ({
      match,
      table: FIRST_RETURN_TABLE + topology.gatewayLinks.findIndex(({ name }) => name === linkName),
    }))
    .map(
      ({ match, table }, index) =>
        `rule add pref ${FIRST_RETURN_PREFERENCE + index} ${match} lookup ${table}`,
    );
}

function interfaceDetours({ endpointInterfaces }: Topology): Detour[] {
  return endpointInterfaces.flatMap(({ ipv6Address }) =>
    ipv6Address === null ? [] : [{ match: `from ${ipv6Address}/128`, linkName: ENDPOINT_LINK }],
  );
}

/** Gateway endpoints' prefix lists first, as the router prefers them; then longer prefixes before shorter ones. */
function detours(subnet: Subnet, topology: Topology): Detour[] {
  const { ipv6CidrBlock } = subnet;
  if (ipv6CidrBlock === null) return [];
  const services = gatewayEndpointBlocks(subnet.routeTableId, topology.model).filter(isIpv6);
  const own = routesOfSubnet(subnet, topology.model)
    .filter(({ destinationCidrBlock }) => isIpv6(destinationCidrBlock) && !isEverywhere(destinationCidrBlock))
    .sort((a, b) => prefixLength(b.destinationCidrBlock) - prefixLength(a.destinationCidrBlock));
  const to = (block: string, linkName: string) => ({ match: `from ${block} to ${ipv6CidrBlock}`, linkName });
  return [
    ...services.map((block) => to(block, ENDPOINT_LINK)),
    ...own.flatMap((route) => {
      const link = linkOfRoute(route, topology);
      return link ? [to(route.destinationCidrBlock, link.name)] : [];
    }),
  ];
}

/** The internet knows only a subnet's IPv6 block, and sends replies back over the link that the subnet sends by. */
function returnRoute(subnet: Subnet, topology: Topology): string[] {
  const link = returnLink(subnet, topology);
  return subnet.ipv6CidrBlock === null || !link ? [] : [via(subnet.ipv6CidrBlock, ROUTER_ADDRESS, link.name)];
}

/** The gateway of the subnet's widest IPv6 route; a subnet without such a route has its block announced all the same. */
function returnLink(subnet: Subnet, topology: Topology): GatewayLink | undefined {
  const [widest] = routesOfSubnet(subnet, topology.model)
    .filter(({ destinationCidrBlock }) => isIpv6(destinationCidrBlock))
    .sort((a, b) => prefixLength(a.destinationCidrBlock) - prefixLength(b.destinationCidrBlock));
  const ofKind = (kind: GatewayLink['kind']) => topology.gatewayLinks.find((link) => link.kind === kind);
  return (
    (widest && linkOfRoute(widest, topology)) ??
    ofKind('internet-gateway') ??
    ofKind('egress-only-internet-gateway')
  );
}

function isEverywhere(cidrBlock: string): boolean {
  return prefixLength(cidrBlock) === 0;
}

function prefixLength(cidrBlock: string): number {
  return Number(cidrBlock.split('/')[1]);
}
