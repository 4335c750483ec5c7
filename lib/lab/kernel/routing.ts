/** The `ip` commands that build the VPC: links, addresses, and the template's route tables in the kernel. */
import { isIpv6 } from '../template/cidr.ts';
import type { RouteTable } from '../template/model.ts';
import { gatewayEndpointBlocks } from './endpoints.ts';
import { addressesOf, type NetworkInterface } from './interfaces.ts';
import { addAddress, EVERYWHERE, linkEnd, linksToInternet, via } from './ip-commands.ts';
import type { IpBatch } from './namespace-wiring.ts';
import {
  ELSEWHERE,
  ENDPOINT_LINK,
  FAR_ADDRESS,
  INTERFACE_END,
  linkOfRoute,
  RESOLVER_LINK,
  ROUTER,
  ROUTER_ADDRESS,
  subnetOf,
  type Topology,
  VOID,
} from './topology.ts';

/** The kernel's worst metric: every other route that matches wins. */
const WORST_METRIC = 4294967295;

/** The router's number for the template's first route table; the kernel reserves some of the low numbers. */
const FIRST_TABLE = 1000;

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

/** One table of the template: the local routes that every table has, its own, and the void for the rest. */
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
function endpointRoutes({ id }: RouteTable, { model }: Topology): string[] {
  return gatewayEndpointBlocks(id, model).map((block) => via(block, FAR_ADDRESS, ENDPOINT_LINK));
}

/** The VPC's own blocks: its interfaces, its endpoints and its resolver answer; every other address is silent. */
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

/** Not a blackhole route: the packet must get as far as the forward chain, to be counted by its destination. */
function voidDefaults(): string[] {
  return EVERYWHERE.map((all) => `route add ${all} dev ${VOID} metric ${WORST_METRIC}`);
}

/** The subnet's table routes what comes from an interface. */
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
    // A family without an address gets no default route: a connect then fails at once with ENETUNREACH, as in Lambda.
    ...addresses.map((address) => via(isIpv6(address) ? '::/0' : '0.0.0.0/0', ROUTER_ADDRESS, INTERFACE_END)),
  ];
}
