/** The VPC's endpoints: gateway endpoints in route tables, interface endpoints in subnets. */
import { UserError } from '../../user-error.ts';
import {
  type BareEndpoint,
  type EndpointProperties,
  endpointSchema,
  FAMILIES,
} from './endpoint-properties.ts';
import { gatewayEndpoint } from './gateway-endpoint.ts';
import { interfaceEndpoint } from './interface-endpoint.ts';
import { asText } from './intrinsics.ts';
import type { Model, Vpc, VpcEndpoint } from './model.ts';
import { ofVpc } from './one-vpc.ts';
import { namesOfEndpoint } from './private-dns-names.ts';
import { idIn, idsIn, isSet, readable, withProperties } from './read-each.ts';
import type { Stack, StackResource, Unread } from './stack.ts';
import { errorAt, unknownId } from './template-error.ts';

/** The parts of the VPC that an endpoint can name. */
type EndpointNetwork = Pick<Model, 'vpc' | 'subnets' | 'routeTables' | 'securityGroups'>;

export function buildEndpoints(
  stack: Stack,
  network: EndpointNetwork,
  awsHostsIn: (region: string) => readonly string[] = () => [],
): VpcEndpoint[] {
  const awsHosts = awsHostsIn(stack.region);
  return ownEndpoints(stack, network.vpc).flatMap((resource) => {
    try {
      return [buildEndpoint(stack, resource, { ...network, region: stack.region, awsHosts })];
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      stack.leaveOut({ ...unreadEndpoint(stack, resource, awsHosts), error });
      return [];
    }
  });
}

function buildEndpoint(
  stack: Stack,
  resource: StackResource,
  network: EndpointNetwork & { readonly region: string; readonly awsHosts: readonly string[] },
): VpcEndpoint {
  const properties = stack.read(withKnownParts(stack, resource, network), endpointSchema);
  requireKnownParts(resource, properties, network);
  requireOwnRegion(resource, properties, stack.region);
  const bare = bareEndpoint(stack, resource, properties);
  if (properties.VpcEndpointType === 'Gateway') return gatewayEndpoint(resource, properties, bare);
  return interfaceEndpoint(resource, properties, bare, network);
}

/**
 * Those of services. One that inspects packets carries only those that a route leads to it, and the others lead to what has
 * names of its own, which the lab does not have.
 */
const OF_NO_SERVICE = ['GatewayLoadBalancer', 'Resource', 'ServiceNetwork'];

function ownEndpoints(stack: Stack, vpc: Vpc): StackResource[] {
  return ofVpc(stack, 'AWS::EC2::VPCEndpoint', vpc).filter(
    (resource) => !OF_NO_SERVICE.includes(idIn(stack, resource, 'VpcEndpointType') ?? ''),
  );
}

function requireOwnRegion(
  resource: StackResource,
  { ServiceRegion = '' }: EndpointProperties,
  region: string,
): void {
  if (['', region].includes(ServiceRegion)) return;
  throw errorAt(
    resource,
    `ServiceRegion is "${ServiceRegion}", and the lab has only the services of ${region}`,
  );
}

/** Tables of other stacks belong to no subnet of the template; a policy decides about requests, not about packets. */
function withKnownParts(
  stack: Stack,
  resource: StackResource,
  { routeTables }: EndpointNetwork,
): StackResource {
  const properties = resource.resource.Properties ?? {};
  const policyIsUnknown = isSet(stack, resource, 'PolicyDocument') && !isReadable(stack, resource);
  if (policyIsUnknown)
    stack.note(`the policy of ${resource.logicalId} could not be read: the lab takes the default one`);
  const tables = idsIn(stack, resource, 'RouteTableIds').filter((own) =>
    routeTables.some(({ id }) => id === own),
  );
  return withProperties(resource, {
    ...properties,
    ...(Array.isArray(properties.RouteTableIds) && { RouteTableIds: tables }),
    ...(policyIsUnknown && { PolicyDocument: undefined }),
  });
}

function isReadable(stack: Stack, resource: StackResource): boolean {
  return readable(() => stack.property(resource, 'PolicyDocument')) !== null;
}

/** Undefined where it is not set, and null where it cannot be read. */
function flagIn(stack: Stack, resource: StackResource, property: string): string | null | undefined {
  const value = readable(() => stack.property(resource, property));
  return value === undefined || value === null ? value : asText(value).toLowerCase();
}

/** @returns which tables and which names an endpoint has, as far as that can be read */
function unreadEndpoint(
  stack: Stack,
  resource: StackResource,
  awsHosts: readonly string[],
): Omit<Unread, 'error'> {
  const { logicalId, type } = resource;
  const isInterface = idIn(stack, resource, 'VpcEndpointType') === 'Interface';
  const flag = flagIn(stack, resource, 'PrivateDnsEnabled');
  const isPrivate = flag !== undefined && flag !== 'false';
  const names = namesOfEndpoint(idIn(stack, resource, 'ServiceName'), stack.region, awsHosts);
  return {
    logicalId,
    type,
    affects: isInterface ? [] : idsIn(stack, resource, 'RouteTableIds'),
    hides: isInterface && !isPrivate ? [] : names,
  };
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
