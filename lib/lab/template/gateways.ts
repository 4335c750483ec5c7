/** The gateways that are attached to the VPC. */
import { z } from 'zod';
import type { Gateway, Vpc } from './model.ts';
import { optionalText, refused, text } from './property-types.ts';
import type { Stack, StackResource } from './stack.ts';
import { placeOf, TemplateError } from './template-error.ts';

const attachmentSchema = z.object({
  VpcId: text,
  InternetGatewayId: optionalText,
  VpnGatewayId: refused('it has no virtual private gateways'),
});

const egressOnlySchema = z.object({ VpcId: text });

const natSchema = z.object({
  SubnetId: optionalText,
  AllocationId: optionalText,
  ConnectivityType: z
    .literal('public', 'the lab cannot model it: it has public NAT gateways only')
    .optional(),
  AvailabilityMode: z.literal('zonal', 'the lab cannot model it: it has zonal NAT gateways only').optional(),
});

export function buildGateways(stack: Stack, vpc: Vpc): Gateway[] {
  return [...egressOnlyGateways(stack, vpc), ...internetGateways(stack, vpc), ...natGateways(stack)];
}

function egressOnlyGateways(stack: Stack, vpc: Vpc): Gateway[] {
  return stack.resourcesOfType('AWS::EC2::EgressOnlyInternetGateway').map((resource) => {
    refuseOtherVpc(resource, stack.read(resource, egressOnlySchema).VpcId, vpc);
    return gateway(stack, resource, 'egress-only-internet-gateway');
  });
}

/** An internet gateway without an attachment is not one of the VPC's. */
function internetGateways(stack: Stack, vpc: Vpc): Gateway[] {
  const gateways = stack.resourcesOfType('AWS::EC2::InternetGateway');
  const attached = stack.resourcesOfType('AWS::EC2::VPCGatewayAttachment').map((resource) => {
    const { VpcId, InternetGatewayId } = stack.read(resource, attachmentSchema);
    refuseOtherVpc(resource, VpcId, vpc);
    const found = gateways.find(({ logicalId }) => stack.refOf(logicalId) === InternetGatewayId);
    if (found) return gateway(stack, found, 'internet-gateway');
    throw new TemplateError(
      `${placeOf(resource)}: InternetGatewayId "${InternetGatewayId}" is none of the template's internet gateways`,
    );
  });
  if (attached.length > 1) {
    const names = attached.map(({ logicalId }) => logicalId).join(', ');
    throw new TemplateError(
      `${vpc.logicalId}: a VPC takes one internet gateway, not ${attached.length} (${names})`,
    );
  }
  return attached;
}

function natGateways(stack: Stack): Gateway[] {
  const addresses = new Map(
    stack
      .resourcesOfType('AWS::EC2::EIP')
      .map(({ logicalId }) => [stack.attributeOf(logicalId, 'AllocationId'), stack.refOf(logicalId)]),
  );
  const subnetIds = stack.resourcesOfType('AWS::EC2::Subnet').map(({ logicalId }) => stack.refOf(logicalId));
  return stack.resourcesOfType('AWS::EC2::NatGateway').map((resource) => {
    const { SubnetId, AllocationId } = stack.read(resource, natSchema);
    const publicIpv4Address = addresses.get(AllocationId);
    if (SubnetId === undefined || !subnetIds.includes(SubnetId)) {
      throw new TemplateError(
        `${placeOf(resource)}: SubnetId "${SubnetId}" is none of the template's subnets`,
      );
    }
    if (publicIpv4Address === undefined) {
      throw new TemplateError(
        `${placeOf(resource)}: AllocationId "${AllocationId}" is none of the template's Elastic IPs`,
      );
    }
    return { ...gateway(stack, resource, 'nat-gateway'), subnetId: SubnetId, publicIpv4Address };
  });
}

function gateway(stack: Stack, { logicalId }: StackResource, kind: Gateway['kind']): Gateway {
  return { logicalId, id: stack.refOf(logicalId), kind, subnetId: null, publicIpv4Address: null };
}

export function refuseOtherVpc(resource: StackResource, vpcId: string, vpc: Vpc): void {
  if (vpcId === vpc.id) return;
  throw new TemplateError(
    `${placeOf(resource)}: VpcId "${vpcId}" is not the template's VPC ${vpc.logicalId}`,
  );
}
