/** Questions about the subnets of a model. */
import type { Model, Route, Subnet } from './model.ts';

/** The names by which a user can choose a subnet. */
export function namesOfSubnet({ logicalId, id, name, availabilityZone }: Subnet): string[] {
  return [logicalId, id, name, availabilityZone];
}

/** For messages: `subnet-0… (name), …`. */
export function listSubnets(subnets: readonly Subnet[]): string {
  return subnets.map(({ id, name }) => `${id} (${name})`).join(', ');
}

export function routesOfSubnet({ routeTableId }: Subnet, { routeTables }: Model): readonly Route[] {
  return routeTables.find(({ id }) => id === routeTableId)?.routes ?? [];
}

/** Its route to `::/0`; undefined where it has none. */
export function ipv6DefaultRoute(subnet: Subnet, model: Model): Route | undefined {
  return routesOfSubnet(subnet, model).find(({ destinationCidrBlock }) => destinationCidrBlock === '::/0');
}
