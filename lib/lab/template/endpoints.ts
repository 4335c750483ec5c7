/** The VPC's endpoints: gateway endpoints in route tables, interface endpoints in subnets. */
import {
  type BareEndpoint,
  type EndpointProperties,
  endpointSchema,
  FAMILIES,
} from './endpoint-properties.ts';
import { gatewayEndpoint } from './gateway-endpoint.ts';
import { interfaceEndpoint } from './interface-endpoint.ts';
import type { Model, VpcEndpoint } from './model.ts';
import { requireSameVpc } from './one-vpc.ts';
import type { Stack, StackResource } from './stack.ts';
import { errorAt, unknownId } from './template-error.ts';

/** The parts of the VPC that an endpoint can name. */
type EndpointNetwork = Pick<Model, 'vpc' | 'subnets' | 'routeTables' | 'securityGroups'>;

export function buildEndpoints(
  stack: Stack,
  network: EndpointNetwork,
  awsHostsIn: (region: string) => readonly string[] = () => [],
): VpcEndpoint[] {
  return ownEndpoints(stack).map((resource) => {
    const properties = stack.read(resource, endpointSchema);
    requireSameVpc(resource, properties.VpcId, network.vpc);
    requireKnownParts(resource, properties, network);
    const bare = bareEndpoint(stack, resource, properties);
    if (properties.VpcEndpointType === 'Gateway') return gatewayEndpoint(resource, properties, bare);
    const { region } = stack;
    return interfaceEndpoint(resource, properties, bare, {
      ...network,
      region,
      awsHosts: awsHostsIn(region),
    });
  });
}

/** One that inspects packets carries only those that a route leads to it. */
function ownEndpoints(stack: Stack): StackResource[] {
  return stack
    .resourcesOfType('AWS::EC2::VPCEndpoint')
    .filter((resource) => stack.property(resource, 'VpcEndpointType') !== 'GatewayLoadBalancer');
}

function bareEndpoint(
  stack: Stack,
  resource: StackResource,
  { ServiceName, IpAddressType = 'ipv4', PolicyDocument }: EndpointProperties,
): BareEndpoint {
  return {
    logicalId: resource.logicalId,
    id: stack.refOf(resource.logicalId),
    serviceName: ServiceName,
    service: serviceOf(resource, ServiceName, stack.region),
    families: FAMILIES[IpAddressType],
    policyDocument: PolicyDocument ?? null,
  };
}

/** `s3` of `com.amazonaws.us-west-2.s3`. */
function serviceOf(resource: StackResource, serviceName: string, region: string): string {
  const prefix = `com.amazonaws.${region}.`;
  // Many services in China begin theirs with the country (AWS PrivateLink in China).
  const own = region.startsWith('cn-') ? serviceName.replace(/^cn\./, '') : serviceName;
  if (own.startsWith(prefix) && !own.includes('.vpce-svc-')) return own.slice(prefix.length);
  const [, other] = /^(?:cn\.)?com\.amazonaws\.([a-z]+(?:-[a-z]+)+-\d+)\./.exec(serviceName) ?? [];
  if (other !== undefined && other !== region) {
    throw errorAt(
      resource,
      `ServiceName "${serviceName}" is in ${other}, and the lab emulates ${region}: add --region ${other}`,
    );
  }
  throw errorAt(
    resource,
    `ServiceName "${serviceName}" is not a service that the lab supports: it has those of AWS in the Region, like ${prefix}s3`,
  );
}

function requireKnownParts(
  resource: StackResource,
  { RouteTableIds, SubnetIds, SecurityGroupIds }: EndpointProperties,
  { routeTables, subnets, securityGroups }: EndpointNetwork,
): void {
  requireKnown(resource, 'RouteTableIds', RouteTableIds, routeTables, 'route table');
  requireKnown(resource, 'SubnetIds', SubnetIds, subnets, 'subnet');
  requireKnown(resource, 'SecurityGroupIds', SecurityGroupIds, securityGroups, 'security group');
}

function requireKnown(
  resource: StackResource,
  property: string,
  ids: readonly string[],
  known: readonly { readonly id: string }[],
  noun: string,
): void {
  const unknown = ids.find((id) => !known.some((item) => item.id === id));
  if (unknown !== undefined) throw unknownId(resource, property, unknown, noun);
}
