/** The lab builds one VPC: if a template has several, the chosen one, as if the others did not exist. */
import { lookUp } from '../../../lambda/report/look-up.ts';
import type { Vpc } from './model.ts';
import { idIn } from './read-each.ts';
import type { Stack, StackResource } from './stack.ts';
import { errorAt, TemplateError } from './template-error.ts';

/**
 * @param chosen its logical id or id; null where the template has only one
 * @throws TemplateError if there is no VPC, none of that name, or several to choose from
 */
export function chooseVpc(stack: Stack, chosen: string | null): StackResource {
  const vpcs = stack.resourcesOfType('AWS::EC2::VPC');
  const names = vpcs.map(({ logicalId }) => logicalId).join(', ');
  if (vpcs.length === 0) {
    throw new TemplateError(
      'the template has no AWS::EC2::VPC: the lab builds the VPC that a template describes, and cannot see one that exists already',
    );
  }
  if (chosen === null && vpcs.length > 1) {
    throw new TemplateError(
      `the template has ${vpcs.length} VPCs (${names}), and the lab builds one: choose it with --vpc`,
    );
  }
  const found = vpcs.find(({ logicalId }) =>
    [logicalId, stack.refOf(logicalId)].includes(chosen ?? logicalId),
  );
  if (found) return found;
  throw new TemplateError(`there is no VPC "${chosen}": the template has ${names}`);
}

/** The properties that name the owner of a resource: its VPC, or something in the VPC. */
const BELONGS_BY: Readonly<Record<string, readonly string[]>> = {
  'AWS::EC2::EgressOnlyInternetGateway': ['VpcId'],
  'AWS::EC2::NatGateway': ['SubnetId', 'VpcId'],
  'AWS::EC2::NetworkAcl': ['VpcId'],
  'AWS::EC2::NetworkAclEntry': ['NetworkAclId'],
  'AWS::EC2::Route': ['RouteTableId'],
  'AWS::EC2::RouteTable': ['VpcId'],
  'AWS::EC2::SecurityGroup': ['VpcId'],
  'AWS::EC2::SecurityGroupEgress': ['GroupId'],
  'AWS::EC2::SecurityGroupIngress': ['GroupId'],
  'AWS::EC2::Subnet': ['VpcId'],
  'AWS::EC2::SubnetCidrBlock': ['SubnetId'],
  'AWS::EC2::SubnetNetworkAclAssociation': ['SubnetId'],
  'AWS::EC2::SubnetRouteTableAssociation': ['SubnetId'],
  'AWS::EC2::VPCBlockPublicAccessExclusion': ['SubnetId', 'VpcId'],
  'AWS::EC2::VPCEndpoint': ['VpcId'],
  'AWS::EC2::VPCGatewayAttachment': ['VpcId'],
};

/** The stack without the resources of the template's other VPCs; resources without an owner stay. */
export function withoutOtherVpcs(stack: Stack, { logicalId }: StackResource): Stack {
  if (stack.resourcesOfType('AWS::EC2::VPC').length === 1) return stack;
  const byId = new Map<string | null, StackResource>(
    ['AWS::EC2::VPC', ...Object.keys(BELONGS_BY)]
      .flatMap(stack.resourcesOfType)
      .map((resource) => [stack.refOf(resource.logicalId), resource]),
  );

  /** @param users the resources that led here: ids of EC2 could name one another in a circle */
  function belongsToAnother(resource: StackResource, users: readonly StackResource[] = []): boolean {
    if (users.includes(resource)) throw errorAt(resource, 'it belongs to itself');
    if (resource.type === 'AWS::EC2::VPC') return resource.logicalId !== logicalId;
    const owner = (lookUp(BELONGS_BY, resource.type) ?? [])
      .map((name) => byId.get(idIn(stack, resource, name)))
      .find((found) => found !== undefined);
    return owner !== undefined && belongsToAnother(owner, [...users, resource]);
  }

  return {
    ...stack,
    resourcesOfType: (type) => stack.resourcesOfType(type).filter((resource) => !belongsToAnother(resource)),
  };
}

/** The resources of a type that belong to the VPC; those of other VPCs are not on the way of any packet. */
export function ofVpc(stack: Stack, type: string, vpc: Vpc): StackResource[] {
  return stack.resourcesOfType(type).filter((resource) => {
    const vpcId = idIn(stack, resource, 'VpcId');
    if (vpcId === null || vpcId === vpc.id) return true;
    stack.leaveOut({
      ...resource,
      affects: [],
      error: errorAt(resource, `VpcId "${vpcId}" is not the template's VPC ${vpc.logicalId}`),
    });
    return false;
  });
}

export function requireSameVpc(resource: StackResource, vpcId: string, vpc: Vpc): void {
  if (vpcId === vpc.id) return;
  throw errorAt(resource, `VpcId "${vpcId}" is not the template's VPC ${vpc.logicalId}`);
}
