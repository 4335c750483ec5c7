/** The template's network in the words of people who draw it: each subnet with its effective routes, each gateway. Pure. */
import type { Model, Subnet } from '../template/model.ts';
import { prefixListsOf } from '../template/prefix-lists.ts';

export interface DeclaredNetwork {
  readonly ipv4CidrBlocks: readonly string[];
  readonly ipv6CidrBlocks: readonly string[];
  readonly subnets: readonly {
    readonly id: string;
    readonly name: string;
    readonly availabilityZone: string;
    readonly cidrBlocks: readonly string[];
    readonly routes: readonly { readonly destination: string; readonly gatewayId: string }[];
  }[];
  /** Endpoints among them, which take packets out of the VPC as well. */
  readonly gateways: readonly { readonly id: string }[];
}

export function declaredNetwork(model: Model): DeclaredNetwork {
  const { vpc, subnets, gateways, endpoints } = model;
  return {
    ipv4CidrBlocks: vpc.ipv4CidrBlocks,
    ipv6CidrBlocks: vpc.ipv6CidrBlocks,
    subnets: subnets.map(({ id, name, availabilityZone, ...subnet }) => ({
      id,
      name,
      availabilityZone,
      cidrBlocks: [subnet.ipv4CidrBlock ?? [], subnet.ipv6CidrBlock ?? []].flat(),
      routes: routesOf(subnet, model),
    })),
    gateways: [...gateways, ...endpoints].map(({ id }) => ({ id })),
  };
}

function routesOf({ routeTableId }: Pick<Subnet, 'routeTableId'>, model: Model) {
  const own = model.routeTables.find(({ id }) => id === routeTableId)?.routes ?? [];
  const endpoints = model.endpoints.filter(({ routeTableIds }) => routeTableIds.includes(routeTableId));
  return [
    ...own.map(({ destinationCidrBlock: destination, gatewayId }) => ({ destination, gatewayId })),
    ...endpoints.flatMap((endpoint) =>
      prefixListsOf(endpoint, model).map(({ id }) => ({ destination: id, gatewayId: endpoint.id })),
    ),
  ];
}
