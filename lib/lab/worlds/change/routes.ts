/** Adds routes to deployed route tables, for worlds about routing. */

import { baselineInternet } from '../../services/internet/baseline.ts';
import type { Model, Route } from '../../template/model.ts';
import { ec2Id } from '../../template/physical-ids.ts';
import { ipv6AddressesOf } from './hosts.ts';

/** Adds a route to the address of a host, more specific than any other, to every table that leads to the EIGW. */
export function addHostRoute(model: Model, host: RegExp, gatewayId: string): Model {
  const routes = ipv6AddressesOf(baselineInternet(model), host).map((address) => ({
    logicalId: 'AddedByHand',
    destinationCidrBlock: `${address}/128`,
    gatewayId,
  }));
  if (routes.length === 0) throw new Error(`the internet has no host ${host} with an IPv6 address`);
  return addRoutes(model, routes);
}

/** The same to a block of another VPC, through a peering connection. */
export function addPeer(model: Model, destinationCidrBlock: string): Model {
  const peering = { gatewayId: ec2Id('pcx', 'Peer'), toOtherNetworkBy: 'VpcPeeringConnectionId' };
  return addRoutes(model, [{ logicalId: 'AddedByHand', destinationCidrBlock, ...peering }]);
}

function addRoutes(model: Model, routes: readonly Route[]): Model {
  const eigws = model.gateways
    .filter(({ kind }) => kind === 'egress-only-internet-gateway')
    .map(({ id }) => id);
  return {
    ...model,
    routeTables: model.routeTables.map((table) =>
      table.routes.some((route) => eigws.includes(route.gatewayId))
        ? { ...table, routes: [...table.routes, ...routes] }
        : table,
    ),
  };
}
