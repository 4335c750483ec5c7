/** A VPC after its NAT gateways and NAT instances are gone: the second network, and the third one's base. Pure. */
import type { Forwarder, Gateway, Model, Route } from './model.ts';

/** @returns the model without NAT gateways, NAT instances and the routes to them, NAT64 included */
export function withoutNat(model: Model): Model {
  const nat = natIdsOf(model);
  const stays = ({ gatewayId }: Route) => !nat.includes(gatewayId);
  return {
    ...model,
    forwarders: model.forwarders.filter(({ isNat }) => !isNat),
    gateways: model.gateways.filter(({ id }) => !nat.includes(id)),
    routeTables: model.routeTables.map((table) => ({ ...table, routes: table.routes.filter(stays) })),
  };
}

/** Those that routes name. */
export function natIdsOf(model: Model): string[] {
  return [...natGatewaysOf(model), ...natInstancesOf(model)].map(({ id }) => id);
}

export function natInstancesOf({ forwarders }: Model): Forwarder[] {
  return forwarders.filter(({ isNat }) => isNat);
}

export function natGatewaysOf({ gateways }: Model): Gateway[] {
  return gateways.filter(({ kind }) => kind === 'nat-gateway');
}
