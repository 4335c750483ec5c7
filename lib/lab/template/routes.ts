/** One route of a table: its destination, its target, and what EC2 or the lab would refuse. */
import { z } from 'zod';
import { NAT64_PREFIX } from '../../../lambda/report/addresses.ts';
import { contains, formatCidr, parseCidr } from './cidr.ts';
import type { Gateway, Route, Vpc } from './model.ts';
import { cidrBlock, optionalText, refused, text } from './property-types.ts';
import type { StackResource } from './stack.ts';
import { errorAt } from './template-error.ts';

export const routeSchema = z.object({
  RouteTableId: text,
  DestinationCidrBlock: cidrBlock('IPv4', 'DestinationIpv6CidrBlock').optional(),
  DestinationIpv6CidrBlock: cidrBlock('IPv6', 'DestinationCidrBlock').optional(),
  DestinationPrefixListId: refused('it routes to blocks, not to prefix lists; write a route for each block'),
  GatewayId: optionalText,
  EgressOnlyInternetGatewayId: optionalText,
  NatGatewayId: optionalText,
  CarrierGatewayId: optionalText,
  CoreNetworkArn: optionalText,
  InstanceId: optionalText,
  LocalGatewayId: optionalText,
  NetworkInterfaceId: optionalText,
  TransitGatewayId: optionalText,
  VpcEndpointId: optionalText,
  VpcPeeringConnectionId: optionalText,
});

type RouteProperties = z.output<typeof routeSchema>;

/** The properties that name a gateway of the VPC, and those that name a way to another network. */
const GATEWAYS = ['GatewayId', 'EgressOnlyInternetGatewayId', 'NatGatewayId'] as const;
const OTHER_NETWORKS = [
  'CarrierGatewayId',
  'CoreNetworkArn',
  'InstanceId',
  'LocalGatewayId',
  'NetworkInterfaceId',
  'TransitGatewayId',
  'VpcEndpointId',
  'VpcPeeringConnectionId',
] as const;

interface RouteContext {
  readonly vpc: Vpc;
  readonly gateways: readonly Gateway[];
  /** The routes already in the table. */
  readonly siblings: readonly Route[];
}

export function buildRoute(
  resource: StackResource,
  properties: RouteProperties,
  { vpc, gateways, siblings }: RouteContext,
): Route {
  const [, destination] = requireOnlyOne(resource, properties, [
    'DestinationCidrBlock',
    'DestinationIpv6CidrBlock',
  ]);
  const [property, gatewayId] = requireOnlyOne(resource, properties, [...GATEWAYS, ...OTHER_NETWORKS]);
  const destinationCidrBlock = formatCidr(parseCidr(destination));
  requireRightFamily(resource, properties);
  requireOutsideVpc(resource, destinationCidrBlock, vpc);
  const leavesLab = leadsToOtherNetwork(property, gatewayId);
  if (!leavesLab) requireAttached(resource, properties, gatewayId, gateways);
  const rival = siblings.find((route) => route.destinationCidrBlock === destinationCidrBlock);
  if (rival) {
    throw errorAt(
      resource,
      `the route table already has a route to "${destinationCidrBlock}" (${rival.logicalId})`,
    );
  }
  const route = { logicalId: resource.logicalId, destinationCidrBlock, gatewayId };
  return leavesLab ? { ...route, toOtherNetworkBy: property } : route;
}

/** GatewayId names an internet gateway or a virtual private gateway. */
function leadsToOtherNetwork(property: string, id: string): boolean {
  return (OTHER_NETWORKS as readonly string[]).includes(property) || id.startsWith('vgw-');
}

/** @returns the one property of these that is set, and its value */
function requireOnlyOne<Name extends keyof RouteProperties>(
  resource: StackResource,
  properties: RouteProperties,
  names: readonly Name[],
): [property: Name, value: string] {
  const given = names.flatMap((name): [Name, string][] => {
    const value = properties[name];
    return value === undefined ? [] : [[name, value]];
  });
  const [only] = given;
  if (only !== undefined && given.length === 1) return only;
  throw errorAt(resource, `a route has exactly one of ${names.join(', ')}, this one ${given.length}`);
}

function requireRightFamily(resource: StackResource, properties: RouteProperties): void {
  const { DestinationCidrBlock: ipv4, DestinationIpv6CidrBlock: ipv6 } = properties;
  const { EgressOnlyInternetGatewayId: eigw, NatGatewayId: nat } = properties;
  if (ipv4 !== undefined && eigw !== undefined) {
    throw errorAt(
      resource,
      `DestinationCidrBlock "${ipv4}" leads to the egress-only internet gateway "${eigw}", which carries IPv6 only: use DestinationIpv6CidrBlock`,
    );
  }
  if (ipv6 !== undefined && nat !== undefined && !contains(parseCidr(NAT64_PREFIX), parseCidr(ipv6))) {
    throw errorAt(
      resource,
      `DestinationIpv6CidrBlock "${ipv6}" leads to the NAT gateway "${nat}", which takes IPv6 only as NAT64: use ${NAT64_PREFIX}`,
    );
  }
}

/** Each property takes one kind of gateway, which must be attached to the VPC. */
function requireAttached(
  resource: StackResource,
  properties: RouteProperties,
  gatewayId: string,
  gateways: readonly Gateway[],
): void {
  const kind = wantedKind(properties);
  if (gateways.some((gateway) => gateway.id === gatewayId && gateway.kind === kind)) return;
  throw errorAt(resource, `no ${kind.replaceAll('-', ' ')} "${gatewayId}" is attached to the VPC`);
}

function wantedKind({ EgressOnlyInternetGatewayId, NatGatewayId }: RouteProperties): Gateway['kind'] {
  if (EgressOnlyInternetGatewayId !== undefined) return 'egress-only-internet-gateway';
  return NatGatewayId === undefined ? 'internet-gateway' : 'nat-gateway';
}

/** EC2 allows a route more specific than the local one only for middleboxes. */
function requireOutsideVpc(resource: StackResource, destination: string, vpc: Vpc): void {
  const local = [...vpc.ipv4CidrBlocks, ...vpc.ipv6CidrBlocks].find((block) =>
    contains(parseCidr(block), parseCidr(destination)),
  );
  if (local === undefined) return;
  throw errorAt(
    resource,
    `"${destination}" is inside the VPC's own block ${local}, where the local route decides`,
  );
}
