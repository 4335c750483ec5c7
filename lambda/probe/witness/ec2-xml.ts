/** Reads EC2's XML answers: route tables and prefix lists. What is missing or strange is left out, never guessed. */

import type { PrefixLists, Route, RouteTable } from '../../report/route-table.ts';
import type { XmlDocument } from './ec2-query.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The fields that can hold a route's destination and its target, as DescribeRouteTables names them. */
const DESTINATIONS = ['destinationIpv6CidrBlock', 'destinationCidrBlock', 'destinationPrefixListId'];
const TARGETS = [
  'egressOnlyInternetGatewayId',
  'gatewayId',
  'natGatewayId',
  'transitGatewayId',
  'vpcPeeringConnectionId',
  'localGatewayId',
  'carrierGatewayId',
  'coreNetworkArn',
  'networkInterfaceId',
  'instanceId',
];

export function readRouteTables(document: XmlDocument): RouteTable[] {
  return items(field(document, 'DescribeRouteTablesResponse', 'routeTableSet')).map((table) => ({
    associations: items(table.associationSet).map(({ subnetId, main }) => ({
      subnetId: typeof subnetId === 'string' ? subnetId : null,
      main: main === 'true',
    })),
    routes: items(table.routeSet).flatMap(readRoute),
  }));
}

export function readPrefixLists(document: XmlDocument): PrefixLists {
  const lists = items(field(document, 'DescribePrefixListsResponse', 'prefixListSet'));
  return new Map(lists.map(({ prefixListId, cidrSet }) => [String(prefixListId), texts(cidrSet)]));
}

function readRoute(route: Fields): Route[] {
  const destination = firstText(route, DESTINATIONS);
  const target = firstText(route, TARGETS);
  if (destination === undefined) return [];
  return [{ destination, target: target ?? 'unknown', blackhole: route.state === 'blackhole' }];
}

function firstText(fields: Fields, names: readonly string[]): string | undefined {
  return names
    .map((name) => fields[name])
    .find((value): value is string => typeof value === 'string' && value !== '');
}

function field(document: unknown, ...names: string[]): unknown {
  return names.reduce<unknown>((value, name) => (isFields(value) ? value[name] : undefined), document);
}

/** EC2's sets: `<item>` once, several times, or not at all. */
function items(set: unknown): Fields[] {
  return [field(set, 'item') ?? []].flat().filter(isFields);
}

function texts(set: unknown): string[] {
  return [field(set, 'item') ?? []].flat().filter((item) => typeof item === 'string');
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
