/** The template's network as the report draws it: each subnet with its effective routes, each gateway. Pure. */
import type { DrawnNetwork, DrawnSubnet } from '../../report/inputs/network.ts';
import type { Model, Subnet } from '../template/model.ts';
import { prefixListsOf } from '../template/prefix-lists.ts';
import { routesOfSubnet } from '../template/subnets.ts';

export function drawnNetwork(model: Model): DrawnNetwork {
  const { vpc, subnets, gateways, endpoints } = model;
  return {
    ipv4CidrBlocks: vpc.ipv4CidrBlocks,
    ipv6CidrBlocks: vpc.ipv6CidrBlocks,
    subnets: subnets.map((subnet) => drawnSubnet(subnet, model)),
    gateways: [
      ...gateways.map(({ id, subnetId }) => (subnetId === null ? { id } : { id, subnetId })),
      ...endpoints.map(({ id, serviceName }) => ({ id, serviceName })),
    ],
  };
}

function drawnSubnet(subnet: Subnet, model: Model): DrawnSubnet {
  const { id, name, availabilityZone, ipv4CidrBlock, ipv6CidrBlock } = subnet;
  return {
    id,
    name,
    availabilityZone,
    cidrBlocks: [ipv4CidrBlock, ipv6CidrBlock].filter((block) => block !== null),
    routes: effectiveRoutes(subnet, model),
  };
}

function effectiveRoutes(subnet: Subnet, model: Model): DrawnSubnet['routes'] {
  const endpoints = model.endpoints.filter(({ routeTableIds }) =>
    routeTableIds.includes(subnet.routeTableId),
  );
  return [
    ...routesOfSubnet(subnet, model).map(({ destinationCidrBlock: destination, gatewayId }) => ({
      destination,
      gatewayId,
    })),
    ...endpoints.flatMap((endpoint) =>
      prefixListsOf(endpoint, model).map(({ id }) => ({ destination: id, gatewayId: endpoint.id })),
    ),
  ];
}
