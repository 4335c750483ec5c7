/** A subnet's effective routes as EC2 would describe them: what the probe finds where it reaches EC2. Pure. */
import { type Route, routeFinding } from '../../../lambda/report/route-table.ts';
import type { RouteFinding } from '../../../lambda/report/witnesses.ts';
import type { Model, Subnet } from '../template/model.ts';
import { prefixListsOf } from '../template/prefix-lists.ts';
import { routesOfSubnet } from '../template/subnets.ts';

export function subnetRoutes(subnet: Subnet, model: Model): RouteFinding {
  const routes = [...localRoutes(model), ...ownRoutes(subnet, model), ...endpointRoutes(subnet, model)];
  const blocks = new Map(model.prefixLists.map(({ id, cidrBlocks }) => [id, cidrBlocks]));
  return routeFinding({ associations: [], routes }, { blocks, unread: new Map() });
}

function localRoutes({ vpc }: Model): Route[] {
  return [...vpc.ipv4CidrBlocks, ...vpc.ipv6CidrBlocks].map((destination) => ({
    ...{ destination, target: 'local', state: 'active' as const },
  }));
}

/** A route whose gateway is gone stays as a black hole. */
function ownRoutes(subnet: Subnet, model: Model): Route[] {
  return routesOfSubnet(subnet, model).map(({ destinationCidrBlock, gatewayId, toOtherNetworkBy }) => ({
    destination: destinationCidrBlock,
    target: gatewayId,
    state: toOtherNetworkBy || model.gateways.some(({ id }) => id === gatewayId) ? 'active' : 'blackhole',
  }));
}

function endpointRoutes({ routeTableId }: Subnet, model: Model): Route[] {
  return model.endpoints
    .filter(({ routeTableIds }) => routeTableIds.includes(routeTableId))
    .flatMap((endpoint) =>
      prefixListsOf(endpoint, model).map(({ id }) => ({
        ...{ destination: id, target: endpoint.id, state: 'active' as const },
      })),
    );
}
