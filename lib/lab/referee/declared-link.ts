/** The kind of gateway that the template names for `::/0` of a subnet. */
import type { Link } from '../kernel/kernel.ts';
import type { Model, Subnet } from '../template/model.ts';
import { ipv6DefaultRoute } from '../template/subnets.ts';

/** Null where no route leads to a gateway of the VPC. */
export function declaredLink(model: Model, subnet: Subnet): Link | null {
  const route = ipv6DefaultRoute(subnet, model);
  return model.gateways.find(({ id }) => id === route?.gatewayId)?.kind ?? null;
}
