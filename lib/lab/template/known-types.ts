/** What the lab does with types of resources that it does not model: it leaves them out, unless one is on the way of a packet. */
import { lookUp } from '../../../lambda/report/look-up.ts';
import { UserError } from '../../user-error.ts';
import { CARRIES_NOTHING } from './carries-nothing.ts';
import type { Vpc } from './model.ts';
import { idIn, idsIn } from './read-each.ts';
import { referencesIn } from './references.ts';
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

/** The namespaces of resources that decide about packets and names in a VPC. */
const NAMESPACES = [
  'AWS::EC2::',
  'AWS::NetworkFirewall::',
  'AWS::Route53Profiles::',
  'AWS::Route53Resolver::',
  'AWS::VpcLattice::',
];

/** Resources with a template of their own. */
const NESTED = ['AWS::CloudFormation::Stack', 'AWS::Serverless::Application'];

/** The end of the type of a module, a template that is registered with CloudFormation. */
const MODULE = '::MODULE';

/** What the lab does not model, and what becomes unknown by it: the property names that. */
const UNKNOWN_BY: Readonly<Record<string, string>> = {
  'AWS::EC2::GatewayRouteTableAssociation': 'GatewayId',
  'AWS::EC2::RouteServerPropagation': 'RouteTableId',
  'AWS::EC2::SecurityGroupVpcAssociation': 'GroupId',
  'AWS::EC2::VPCEncryptionControl': 'VpcId',
  'AWS::Route53Profiles::ProfileAssociation': 'ResourceId',
  'AWS::Route53Resolver::FirewallRuleGroupAssociation': 'VpcId',
};

/** Propagated routes are not in the template, and only carry IPv4. */
const PROPAGATION = 'AWS::EC2::VPNGatewayRoutePropagation';

/** Read with the private zones. */
const RULE_ASSOCIATION = 'AWS::Route53Resolver::ResolverRuleAssociation';

/** Leaves out what the lab does not model: an error only where something that it names is on the way. */
export function leaveOutUnknownTypes(stack: Stack, vpc: Vpc): void {
  for (const resource of stack.resources.filter(couldMatter)) {
    const { logicalId, type } = resource;
    if (lookUp(IS_HARMLESS, type)?.(stack, resource, vpc)) continue;
    const error = errorAt(
      resource,
      `the lab does not model this type, which could change what is reachable: take it out with --without ${logicalId}`,
    );
    stack.leaveOut({ logicalId, type, affects: affectedBy(stack, resource, vpc), error });
  }
  for (const resource of stack.resources.filter(isNested)) noteNested(stack, resource);
}

function isNested({ type }: StackResource): boolean {
  return NESTED.includes(type) || type.endsWith(MODULE);
}

/** What a type that is not modelled changes only by some of its values. */
const IS_HARMLESS: Readonly<Record<string, (stack: Stack, resource: StackResource, vpc: Vpc) => boolean>> = {
  // It lets the members of another VPC use the group.
  'AWS::EC2::SecurityGroupVpcAssociation': (stack, resource, vpc) =>
    ![null, vpc.id].includes(idIn(stack, resource, 'VpcId')),
  'AWS::EC2::VPCEncryptionControl': (stack, resource) => idIn(stack, resource, 'Mode') === 'monitor',
};

function couldMatter({ type }: StackResource): boolean {
  return (
    NAMESPACES.some((namespace) => type.startsWith(namespace)) &&
    !MODELLED.includes(type) &&
    !Object.hasOwn(CARRIES_NOTHING, type) &&
    ![PROPAGATION, RULE_ASSOCIATION].includes(type)
  );
}

/** A type that was never reviewed may change everything that it names. */
function affectedBy(stack: Stack, resource: StackResource, vpc: Vpc): string[] {
  const property = lookUp(UNKNOWN_BY, resource.type);
  if (property !== undefined) return [idIn(stack, resource, property) ?? vpc.id];
  return referencesIn(resource.resource.Properties ?? {}, () => undefined).flatMap((name) =>
    stack.resources.some(({ logicalId }) => logicalId === name) ? [refIfKnown(stack, name)].flat() : [],
  );
}

function refIfKnown(stack: Stack, logicalId: string): string | [] {
  try {
    return stack.refOf(logicalId);
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}

function noteNested(stack: Stack, resource: StackResource): void {
  const { logicalId, type } = resource;
  stack.note(
    `${logicalId} (${type}) has a template of its own, which is not read: what it adds to the network is not in the lab${otherWay(resource)}`,
  );
}

/** The CDK writes the file of a nested stack into the metadata. */
function otherWay({ type, resource }: StackResource): string {
  if (type !== 'AWS::CloudFormation::Stack') return '';
  const path = resource.Metadata?.['aws:asset:path'];
  const file = typeof path === 'string' ? `its file "${path}"` : 'its file';
  return `. Another --template reads ${file}, with --parameter for what this template passes to it; ids of resources cannot be passed`;
}

/** The tables that routes are propagated into, with the gateway that brings them. */
export function notePropagatedRoutes(stack: Stack): void {
  for (const resource of stack.resourcesOfType(PROPAGATION)) {
    const { logicalId, type } = resource;
    stack.leaveOut({
      logicalId,
      type,
      affects: idsIn(stack, resource, 'RouteTableIds'),
      isHarmless: true,
      error: errorAt(
        resource,
        'the routes that a virtual private gateway propagates are not in the template: where IPv4 packets to the blocks behind it go, and private ones above all, is unknown; it carries no IPv6',
      ),
    });
  }
}
