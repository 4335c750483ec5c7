/** Interface endpoints: their subnets, security groups and names. */
import { defaultSecurityGroupId } from './attributes.ts';
import { type BareEndpoint, type EndpointProperties, FAMILIES } from './endpoint-properties.ts';
import type { Family, Subnet, Vpc, VpcEndpoint } from './model.ts';
import { privateDnsNames } from './private-dns-names.ts';
import type { StackResource } from './stack.ts';
import { errorAt } from './template-error.ts';

interface InterfaceContext {
  readonly vpc: Vpc;
  readonly subnets: readonly Subnet[];
  readonly region: string;
  /** The host names of AWS's services in the Region. */
  readonly awsHosts: readonly string[];
}

export function interfaceEndpoint(
  resource: StackResource,
  properties: EndpointProperties,
  bare: BareEndpoint,
  context: InterfaceContext,
): VpcEndpoint {
  const { RouteTableIds, SubnetIds, SecurityGroupIds, PrivateDnsEnabled = false } = properties;
  const { vpc, subnets } = context;
  if (RouteTableIds.length > 0) {
    throw errorAt(resource, 'an interface endpoint takes SubnetIds, not RouteTableIds');
  }
  const own = subnets.filter(({ id }) => SubnetIds.includes(id));
  requireOneSubnetPerZone(resource, own);
  requireFamilies(resource, own, bare.families);
  // AWS PrivateLink guide, "Private DNS": the VPC must have both.
  if (PrivateDnsEnabled && !(vpc.dnsSupport && vpc.dnsHostnames)) {
    throw errorAt(
      resource,
      `PrivateDnsEnabled needs EnableDnsSupport and EnableDnsHostnames of ${vpc.logicalId}`,
    );
  }
  return {
    ...bare,
    kind: 'interface',
    routeTableIds: [],
    subnetIds: SubnetIds,
    securityGroupIds:
      SecurityGroupIds.length > 0 ? SecurityGroupIds : [defaultSecurityGroupId(vpc.logicalId)],
    privateDnsNames: hasNamesInVpc(properties) ? requirePrivateDnsNames(resource, bare.service, context) : [],
    ...dnsFamilies(resource, properties, bare.families),
  };
}

/** Within the VPC the names of S3 can be left to its gateway endpoint (Amazon S3 User Guide, "Private DNS"). */
function hasNamesInVpc({ PrivateDnsEnabled = false, DnsOptions }: EndpointProperties): boolean {
  return PrivateDnsEnabled && DnsOptions?.PrivateDnsOnlyForInboundResolverEndpoint !== 'OnlyInboundResolver';
}

/**
 * `service-defined`: only A records for the service's own names, both kinds for the endpoint's (EC2, DnsOptionsSpecification).
 * By default the records follow the addresses.
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
    throw errorAt(
      resource,
      `DnsRecordIpType "${type}" needs ${wanted.join(' and ')}, and IpAddressType gives ${families.join(' and ')}`,
    );
  }
  return {
    privateDnsFamilies: type === 'service-defined' ? ['IPv4'] : wanted,
    regionalDnsFamilies: wanted,
  };
}

function requirePrivateDnsNames(
  resource: StackResource,
  service: string,
  { region, awsHosts }: InterfaceContext,
): readonly string[] {
  const names = privateDnsNames(service, region, awsHosts);
  if (names) return names;
  throw errorAt(
    resource,
    `the lab does not know the private DNS names of "${service}": set PrivateDnsEnabled to false to have the endpoint without them`,
  );
}

/** Zones that EC2 chooses may be the same or not, as may a name and an id. */
function requireOneSubnetPerZone(resource: StackResource, subnets: readonly Subnet[]): void {
  const named = subnets.filter(({ isZoneAssumed }) => !isZoneAssumed);
  const rival = named.find((subnet, index) =>
    named.slice(0, index).some(({ availabilityZone }) => availabilityZone === subnet.availabilityZone),
  );
  if (!rival) return;
  throw errorAt(
    resource,
    `an endpoint takes one subnet of each Availability Zone, and ${rival.logicalId} is a second one in ${rival.availabilityZone}`,
  );
}

function requireFamilies(
  resource: StackResource,
  subnets: readonly Subnet[],
  families: readonly Family[],
): void {
  for (const { logicalId, ipv4CidrBlock, ipv6CidrBlock } of subnets) {
    const blocks = { IPv4: ipv4CidrBlock, IPv6: ipv6CidrBlock };
    const missing = families.find((family) => blocks[family] === null);
    if (missing === undefined) continue;
    throw errorAt(resource, `its IpAddressType needs ${missing}, which ${logicalId} does not have`);
  }
}
