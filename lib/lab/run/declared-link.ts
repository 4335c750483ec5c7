/** The gateway that a template names for `::/0` in a route table. */
import type { Link } from '../kernel/kernel.ts';
import type { Model } from '../template/model.ts';

export function declaredLink({ routeTables, gateways }: Model, routeTableId: string): Link | null {
  const table = routeTables.find(({ id }) => id === routeTableId);
  const route = table?.routes.find(({ destinationCidrBlock }) => destinationCidrBlock === '::/0');
  return gateways.find(({ id }) => id === route?.gatewayId)?.kind ?? null;
}
