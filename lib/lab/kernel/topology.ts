/** The names of the lab's links and who uses them: decided once, so that routing and filtering agree. */

import type { Gateway, Model, Route, Subnet } from '../template/model.ts';
import { type EndpointInterface, placeEndpointInterfaces } from './endpoints.ts';
import type { NetworkInterface } from './interfaces.ts';
import type { Link } from './ledger.ts';
import { resolverAddresses } from './resolver-addresses.ts';

/** The namespace that forwards between interfaces and gateways, as the VPC's own router does. */
export const ROUTER = 'router';

/** Where the router sends packets that have no route: they are counted and dropped in silence. */
export const VOID = 'void';

/** And packets whose route leads to a network that the lab does not have. */
export const ELSEWHERE = 'elsewhere';

/** The link to the resolver, which is outside the VPC: it answers from the internet's namespace. */
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

/** Endpoints are not gateways, but their traffic also leaves the VPC: all of it over one link of its own. */
function endpointLink({ endpoints }: Model): GatewayLink[] {
  if (endpoints.length === 0) return [];
  return [{ name: ENDPOINT_LINK, kind: 'vpc-endpoint', gateway: null }];
}

/** `eigw`; the second of a kind is `eigw1`. */
function linkName({ id, kind }: Gateway, gateways: readonly Gateway[]): string {
  const position = gateways.filter((other) => other.kind === kind).findIndex((other) => other.id === id);
  return `${LINK_NAMES[kind]}${position === 0 ? '' : position}`;
}

/** The link that a route leads to; null for a NAT gateway that is in no subnet and without a way to the internet. */
export function linkOfRoute({ gatewayId }: Route, { gatewayLinks, model }: Topology): GatewayLink | null {
  const link = gatewayLinks.find(({ gateway }) => gateway?.id === gatewayId);
  if (link?.kind !== 'nat-gateway' || model.subnets.some(({ id }) => id === link.gateway?.subnetId))
    return link ?? null;
  // A regional one needs no public subnet, only an internet gateway in the VPC (VPC User Guide, "Regional NAT gateways").
  const isRegional = link.gateway?.subnetId === null;
  return isRegional && gatewayLinks.some(({ kind }) => kind === 'internet-gateway') ? link : null;
}

/** Whether the route leads to an internet gateway. */
export function leadsToInternet({ gatewayId }: Route, { gatewayLinks }: Topology): boolean {
  return gatewayLinks.find(({ gateway }) => gateway?.id === gatewayId)?.kind === 'internet-gateway';
}

export function subnetOf({ subnetId }: NetworkInterface, { model }: Topology): Subnet {
  const subnet = model.subnets.find(({ id }) => id === subnetId);
  if (!subnet) throw new Error(`the interface's subnet "${subnetId}" is not in the model`);
  return subnet;
}
