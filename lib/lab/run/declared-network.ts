/** The template's network in the words of people who draw it: each subnet with its effective routes, each gateway. Pure. */
import type { DrawnNetwork } from '../../report/inputs/network.ts';
import type { Model, Subnet } from '../template/model.ts';
import { prefixListsOf } from '../template/prefix-lists.ts';

export function declaredNetwork(model: Model): DrawnNetwork {
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
