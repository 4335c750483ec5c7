/** Gateway endpoints. They do not change the addresses of any name, only the path to those addresses. */
import { lookUp } from '../../../lambda/report/look-up.ts';
import type { BareEndpoint, EndpointProperties } from './endpoint-properties.ts';
import type { Family, VpcEndpoint } from './model.ts';
import type { StackResource } from './stack.ts';
import { errorAt } from './template-error.ts';

/** The services that have a gateway endpoint, with their families (AWS PrivateLink guide, "Gateway endpoints"). */
const GATEWAY_SERVICES: Readonly<Record<string, readonly Family[]>> = {
  s3: ['IPv4', 'IPv6'],
  dynamodb: ['IPv4'],
  s3express: ['IPv4'],
};

export function gatewayEndpoint(
  resource: StackResource,
  { RouteTableIds, SubnetIds, SecurityGroupIds, PrivateDnsEnabled }: EndpointProperties,
  bare: BareEndpoint,
): VpcEndpoint {
  requireGatewayService(resource, bare);
  if (SubnetIds.length + SecurityGroupIds.length > 0 || PrivateDnsEnabled) {
    throw errorAt(
      resource,
      'a gateway endpoint takes RouteTableIds, and no subnets, security groups or private DNS',
    );
  }
  return {
    ...bare,
    kind: 'gateway',
    routeTableIds: RouteTableIds,
    subnetIds: [],
    securityGroupIds: [],
    privateDnsNames: [],
    privateDnsFamilies: [],
    regionalDnsFamilies: [],
  };
}

function requireGatewayService(
  resource: StackResource,
  { service, serviceName, families }: BareEndpoint,
): void {
  const possible = lookUp(GATEWAY_SERVICES, service);
  if (!possible) {
    const services = Object.keys(GATEWAY_SERVICES).join(', ');
    throw errorAt(
      resource,
      `"${serviceName}" has no gateway endpoint, only ${services} have one: write VpcEndpointType: Interface`,
    );
  }
  if (families.every((family) => possible.includes(family))) return;
  throw errorAt(resource, `the gateway endpoint of "${serviceName}" takes ${possible.join(' and ')} only`);
}
