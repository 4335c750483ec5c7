/** One route of a table: its destinations, its target, and what EC2 or the lab would refuse. */
import { z } from 'zod';
import { NAT64_PREFIX } from '../../../lambda/report/addresses.ts';
import type { UserError } from '../../user-error.ts';
import { isBlackHole } from './black-hole.ts';
import { contains, formatCidr, parseCidr } from './cidr.ts';
import type { Gateway, PrefixList, Route, Vpc } from './model.ts';
import { ec2Id } from './physical-ids.ts';
import { cidrBlock, optionalText, text } from './property-types.ts';
import { idIn, isSet } from './read-each.ts';
import type { Stack, StackResource } from './stack.ts';
import { errorAt } from './template-error.ts';

const routeSchema = z.object({
  RouteTableId: text,
  DestinationCidrBlock: cidrBlock('IPv4', 'DestinationIpv6CidrBlock').optional(),
  DestinationIpv6CidrBlock: cidrBlock('IPv6', 'DestinationCidrBlock').optional(),
  DestinationPrefixListId: optionalText,
  GatewayId: optionalText,
  EgressOnlyInternetGatewayId: optionalText,
});

type RouteProperties = z.output<typeof routeSchema> & { readonly NatGatewayId?: string };

/** The properties that name a gateway of the VPC, and those that name a way to another network, with the form of its id. */
const GATEWAYS = ['GatewayId', 'EgressOnlyInternetGatewayId'] as const;
const OTHER_NETWORKS: Readonly<Record<string, string>> = {
  CarrierGatewayId: 'cagw',
  CoreNetworkArn: 'core-network',
  InstanceId: 'i',
  LocalGatewayId: 'lgw',
  NatGatewayId: 'nat',
  NetworkInterfaceId: 'eni',
  OdbNetworkArn: 'odbnet',
  TransitGatewayId: 'tgw',
  VpcEndpointId: 'vpce',
  VpcPeeringConnectionId: 'pcx',
};

interface RouteContext {
  readonly vpc: Vpc;
  readonly gateways: readonly Gateway[];
  /** Why the model does not have some of the template's NAT gateways, by their ids. */
  readonly unreadNats: ReadonlyMap<string, UserError>;
  /** The template's own: those of AWS's services differ in each Region. */
  readonly prefixLists: readonly PrefixList[];
  /** The routes already in the table. */
  readonly siblings: readonly Route[];
}

/** @returns a route for each block: a prefix list has several */
export function buildRoutes(stack: Stack, resource: StackResource, context: RouteContext): Route[] {
  const read = stack.read(resource, routeSchema);
  const targets = [...gatewaysOf(read), ...otherNetworksOf(stack, resource)];
  const [property, gatewayId] = requireOne(resource, targets, [...GATEWAYS, ...Object.keys(OTHER_NETWORKS)]);
  const properties = { ...read, ...(property === 'NatGatewayId' && { NatGatewayId: gatewayId }) };
  const isLost = isBlackHole(stack, resource);
  const leavesLab = !isLost && leadsToOtherNetwork(property, gatewayId, context);
  if (!leavesLab && !isLost) requireAttached(resource, properties, gatewayId, context.gateways);
  const target = { gatewayId, ...(leavesLab && { toOtherNetworkBy: property }) };
  return destinationsOf(resource, properties, context).map((destination) => {
    requireRightFamily(resource, { ...properties, ...destination });
    requireOutsideVpc(resource, destination.destinationCidrBlock, context.vpc);
    requireNoRival(resource, destination, target, context.siblings);
    return { logicalId: resource.logicalId, ...destination, ...target };
  });
}

type Destination = Pick<Route, 'destinationCidrBlock' | 'prefixListId'>;

const DESTINATIONS = ['DestinationCidrBlock', 'DestinationIpv6CidrBlock', 'DestinationPrefixListId'] as const;

function destinationsOf(
  resource: StackResource,
  properties: RouteProperties,
  { prefixLists }: RouteContext,
): Destination[] {
  const given = DESTINATIONS.flatMap((name) => pair([name, properties[name]]));
  const [property, value] = requireOne(resource, given, DESTINATIONS);
  if (property !== 'DestinationPrefixListId') return [{ destinationCidrBlock: formatCidr(parseCidr(value)) }];
  const list = prefixLists.find(({ id }) => id === value);
  if (!list) throw unknownList(resource, value);
  return list.cidrBlocks.map((destinationCidrBlock) => ({ destinationCidrBlock, prefixListId: value }));
}

