/** The `ip` commands that build the VPC: links, addresses, and the template's route tables in the kernel. */
import type { RouteTable, Subnet } from '../template/model.ts';
import { nat64Block } from '../template/nat64.ts';
import { prefixListsOf } from '../template/prefix-lists.ts';
import { addressesOf, type NetworkInterface } from './interfaces.ts';
import { hasNat64, nat64Addresses } from './nat64.ts';
import {
  ELSEWHERE,
  ENDPOINT_LINK,
  FAR_ADDRESS,
  type GatewayLink,
  INTERFACE_END,
  isIpv6,
  linkOfRoute,
  RESOLVER_LINK,
  ROUTER,
  ROUTER_ADDRESS,
  routesOf,
  subnetOf,
  type Topology,
  VOID,
} from './topology.ts';

export interface IpBatch {
  /** The family that `ip` must be told, where a command does not show it; null where every command does. */
  readonly family: '4' | '6' | null;
  readonly lines: readonly string[];
}

/** The kernel's worst metric: whatever else matches wins. */
const WORST_METRIC = 4294967295;

/** The first of the kernel's table numbers that the template's tables take, past those with a meaning of their own. */
const FIRST_TABLE = 1000;

/** The first of the internet's tables, one for each link, of what goes back over it; the template's are the router's. */
const FIRST_RETURN_TABLE = 100;

/** The internet's table of what the resolver answers. */
const RESOLVER_TABLE = 98;

const EVERYWHERE = ['0.0.0.0/0', '::/0'];

/** Makes the namespaces and the links between them, all unconfigured; run from the internet's namespace. */
export function creationLines(topology: Topology): string[] {
  const { interfaces } = topology;
  return [
    `netns add ${ROUTER}`,
    ...interfaces.map(({ name }) => `netns add ${name}`),
    ...interfaces.map(
      ({ name }) => `link add ${name} netns ${ROUTER} type veth peer name ${INTERFACE_END} netns ${name}`,
    ),
    ...linksToInternet(topology).map(
      (name) => `link add ${name} netns ${ROUTER} type veth peer name ${name}`,
    ),
  ];
}

/** With the same name at both ends. */
function linksToInternet({ gatewayLinks, resolverAddresses }: Topology): string[] {
  return [
    ...gatewayLinks.map(({ name }) => name),
    ...(resolverAddresses.length === 0 ? [] : [RESOLVER_LINK]),
  ];
}

export function routerBatches(topology: Topology): IpBatch[] {
  const rules = ruleLines(topology);
  return [
    { family: null, lines: routerLines(topology) },
    { family: '4', lines: rules },
    { family: '6', lines: rules },
  ];
}

export function interfaceBatches(networkInterface: NetworkInterface): IpBatch[] {
  return [{ family: null, lines: interfaceLines(networkInterface) }];
}

/** The internet has every address of its hosts on its loopback device. */
export function internetBatches(topology: Topology, addresses: readonly string[]): IpBatch[] {
  return [
    { family: null, lines: internetLines(topology, addresses) },
    { family: '4', lines: resolverRules(topology, '4') },
    { family: '6', lines: [...resolverRules(topology, '6'), ...returnRules(topology)] },
  ];
}

/** `nodad`: duplicate address detection would keep an address unusable for almost two seconds. */
function addAddress(address: string, device: string): string {
  return isIpv6(address)
    ? `addr add ${address}/128 dev ${device} nodad`
    : `addr add ${address}/32 dev ${device}`;
}

/** One end of a link: its link-local address has the prefix that makes the other end a neighbour. */
function linkEnd(device: string, address: string): string[] {
  return [`addr add ${address}/64 dev ${device} nodad`, `link set ${device} up`];
}

/** A route over a link; IPv4 too has the other end's IPv6 link-local address as its next hop. */
function via(destination: string, nextHop: string, device: string): string {
  return `route add ${destination} via ${isIpv6(destination) ? '' : 'inet6 '}${nextHop} dev ${device}`;
}

function routerLines(topology: Topology): string[] {
  const tables = topology.model.routeTables.map((table, index) =>
    tableLines(table, FIRST_TABLE + index, topology),
  );
  return [
    'link set lo up',
    ...[...topology.interfaces.map(({ name }) => name), ...linksToInternet(topology)].flatMap((name) =>
      linkEnd(name, ROUTER_ADDRESS),
    ),
    ...[VOID, ELSEWHERE].flatMap((name) => [
      `link add ${name} type veth peer name ${name}-end`,
      `link set ${name} up`,
      `link set ${name}-end up`,
    ]),
    ...localLines(topology),
    ...voidDefaults(),
    ...tables.flat(),
  ];
}

/** One table of the template: the local routes that every table has, its own, and silence for the rest. */
function tableLines(table: RouteTable, number: number, topology: Topology): string[] {
  const own = table.routes.map((route) => {
    const link = linkOfRoute(route, topology);
    return link
      ? via(route.destinationCidrBlock, FAR_ADDRESS, link.name)
      : `route add ${route.destinationCidrBlock} dev ${route.toOtherNetworkBy ? ELSEWHERE : VOID}`;
  });
  return [...localLines(topology), ...own, ...endpointRoutes(table, topology), ...voidDefaults()].map(
    (line) => `${line} table ${number}`,
  );
}

/** A gateway endpoint's prefix lists are more specific than any route of the template. */
function endpointRoutes({ id }: RouteTable, topology: Topology): string[] {
  return endpointBlocks(id, topology).map((block) => via(block, FAR_ADDRESS, ENDPOINT_LINK));
}

