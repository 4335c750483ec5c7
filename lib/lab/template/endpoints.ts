/** The VPC's endpoints: gateway endpoints in route tables, interface endpoints in subnets. */
import { z } from 'zod';
import { stranger } from './associations.ts';
import { defaultSecurityGroupId } from './attributes.ts';
import type { Family, Model, Subnet, VpcEndpoint } from './model.ts';
import { refuseOtherVpc } from './one-vpc.ts';
import { privateDnsNames } from './private-dns-names.ts';
import { flag, refused, text, textList } from './property-types.ts';
import type { Stack, StackResource } from './stack.ts';
import { placeOf, TemplateError } from './template-error.ts';

const RESOURCES = refused('it has endpoints of AWS services only');

const endpointSchema = z.object({
  VpcId: text,
  ServiceName: text,
  ServiceRegion: refused('it has the services of one Region'),
  VpcEndpointType: z
    .enum(['Gateway', 'Interface'], 'the lab cannot model it: it has Gateway and Interface endpoints')
    .default('Gateway'),
  RouteTableIds: textList.default([]),
  SubnetIds: textList.default([]),
  SecurityGroupIds: textList.default([]),
  PrivateDnsEnabled: flag,
  IpAddressType: z.enum(['ipv4', 'ipv6', 'dualstack']).optional(),
  DnsOptions: z
    .object({
      DnsRecordIpType: z.enum(['ipv4', 'ipv6', 'dualstack', 'service-defined', 'not-specified']).optional(),
      PrivateDnsOnlyForInboundResolverEndpoint: z
        .enum(['AllResolvers', 'NotSpecified'], 'the lab cannot model it: it has no inbound resolver')
        .optional(),
      PrivateDnsPreference: refused('it has private DNS for the names of AWS services only'),
    })
    .optional(),
  PolicyDocument: z.unknown().optional(),
  ResourceConfigurationArn: RESOURCES,
  ServiceNetworkArn: RESOURCES,
});

type EndpointProperties = z.output<typeof endpointSchema>;

type Surroundings = Pick<Model, 'vpc' | 'subnets' | 'routeTables' | 'securityGroups'>;

const FAMILIES: Readonly<Record<'ipv4' | 'ipv6' | 'dualstack', readonly Family[]>> = {
  ipv4: ['IPv4'],
  ipv6: ['IPv6'],
  dualstack: ['IPv4', 'IPv6'],
};

/** The services that have a gateway endpoint, and the families of each (AWS PrivateLink guide, "Gateway endpoints"). */
const GATEWAY_SERVICES: Readonly<Record<string, readonly Family[]>> = {
  s3: ['IPv4', 'IPv6'],
  dynamodb: ['IPv4'],
  s3express: ['IPv4'],
};

export function buildEndpoints(stack: Stack, surroundings: Surroundings): VpcEndpoint[] {
  return stack.resourcesOfType('AWS::EC2::VPCEndpoint').map((resource) => {
    const properties = stack.read(resource, endpointSchema);
    refuseOtherVpc(resource, properties.VpcId, surroundings.vpc);
    const { RouteTableIds, SubnetIds, SecurityGroupIds } = properties;
    refuseStrangers(resource, 'RouteTableIds', RouteTableIds, surroundings.routeTables, 'route table');
    refuseStrangers(resource, 'SubnetIds', SubnetIds, surroundings.subnets, 'subnet');
    refuseStrangers(
      resource,
      'SecurityGroupIds',
      SecurityGroupIds,
      surroundings.securityGroups,
      'security group',
    );
    const bare = {
      logicalId: resource.logicalId,
      id: stack.refOf(resource.logicalId),
      serviceName: properties.ServiceName,
      service: serviceOf(resource, properties.ServiceName, stack.region),
      families: FAMILIES[properties.IpAddressType ?? 'ipv4'],
      policyDocument: properties.PolicyDocument ?? null,
    };
    return properties.VpcEndpointType === 'Gateway'
      ? gatewayEndpoint(resource, properties, bare)
      : interfaceEndpoint(resource, properties, bare, { ...surroundings, region: stack.region });
  });
}

type BareEndpoint = Pick<
  VpcEndpoint,
  'logicalId' | 'id' | 'serviceName' | 'service' | 'families' | 'policyDocument'
>;

/** `s3` of `com.amazonaws.us-west-2.s3`. */
function serviceOf(resource: StackResource, serviceName: string, region: string): string {
  const prefix = `com.amazonaws.${region}.`;
  if (serviceName.startsWith(prefix) && !serviceName.includes('.vpce-svc-')) {
    return serviceName.slice(prefix.length);
  }
  throw new TemplateError(
    `${placeOf(resource)}: ServiceName "${serviceName}" is no service that the lab has: it has those of AWS in the Region, like ${prefix}s3`,
  );
}

