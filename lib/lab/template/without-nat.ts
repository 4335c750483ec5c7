/** A VPC after its NAT gateways are gone: the second network, and the third one's base. Pure. */
import type { Gateway, Model, Route } from './model.ts';

/** @returns the model without NAT gateways and the routes to them, NAT64 included */
export function withoutNat(model: Model): Model {
  const nat = natGatewaysOf(model).map(({ id }) => id);
  const stays = ({ gatewayId }: Route) => !nat.includes(gatewayId);
  return {
    ...model,
    gateways: model.gateways.filter(({ id }) => !nat.includes(id)),
    routeTables: model.routeTables.map((table) => ({ ...table, routes: table.routes.filter(stays) })),
  };
}

export function natGatewaysOf({ gateways }: Model): Gateway[] {
  return gateways.filter(({ kind }) => kind === 'nat-gateway');
}
