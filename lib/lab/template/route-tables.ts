/** The VPC's route tables with their routes, and which subnet uses which. */
import { z } from 'zod';
import { readAssociations } from './associations.ts';
import type { Gateway, Route, RouteTable, Vpc } from './model.ts';
import { requireSameVpc } from './one-vpc.ts';
import { ec2Id } from './physical-ids.ts';
import { text } from './property-types.ts';
import { buildRoute, routeSchema } from './routes.ts';
import type { Stack } from './stack.ts';
import { unknownId } from './template-error.ts';
import type { BareSubnet } from './vpc.ts';

/** @returns the template's tables and the main one, which every VPC has without a resource for it */
export function buildRouteTables(stack: Stack, vpc: Vpc, gateways: readonly Gateway[]): RouteTable[] {
  const main = { logicalId: `${vpc.logicalId}.MainRouteTable`, main: true };
  const own = stack.resourcesOfType('AWS::EC2::RouteTable').map((resource) => {
    requireSameVpc(resource, stack.read(resource, z.object({ VpcId: text })).VpcId, vpc);
    return { logicalId: resource.logicalId, main: false };
  });
  const tables = [main, ...own].map((table) => ({
    ...table,
    id: table.main ? ec2Id('rtb', table.logicalId) : stack.refOf(table.logicalId),
    routes: [] as Route[],
  }));
  for (const resource of stack.resourcesOfType('AWS::EC2::Route')) {
    const properties = stack.read(resource, routeSchema);
    const table = tables.find(({ id }) => id === properties.RouteTableId);
    if (!table) throw unknownId(resource, 'RouteTableId', properties.RouteTableId, 'route table');
    table.routes.push(buildRoute(resource, properties, { vpc, gateways, siblings: table.routes }));
  }
  return tables;
}

/** A subnet without an association uses the main table. */
export function routeTableOfSubnets(
  stack: Stack,
  subnets: readonly BareSubnet[],
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