/** It changes no name's addresses, only the way to them; its DNS options matter to the names of interfaces. */
function gatewayEndpoint(
  resource: StackResource,
  { RouteTableIds, SubnetIds, SecurityGroupIds, PrivateDnsEnabled }: EndpointProperties,
  bare: BareEndpoint,
): VpcEndpoint {
  const possible = Object.hasOwn(GATEWAY_SERVICES, bare.service) ? GATEWAY_SERVICES[bare.service] : undefined;
  if (!possible) {
    const services = Object.keys(GATEWAY_SERVICES).join(', ');
    throw new TemplateError(
      `${placeOf(resource)}: "${bare.serviceName}" has no gateway endpoint, as ${services} have: write VpcEndpointType: Interface`,
    );
  }
  if (!bare.families.every((family) => possible.includes(family))) {
    throw new TemplateError(
      `${placeOf(resource)}: the gateway endpoint of "${bare.serviceName}" takes ${possible.join(' and ')} only`,
    );
  }
  if (SubnetIds.length + SecurityGroupIds.length > 0 || PrivateDnsEnabled) {
    throw new TemplateError(
      `${placeOf(resource)}: a gateway endpoint takes RouteTableIds, and no subnets, security groups or private DNS`,
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

function interfaceEndpoint(
  resource: StackResource,
  properties: EndpointProperties,
  bare: BareEndpoint,
  { vpc, subnets, region }: Surroundings & { readonly region: string },
): VpcEndpoint {
  const { RouteTableIds, SubnetIds, SecurityGroupIds, PrivateDnsEnabled = false } = properties;
  if (RouteTableIds.length > 0) {
    throw new TemplateError(`${placeOf(resource)}: an interface endpoint takes SubnetIds, not RouteTableIds`);
  }
  const own = subnets.filter(({ id }) => SubnetIds.includes(id));
  refuseSharedZone(resource, own);
  refuseMissingFamily(resource, own, bare.families);
  // AWS PrivateLink guide, "Private DNS": the VPC must have both.
  if (PrivateDnsEnabled && !(vpc.dnsSupport && vpc.dnsHostnames)) {
    throw new TemplateError(
      `${placeOf(resource)}: PrivateDnsEnabled needs EnableDnsSupport and EnableDnsHostnames of ${vpc.logicalId}`,
    );
  }
  return {
    ...bare,
    kind: 'interface',
    routeTableIds: [],
    subnetIds: SubnetIds,
    securityGroupIds:
      SecurityGroupIds.length > 0 ? SecurityGroupIds : [defaultSecurityGroupId(vpc.logicalId)],
    privateDnsNames: PrivateDnsEnabled ? privateDnsNamesOf(resource, bare.service, region) : [],
    ...dnsFamilies(resource, properties, bare.families),
  };
}

/**
 * `service-defined`: A records alone for the service's own names, both for the endpoint's (EC2, DnsOptionsSpecification).
 * Without a word the records follow the addresses.
 */
function dnsFamilies(
  resource: StackResource,
  { DnsOptions }: EndpointProperties,
  families: readonly Family[],
): Pick<VpcEndpoint, 'privateDnsFamilies' | 'regionalDnsFamilies'> {
  const type = DnsOptions?.DnsRecordIpType ?? 'not-specified';
  if (type === 'not-specified') return { privateDnsFamilies: families, regionalDnsFamilies: families };
  const wanted = FAMILIES[type === 'service-defined' ? 'dualstack' : type];
  if (!wanted.every((family) => families.includes(family))) {
    throw new TemplateError(
      `${placeOf(resource)}: DnsRecordIpType "${type}" needs ${wanted.join(' and ')}, and IpAddressType gives ${families.join(' and ')}`,
    );
  }
  return {
    privateDnsFamilies: type === 'service-defined' ? ['IPv4'] : wanted,
    regionalDnsFamilies: wanted,
  };
}

function privateDnsNamesOf(resource: StackResource, service: string, region: string): readonly string[] {
  const names = privateDnsNames(service, region);
  if (names) return names;
  throw new TemplateError(
    `${placeOf(resource)}: the lab does not know the private DNS names of "${service}": set PrivateDnsEnabled to false to have the endpoint without them`,
  );
}

function refuseSharedZone(resource: StackResource, subnets: readonly Subnet[]): void {
  const rival = subnets.find((subnet, index) =>
    subnets.slice(0, index).some(({ availabilityZone }) => availabilityZone === subnet.availabilityZone),
  );
  if (!rival) return;
  throw new TemplateError(
    `${placeOf(resource)}: an endpoint takes one subnet of each Availability Zone, and ${rival.logicalId} is a second one in ${rival.availabilityZone}`,
  );
}

function refuseMissingFamily(
  resource: StackResource,
  subnets: readonly Subnet[],
  families: readonly Family[],
): void {
  for (const { logicalId, ipv4CidrBlock, ipv6CidrBlock } of subnets) {
    const blocks = { IPv4: ipv4CidrBlock, IPv6: ipv6CidrBlock };
    const missing = families.find((family) => blocks[family] === null);
    if (missing === undefined) continue;
    throw new TemplateError(
      `${placeOf(resource)}: its IpAddressType wants ${missing}, which ${logicalId} has not`,
    );
  }
}

function refuseStrangers(
  resource: StackResource,
  property: string,
  ids: readonly string[],
  known: readonly { readonly id: string }[],
  noun: string,
): void {
  const unknown = ids.find((id) => !known.some((item) => item.id === id));
  if (unknown !== undefined) throw stranger(resource, property, unknown, noun);
}
