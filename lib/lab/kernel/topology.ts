/** The names of the lab's links and who uses them: decided once, so that routing and filtering agree. */

import { addressAt, parseCidr } from '../template/cidr.ts';
import type { Gateway, Model, Route, Subnet } from '../template/model.ts';
import { type EndpointInterface, placeEndpointInterfaces } from './endpoints.ts';
import type { NetworkInterface } from './interfaces.ts';
import type { Link } from './ledger.ts';

/** The namespace that forwards between interfaces and gateways, as the VPC's own router does. */
export const ROUTER = 'router';

/** Where the router sends what has no route, to be counted and dropped in silence. */
export const VOID = 'void';

/** And what has a route to a network that the lab does not have. */
export const ELSEWHERE = 'elsewhere';

/** The link to the resolver, which is no host of the VPC: it answers from the internet's namespace. */
export const RESOLVER_LINK = 'resolver';

/** The network interface's end of its link. */
export const INTERFACE_END = 'eth0';

/** Every link has the same two link-local addresses; the router is always the first. */
export const ROUTER_ADDRESS = 'fe80::1';
export const FAR_ADDRESS = 'fe80::2';

/** One link between the router and the internet, with the same name at both ends. */
export interface GatewayLink {
  readonly name: string;
  readonly kind: Link;
  /** Null for the one link of all endpoints. */
  readonly gateway: Gateway | null;
}

export interface Topology {
  readonly model: Model;
  readonly interfaces: readonly NetworkInterface[];
  readonly endpointInterfaces: readonly EndpointInterface[];
  readonly gatewayLinks: readonly GatewayLink[];
  /** The resolver's addresses; none where the VPC has no DNS support. */
  readonly resolverAddresses: readonly string[];
}

const LINK_NAMES: Readonly<Record<Link, string>> = {
  'egress-only-internet-gateway': 'eigw',
  'internet-gateway': 'igw',
  'nat-gateway': 'nat',
  'vpc-endpoint': 'vpce',
};

export const ENDPOINT_LINK = LINK_NAMES['vpc-endpoint'];

export function layOut(model: Model, interfaces: readonly NetworkInterface[]): Topology {
  return {
    model,
    interfaces,
    endpointInterfaces: placeEndpointInterfaces(model),
    gatewayLinks: [...model.gateways.map((gateway) => gatewayLink(gateway, model)), ...endpointLink(model)],
    resolverAddresses: resolverAddresses(model),
  };
}

function gatewayLink(gateway: Gateway, { gateways }: Model): GatewayLink {
  return { name: linkName(gateway, gateways), kind: gateway.kind, gateway };
}

/** Endpoints are no gateways, but what goes through them leaves the VPC as well: over a link of their own. */
function endpointLink({ endpoints }: Model): GatewayLink[] {
  if (endpoints.length === 0) return [];
  return [{ name: ENDPOINT_LINK, kind: 'vpc-endpoint', gateway: null }];
}

/** `eigw`; the second of a kind is `eigw1`. */
function linkName({ id, kind }: Gateway, gateways: readonly Gateway[]): string {
  const position = gateways.filter((other) => other.kind === kind).findIndex((other) => other.id === id);
  return `${LINK_NAMES[kind]}${position === 0 ? '' : position}`;
}

/** Where the VPC's resolver listens: the VPC's base plus two, and two addresses that every VPC has (VPC User Guide). */
export function resolverAddresses({ vpc }: Model): string[] {
  const [base] = vpc.ipv4CidrBlocks;
  if (!vpc.dnsSupport || base === undefined) return [];
  return [addressAt(parseCidr(base), 2), '169.254.169.253', 'fd00:ec2::253'];
}

/** The first of them that the interface can ask: one without IPv4 asks over IPv6. Null where there is none. */
export function resolverFor(
  { ipv4Address }: Pick<NetworkInterface, 'ipv4Address'>,
  model: Model,
): string | null {
  const usable = resolverAddresses(model).find((address) => ipv4Address !== null || isIpv6(address));
  return usable ?? null;
}

export function isIpv6(address: string): boolean {
  return address.includes(':');
}

/** The link that a route leads to; null for a NAT gateway that has no way to the internet itself. */
export function linkOfRoute({ gatewayId }: Route, topology: Topology): GatewayLink | null {
  const link = topology.gatewayLinks.find(({ gateway }) => gateway?.id === gatewayId);
  if (link?.kind !== 'nat-gateway') return link ?? null;
  return natWorks(link.gateway?.subnetId ?? null, topology) ? link : null;
}

/**
 * EC2 attaches a NAT gateway anywhere, but it only works in a subnet that leads to an internet gateway. A regional one needs no
 * public subnet (VPC User Guide, "Regional NAT gateways"), but the VPC's internet gateway: there is no other way out.
 */
function natWorks(subnetId: string | null, topology: Topology): boolean {
  if (subnetId === null) return topology.gatewayLinks.some(({ kind }) => kind === 'internet-gateway');
  const subnet = topology.model.subnets.find(({ id }) => id === subnetId);
  return subnet !== undefined && hasInternetGateway(subnet, topology);
}

function hasInternetGateway(subnet: Subnet, topology: Topology): boolean {
  return routesOf(subnet, topology).some(({ destinationCidrBlock, gatewayId }) => {
    const kind = topology.gatewayLinks.find(({ gateway }) => gateway?.id === gatewayId)?.kind;
    return destinationCidrBlock === '0.0.0.0/0' && kind === 'internet-gateway';
  });
}

export function routesOf({ routeTableId }: Subnet, { model }: Topology): readonly Route[] {
  return model.routeTables.find(({ id }) => id === routeTableId)?.routes ?? [];
}

export function subnetOf({ subnetId }: NetworkInterface, { model }: Topology): Subnet {
  const subnet = model.subnets.find(({ id }) => id === subnetId);
  if (!subnet) throw new Error(`the interface's subnet "${subnetId}" is not in the model`);
  return subnet;
}
