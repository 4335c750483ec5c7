/** The VPC's route tables with their routes, and which subnet uses which. */
import { z } from 'zod';
import type { UserError } from '../../user-error.ts';
import { readAssociations } from './associations.ts';
import { asText } from './intrinsics.ts';
import type { Gateway, PrefixList, Route, RouteTable, Vpc } from './model.ts';
import { ofVpc } from './one-vpc.ts';
import { ec2Id } from './physical-ids.ts';
import { text } from './property-types.ts';
import { idIn, readEach } from './read-each.ts';
import { referencesIn } from './references.ts';
import { buildRoutes } from './routes.ts';
import type { Stack, StackResource } from './stack.ts';
import { unknownId } from './template-error.ts';

interface RouteSources {
  /** Why the model does not have some of the template's NAT gateways, by their ids. */
  readonly unreadNats: ReadonlyMap<string, UserError>;
  readonly prefixLists: readonly PrefixList[];
}

/** @returns the template's tables and the main one, which every new VPC has without a resource for it */
export function buildRouteTables(
  stack: Stack,
  vpc: Vpc,
  gateways: readonly Gateway[],
  { unreadNats, prefixLists }: RouteSources,
): RouteTable[] {
  const own = ownTables(stack, vpc);
  const tables = own.some(({ main }) => main) ? own : [mainTable(vpc), ...own];
  const affects = (resource: StackResource) => tablesOfRoute(stack, resource, tables);
  readEach(stack, stack.resourcesOfType('AWS::EC2::Route'), affects, (resource) => {
    const RouteTableId = stack.property(resource, 'RouteTableId');
    const table = tables.find(({ id }) => id === RouteTableId);
    if (!table) throw unknownId(resource, 'RouteTableId', asText(RouteTableId), 'route table');
    const siblings = table.routes;
    table.routes.push(...buildRoutes(stack, resource, { vpc, gateways, unreadNats, prefixLists, siblings }));
  });
  return tables.map((table) => ({ ...table, routes: effectiveRoutes(table.routes) }));
}

/** Where the table is unknown, it may be any that the value names; one that names none may be the main one, which only a program can find. */
function tablesOfRoute(stack: Stack, resource: StackResource, tables: readonly RouteTable[]): string[] {
  const id = idIn(stack, resource, 'RouteTableId');
  if (id !== null) return [id];
  const value = resource.resource.Properties?.RouteTableId;
  const names = [true, false].flatMap((holds) => referencesIn(value, () => holds));
  const named = tables.filter(({ logicalId }) => names.includes(logicalId));
  return (named.length > 0 ? named : tables.slice(0, 1)).map((table) => table.id);
}

/** A block has one route: that of the table itself rather than one of a prefix list. */
function effectiveRoutes(routes: readonly Route[]): Route[] {
  const byBlock = new Map<string, Route>();
  for (const route of routes) {
    const known = byBlock.get(route.destinationCidrBlock);
    if (!known || known.prefixListId !== undefined) byBlock.set(route.destinationCidrBlock, route);
  }
  return routes.filter((route) => byBlock.get(route.destinationCidrBlock) === route);
}

type MutableTable = RouteTable & { routes: Route[] };

function mainTable(vpc: Vpc): MutableTable {
  const logicalId = `${vpc.logicalId}.MainRouteTable`;
  return { logicalId, main: true, id: mainRouteTableId(vpc.logicalId), routes: [] };
}

/** That of a new VPC. */
export function mainRouteTableId(vpcLogicalId: string): string {
  return ec2Id('rtb', `${vpcLogicalId}.MainRouteTable`);
}

function ownTables(stack: Stack, vpc: Vpc): MutableTable[] {
  const own = (resource: StackResource) => [stack.refOf(resource.logicalId)];
  return readEach(stack, ofVpc(stack, 'AWS::EC2::RouteTable', vpc), own, (resource) => {
    stack.read(resource, z.object({ VpcId: text }));
    const id = stack.refOf(resource.logicalId);
    const main = id === stack.described?.mainRouteTableId;
    return { logicalId: resource.logicalId, id, main, routes: [] };
  });
}

/** A subnet without an association uses the main table. */
export function routeTableOfSubnets(
  stack: Stack,
  subnets: readonly { readonly id: string; readonly logicalId: string }[],
  tables: readonly RouteTable[],
): (subnetId: string) => string {
  const associated = readAssociations(stack, subnets, {
    type: 'AWS::EC2::SubnetRouteTableAssociation',
    property: 'RouteTableId',
    noun: 'route table',
    known: tables.map(({ id }) => id),
  });
  const main = tables.find((table) => table.main)?.id ?? '';
  return (subnetId) => associated.get(subnetId) ?? main;
}
