/** One route of a table: where to, by what, and what EC2 or the lab would refuse. */
import { z } from 'zod';
import { formatCidr, isInside, parseCidr } from './cidr.ts';
import type { Gateway, Route, Vpc } from './model.ts';
import { NAT64_PREFIX } from './nat64.ts';
import { ipv4CidrBlock, ipv6CidrBlock, optionalText, refused, text } from './property-types.ts';
import type { StackResource } from './stack.ts';
import { placeOf, TemplateError } from './template-error.ts';

const INSPECTION = refused('what inspects packets may drop any of them');

export const routeSchema = z.object({
  RouteTableId: text,
  DestinationCidrBlock: ipv4CidrBlock.optional(),
  DestinationIpv6CidrBlock: ipv6CidrBlock.optional(),
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
  VpcEndpointId: INSPECTION,
  VpcPeeringConnectionId: optionalText,
});

type RouteProperties = z.output<typeof routeSchema>;

interface RouteSurroundings {
  readonly vpc: Vpc;
  readonly gateways: readonly Gateway[];
  /** The routes that the table has already. */
  readonly siblings: readonly Route[];
}

export function buildRoute(
  resource: StackResource,
  properties: RouteProperties,
  { vpc, gateways, siblings }: RouteSurroundings,
): Route {
  const { DestinationCidrBlock: ipv4, DestinationIpv6CidrBlock: ipv6 } = properties;
  const destination = onlyOne(resource, 'DestinationCidrBlock or DestinationIpv6CidrBlock', [ipv4, ipv6]);
  const otherNetwork = otherNetworkOf(properties);
  const gatewayId = onlyOne(resource, 'GatewayId, EgressOnlyInternetGatewayId, NatGatewayId and the like', [
    otherNetwork === properties.GatewayId ? undefined : properties.GatewayId,
    properties.EgressOnlyInternetGatewayId,
    properties.NatGatewayId,
    otherNetwork,
  ]);
  const destinationCidrBlock = formatCidr(parseCidr(destination));
  refuseWrongFamily(resource, properties);
  refuseInsideVpc(resource, destinationCidrBlock, vpc);
  if (otherNetwork === undefined) refuseUnattached(resource, properties, gatewayId, gateways);
  else refusePublic(resource, destinationCidrBlock, gatewayId);
  const rival = siblings.find((route) => route.destinationCidrBlock === destinationCidrBlock);
  if (rival) {
    throw new TemplateError(
      `${placeOf(resource)}: the route table already has a route to "${destinationCidrBlock}" (${rival.logicalId})`,
    );
  }
  return {
    logicalId: resource.logicalId,
    destinationCidrBlock,
    gatewayId,
    ...(otherNetwork !== undefined && { toOtherNetwork: true }),
  };
}

/** A virtual private gateway is named as an internet gateway is. */
function otherNetworkOf(properties: RouteProperties): string | undefined {
  const { GatewayId } = properties;
  return (
    properties.CarrierGatewayId ??
    properties.CoreNetworkArn ??
    properties.InstanceId ??
    properties.LocalGatewayId ??
    properties.NetworkInterfaceId ??
    properties.TransitGatewayId ??
    properties.VpcPeeringConnectionId ??
    (GatewayId?.startsWith('vgw-') ? GatewayId : undefined)
  );
}

/** Where nobody on the internet is: what the lab says of the internet holds, whatever is there (RFC 1918, 6598, 4193). */
const PRIVATE_BLOCKS = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'];

function refusePublic(resource: StackResource, destination: string, targetId: string): void {
  if (PRIVATE_BLOCKS.some((block) => isInside(parseCidr(destination), parseCidr(block)))) return;
  throw new TemplateError(
    `${placeOf(resource)}: "${destination}" leads to "${targetId}", and what that network does with it the lab cannot know: it takes such routes to private addresses only`,
  );
}

function onlyOne(resource: StackResource, names: string, values: readonly (string | undefined)[]): string {
  const given = values.filter((value) => value !== undefined);
  const [value] = given;
  if (value !== undefined && given.length === 1) return value;
  throw new TemplateError(
    `${placeOf(resource)}: a route has exactly one of ${names}, this one ${given.length}`,
  );
}

function refuseWrongFamily(resource: StackResource, properties: RouteProperties): void {
  const { DestinationCidrBlock: ipv4, DestinationIpv6CidrBlock: ipv6 } = properties;
  const { EgressOnlyInternetGatewayId: eigw, NatGatewayId: nat } = properties;
  if (ipv4 !== undefined && eigw !== undefined) {
    throw new TemplateError(
      `${placeOf(resource)}: DestinationCidrBlock "${ipv4}" leads to the egress-only internet gateway "${eigw}", which carries IPv6 only: use DestinationIpv6CidrBlock`,
    );
  }
  if (ipv6 !== undefined && nat !== undefined && !isInside(parseCidr(ipv6), parseCidr(NAT64_PREFIX))) {
    throw new TemplateError(
      `${placeOf(resource)}: DestinationIpv6CidrBlock "${ipv6}" leads to the NAT gateway "${nat}", which takes IPv6 only as NAT64: use ${NAT64_PREFIX}`,
    );
  }
}

/** Each property takes its own kind of gateway, and only one that the VPC has. */
function refuseUnattached(
  resource: StackResource,
  properties: RouteProperties,
  gatewayId: string,
  gateways: readonly Gateway[],
): void {
  const kind = wantedKind(properties);
  if (gateways.some((gateway) => gateway.id === gatewayId && gateway.kind === kind)) return;
  throw new TemplateError(
    `${placeOf(resource)}: "${gatewayId}" is no ${kind.replaceAll('-', ' ')} that is attached to the VPC`,
  );
}

function wantedKind({ EgressOnlyInternetGatewayId, NatGatewayId }: RouteProperties): Gateway['kind'] {
  if (EgressOnlyInternetGatewayId !== undefined) return 'egress-only-internet-gateway';
  return NatGatewayId === undefined ? 'internet-gateway' : 'nat-gateway';
}

/** EC2 allows a route more specific than the local one for middleboxes alone. */
function refuseInsideVpc(resource: StackResource, destination: string, vpc: Vpc): void {
  const local = [...vpc.ipv4CidrBlocks, ...vpc.ipv6CidrBlocks].find((block) =>
    isInside(parseCidr(destination), parseCidr(block)),
  );
  if (local === undefined) return;
  throw new TemplateError(
    `${placeOf(resource)}: "${destination}" is inside the VPC's own block ${local}, where the local route decides`,
  );
}
