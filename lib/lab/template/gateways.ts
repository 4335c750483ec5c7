/** The gateways that are attached to the VPC. */
import { z } from 'zod';
import type { Gateway, Vpc } from './model.ts';
import { natGateways } from './nat-gateways.ts';
import { requireSameVpc } from './one-vpc.ts';
import { optionalText, text } from './property-types.ts';
import type { Stack, StackResource } from './stack.ts';
import { TemplateError, unknownId } from './template-error.ts';

const attachmentSchema = z.object({
  VpcId: text,
  InternetGatewayId: optionalText,
  VpnGatewayId: optionalText,
});

const egressOnlySchema = z.object({ VpcId: text });

export function buildGateways(stack: Stack, vpc: Vpc): Gateway[] {
  return [...egressOnlyGateways(stack, vpc), ...internetGateways(stack, vpc), ...natGateways(stack, vpc)];
}

function egressOnlyGateways(stack: Stack, vpc: Vpc): Gateway[] {
  return stack.resourcesOfType('AWS::EC2::EgressOnlyInternetGateway').map((resource) => {
    requireSameVpc(resource, stack.read(resource, egressOnlySchema).VpcId, vpc);
    return gateway(stack, resource, 'egress-only-internet-gateway');
  });
}

/** Only attached internet gateways belong to the VPC. */
function internetGateways(stack: Stack, vpc: Vpc): Gateway[] {
  const gateways = stack.resourcesOfType('AWS::EC2::InternetGateway');
  const attached = stack.resourcesOfType('AWS::EC2::VPCGatewayAttachment').flatMap((resource) => {
    const { VpcId, InternetGatewayId, VpnGatewayId } = stack.read(resource, attachmentSchema);
    requireSameVpc(resource, VpcId, vpc);
    if (InternetGatewayId === undefined && VpnGatewayId !== undefined) return [];
    const found = gateways.find(({ logicalId }) => stack.refOf(logicalId) === InternetGatewayId);
    if (found) return [gateway(stack, found, 'internet-gateway')];
    throw unknownId(resource, 'InternetGatewayId', InternetGatewayId, 'internet gateway');
  });
  if (attached.length > 1) {
    const names = attached.map(({ logicalId }) => logicalId).join(', ');
    throw new TemplateError(
      `${vpc.logicalId}: a VPC takes one internet gateway, not ${attached.length} (${names})`,
    );
  }
  return attached;
}

function gateway(stack: Stack, { logicalId }: StackResource, kind: Gateway['kind']): Gateway {
  return { logicalId, id: stack.refOf(logicalId), kind, subnetId: null, publicIpv4Address: null };
}
