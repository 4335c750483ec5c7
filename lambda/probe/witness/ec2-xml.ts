/** Reads EC2's answers: route tables and prefix lists. What is missing or unexpected is left out, never guessed. */

import { nameText } from '../../report/evidence-text.ts';
import { type Route, type RouteTable, routeState } from '../../report/route-table.ts';
import { childIn, textIn, type XmlElement } from '../../report/xml.ts';

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
  'odbNetworkArn',
];

export function readRouteTables(root: XmlElement): RouteTable[] {
  return itemsIn(responseIn(root, 'DescribeRouteTables'), 'routeTableSet').map((table) => ({
    associations: itemsIn(table, 'associationSet').map((association) => ({
      subnetId: textIn(association, 'subnetId') ?? null,
      main: textIn(association, 'main') === 'true',
    })),
    routes: itemsIn(table, 'routeSet').flatMap(readRoute),
  }));
}

export function readPrefixListsOfServices(root: XmlElement): ReadonlyMap<string, readonly string[]> {
  const lists = itemsIn(responseIn(root, 'DescribePrefixLists'), 'prefixListSet');
  return new Map(
    lists.flatMap((list) => {
      const id = textIn(list, 'prefixListId');
      return id === undefined ? [] : [[id, itemsIn(list, 'cidrSet').map(({ text }) => nameText(text))]];
    }),
  );
}

/** A page of the entries of one managed prefix list. */
export function readEntries(root: XmlElement): { readonly blocks: string[]; readonly next: string | null } {
  const response = responseIn(root, 'GetManagedPrefixListEntries');
  return {
    blocks: itemsIn(response, 'entrySet').flatMap((entry) => textIn(entry, 'cidr') ?? []),
    next: textIn(response, 'nextToken') || null,
  };
}

function readRoute(route: XmlElement): Route[] {
  const destination = firstText(route, DESTINATIONS);
  const target = firstText(route, TARGETS);
  if (destination === undefined) return [];
  return [{ destination, target: target ?? 'unknown', state: routeState(textIn(route, 'state')) }];
}

function firstText(element: XmlElement, names: readonly string[]): string | undefined {
  const text = names.map((name) => textIn(element, name)).find((each) => each !== undefined);
  return text && nameText(text);
}

function responseIn(root: XmlElement, action: string): XmlElement | undefined {
  return root.name === `${action}Response` ? root : undefined;
}

function itemsIn(element: XmlElement | undefined, set: string): XmlElement[] {
  return childIn(element, set)?.children.filter(({ name }) => name === 'item') ?? [];
}
