/** Which types of resources the lab models, which it may ignore, and which it refuses because they could matter. */
import type { Stack, StackResource } from './stack.ts';
import { errorAt } from './template-error.ts';

const MODELLED = [
  'AWS::EC2::VPC',
  'AWS::EC2::VPCCidrBlock',
  'AWS::EC2::Subnet',
  'AWS::EC2::SubnetCidrBlock',
  'AWS::EC2::RouteTable',
  'AWS::EC2::Route',
  'AWS::EC2::SubnetRouteTableAssociation',
  'AWS::EC2::InternetGateway',
  'AWS::EC2::VPCGatewayAttachment',
  'AWS::EC2::EgressOnlyInternetGateway',
  'AWS::EC2::NatGateway',
  'AWS::EC2::EIP',
  'AWS::EC2::NetworkAcl',
  'AWS::EC2::NetworkAclEntry',
  'AWS::EC2::SubnetNetworkAclAssociation',
  'AWS::EC2::VPCEndpoint',
  'AWS::EC2::VPCBlockPublicAccessExclusion',
  'AWS::EC2::VPCBlockPublicAccessOptions',
  'AWS::EC2::PrefixList',
  'AWS::EC2::DHCPOptions',
  'AWS::EC2::VPCDHCPOptionsAssociation',
  'AWS::EC2::SecurityGroup',
  'AWS::EC2::SecurityGroupIngress',
  'AWS::EC2::SecurityGroupEgress',
];

const BY_ROUTE = 'only a route to it could carry packets, and the lab checks every route';

/** Types that cannot change what a function reaches, with the reason for each. */
const IGNORABLE: Readonly<Record<string, string>> = {
  'AWS::EC2::CustomerGateway': BY_ROUTE,
  'AWS::EC2::EIPAssociation': 'it gives an instance an address, and carries no other packets',
  'AWS::EC2::FlowLog': 'it records packets without changing them',
  'AWS::EC2::Instance': BY_ROUTE,
  'AWS::EC2::KeyPair': 'it opens a login, not a path',
  'AWS::EC2::LaunchTemplate': 'it describes instances without starting any',
  'AWS::EC2::NetworkInterface': BY_ROUTE,
  'AWS::EC2::NetworkInterfaceAttachment': BY_ROUTE,
  'AWS::EC2::TransitGateway': BY_ROUTE,
  'AWS::EC2::TransitGatewayAttachment': BY_ROUTE,
  'AWS::EC2::TransitGatewayRoute': BY_ROUTE,
  'AWS::EC2::TransitGatewayRouteTable': BY_ROUTE,
  'AWS::EC2::TransitGatewayRouteTableAssociation': BY_ROUTE,
  'AWS::EC2::TransitGatewayRouteTablePropagation': BY_ROUTE,
  'AWS::EC2::TransitGatewayVpcAttachment': BY_ROUTE,
  'AWS::EC2::Volume': 'it is a disk',
  'AWS::EC2::VolumeAttachment': 'it is a disk',
  'AWS::EC2::VPCPeeringConnection': BY_ROUTE,
  'AWS::EC2::VPNConnection': BY_ROUTE,
  'AWS::EC2::VPNConnectionRoute': BY_ROUTE,
  'AWS::EC2::VPNGateway': BY_ROUTE,
};

/** The namespaces of resources that decide about packets and names in a VPC, or that can contain any resource. */
const NAMESPACES = [
  'AWS::CloudFormation::Stack',
  'AWS::EC2::',
  'AWS::NetworkFirewall::',
  'AWS::Route53Profiles::',
  'AWS::Route53Resolver::',
  // Also a nested stack.
  'AWS::Serverless::Application',
  'AWS::VpcLattice::',
];

/** @throws TemplateError for the first resource that the lab does not model although it could change reachability */
export function requireKnownTypes(stack: Stack): void {
  const unknown = stack.resources.find(
    (resource) => couldMatter(resource) && !MODELLED.includes(resource.type) && !isIgnorable(resource.type),
  );
  if (!unknown) return;
  throw errorAt(
    unknown,
    `the lab does not model this type, which could change what is reachable: take it out of the template`,
  );
}

function couldMatter({ type }: StackResource): boolean {
  return NAMESPACES.some((namespace) => type.startsWith(namespace));
}

function isIgnorable(type: string): boolean {
  return Object.hasOwn(IGNORABLE, type);
}