/** The blocks of the services that gateway endpoints take out of a route table. */
function endpointBlocks(routeTableId: string, { model }: Topology): string[] {
  const blocks = model.endpoints
    .filter(({ routeTableIds }) => routeTableIds.includes(routeTableId))
    .flatMap((endpoint) => prefixListsOf(endpoint, model))
    .flatMap(({ cidrBlocks }) => cidrBlocks);
  return [...new Set(blocks)];
}

/** The VPC's own blocks: its interfaces and its resolver, and nobody at any other address. */
function localLines({
  interfaces,
  endpointInterfaces,
  resolverAddresses,
  model: { vpc },
}: Topology): string[] {
  const to = (address: string, device: string) =>
    via(`${address}/${isIpv6(address) ? 128 : 32}`, FAR_ADDRESS, device);
  return [
    ...interfaces.flatMap((each) => addressesOf(each).map((address) => to(address, each.name))),
    ...endpointInterfaces.flatMap(addressesOf).map((address) => to(address, ENDPOINT_LINK)),
    ...resolverAddresses.map((address) => to(address, RESOLVER_LINK)),
    ...[...vpc.ipv4CidrBlocks, ...vpc.ipv6CidrBlocks].map((block) => `route add ${block} dev ${VOID}`),
  ];
}

/** Not a blackhole: the packet must come as far as the forward chain, to be counted by its destination. */
function voidDefaults(): string[] {
  return EVERYWHERE.map((all) => `route add ${all} dev ${VOID} metric ${WORST_METRIC}`);
}

/** What comes from an interface is routed by its subnet's table. */
function ruleLines(topology: Topology): string[] {
  return topology.interfaces.map((networkInterface) => {
    const { routeTableId } = subnetOf(networkInterface, topology);
    const index = topology.model.routeTables.findIndex(({ id }) => id === routeTableId);
    return `rule add iif ${networkInterface.name} lookup ${FIRST_TABLE + index}`;
  });
}

function interfaceLines(networkInterface: NetworkInterface): string[] {
  const addresses = addressesOf(networkInterface);
  return [
    'link set lo up',
    ...addresses.map((address) => addAddress(address, INTERFACE_END)),
    ...linkEnd(INTERFACE_END, FAR_ADDRESS),
    // Without an address no default route either: a connect then fails at once with ENETUNREACH, as in Lambda.
    ...addresses.map((address) => via(isIpv6(address) ? '::/0' : '0.0.0.0/0', ROUTER_ADDRESS, INTERFACE_END)),
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
    // Endpoints answer in the service's place: their interfaces' addresses are the internet's own.
    ...[...hostAddresses].map((address) => addAddress(address, 'lo')),
    ...linksToInternet(topology).flatMap((name) => linkEnd(name, FAR_ADDRESS)),
    ...resolverReturnRoutes(topology),
    ...endpointReturnRoutes(topology),
    ...returnTables(topology),
    ...model.subnets.flatMap((subnet) => returnRoute(subnet, topology)),
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

/** What the resolver answers goes back by no gateway, whoever asked. */
function resolverReturnRoutes({ resolverAddresses }: Topology): string[] {
  if (resolverAddresses.length === 0) return [];
  return EVERYWHERE.map((all) => `${via(all, ROUTER_ADDRESS, RESOLVER_LINK)} table ${RESOLVER_TABLE}`);
}

function resolverRules({ resolverAddresses }: Topology, family: '4' | '6'): string[] {
  return resolverAddresses
    .filter((address) => isIpv6(address) === (family === '6'))
    .map((address) => `rule add from ${address} lookup ${RESOLVER_TABLE}`);
}

/** Nobody but endpoints answers a private IPv4 address. */
function endpointReturnRoutes({ gatewayLinks, model: { vpc } }: Topology): string[] {
  if (!gatewayLinks.some(({ name }) => name === ENDPOINT_LINK)) return [];
  return vpc.ipv4CidrBlocks.map((block) => via(block, ROUTER_ADDRESS, ENDPOINT_LINK));
}

/** An IPv6 address is the same one on every way: only a table for each link tells the ways back apart. */
function returnTables({ gatewayLinks, model: { vpc } }: Topology): string[] {
  return gatewayLinks.flatMap(({ name }, index) =>
    vpc.ipv6CidrBlocks.map(
      (block) => `${via(block, ROUTER_ADDRESS, name)} table ${FIRST_RETURN_TABLE + index}`,
    ),
  );
}

/** A way that only some packets take: those between a peer and a subnet, or an endpoint's interface and everybody. */
interface Detour {
  readonly match: string;
  readonly linkName: string;
}

/** So replies over IPv6 go back the way the requests came, where that is not the subnet's widest route. */
function returnRules(topology: Topology): string[] {
  return [...interfaceDetours(topology), ...topology.model.subnets.flatMap((each) => detours(each, topology))]
    .map(({ match, linkName }) => ({
      match,
      table: FIRST_RETURN_TABLE + topology.gatewayLinks.findIndex(({ name }) => name === linkName),
    }))
    .map(({ match, table }) => `rule add ${match} lookup ${table}`);
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
  const services = endpointBlocks(subnet.routeTableId, topology).filter(isIpv6);
  const own = routesOf(subnet, topology)
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

/** The internet knows a subnet's IPv6 block only; packets come back the way they went. */
function returnRoute(subnet: Subnet, topology: Topology): string[] {
  const link = returnLink(subnet, topology);
  return subnet.ipv6CidrBlock === null || !link ? [] : [via(subnet.ipv6CidrBlock, ROUTER_ADDRESS, link.name)];
}

/** The gateway of the subnet's widest IPv6 route; without one the block is announced all the same. */
function returnLink(subnet: Subnet, topology: Topology): GatewayLink | undefined {
  const [widest] = routesOf(subnet, topology)
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