function unknownList(resource: StackResource, id: string): UserError {
  const { logicalId } = resource;
  // A described VPC gives it a space.
  const argument = logicalId.includes(' ') ? `'${logicalId}'` : logicalId;
  return errorAt(
    resource,
    `DestinationPrefixListId "${id}" is not one of the template's prefix lists, so which addresses it takes is unknown: leave the route out with --without ${argument} if no target is in the list, or write the list as an AWS::EC2::PrefixList`,
  );
}

/**
 * A block that the table routes by itself wins over one from a prefix list; of two lists with a block EC2 chooses one at
 * random (VPC User Guide, "Route priority for prefix lists").
 */
function requireNoRival(
  resource: StackResource,
  { destinationCidrBlock, prefixListId }: Destination,
  { gatewayId }: Pick<Route, 'gatewayId'>,
  siblings: readonly Route[],
): void {
  const rival = siblings.find(
    (route) =>
      route.destinationCidrBlock === destinationCidrBlock &&
      (route.prefixListId === undefined) === (prefixListId === undefined) &&
      (prefixListId === undefined || route.gatewayId !== gatewayId),
  );
  if (!rival) return;
  throw errorAt(
    resource,
    `the route table already has a route to "${destinationCidrBlock}" (${rival.logicalId})`,
  );
}

type Pair = readonly [property: string, value: string];

function pair([property, value]: readonly [string, string | undefined]): Pair[] {
  return value === undefined ? [] : [[property, value]];
}

function gatewaysOf(properties: z.output<typeof routeSchema>): Pair[] {
  return GATEWAYS.flatMap((property) => pair([property, properties[property]]));
}

/** Which transit gateway, or which peer, does not matter: where its id is missing, any stands for it. */
function otherNetworksOf(stack: Stack, resource: StackResource): Pair[] {
  return Object.entries(OTHER_NETWORKS)
    .filter(([property]) => isSet(stack, resource, property))
    .map(([property, prefix]) => [
      property,
      idIn(stack, resource, property) ?? ec2Id(prefix, `${resource.logicalId}.${property}`),
    ]);
}

/**
 * GatewayId names an internet gateway or a virtual private gateway. A NAT gateway of the model is the lab's own; where a
 * private one, or one of another stack, leads is unknown.
 */
function leadsToOtherNetwork(property: string, id: string, { gateways, unreadNats }: RouteContext): boolean {
  const unread = unreadNats.get(id);
  if (unread) throw unread;
  if (property === 'NatGatewayId') return !gateways.some((own) => own.id === id);
  return Object.hasOwn(OTHER_NETWORKS, property) || id.startsWith('vgw-');
}

/** @returns the one property of these that is set, and its value */
function requireOne(resource: StackResource, given: readonly Pair[], names: readonly string[]): Pair {
  const [only] = given;
  if (only !== undefined && given.length === 1) return only;
  throw errorAt(resource, `a route has exactly one of ${names.join(', ')}, this one ${given.length}`);
}

function requireRightFamily(
  resource: StackResource,
  { EgressOnlyInternetGatewayId: eigw, NatGatewayId: nat, ...destination }: RouteProperties & Destination,
): void {
  const block = parseCidr(destination.destinationCidrBlock);
  const { DestinationPrefixListId: list } = destination;
  const from = (property: string) => `${list === undefined ? property : `the prefix list "${list}" with`} `;
  if (block.family === 'IPv4' && eigw !== undefined) {
    throw errorAt(
      resource,
      `${from('DestinationCidrBlock')}"${formatCidr(block)}" leads to the egress-only internet gateway "${eigw}", which carries IPv6 only: use DestinationIpv6CidrBlock`,
    );
  }
  if (block.family === 'IPv6' && nat !== undefined && !contains(parseCidr(NAT64_PREFIX), block)) {
    throw errorAt(
      resource,
      `${from('DestinationIpv6CidrBlock')}"${formatCidr(block)}" leads to the NAT gateway "${nat}", which takes IPv6 only as NAT64: use ${NAT64_PREFIX}`,
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
  throw errorAt(
    resource,
    `no ${kind.replaceAll('-', ' ').replace('egress only', 'egress-only')} "${gatewayId}" is attached to the VPC`,
  );
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
