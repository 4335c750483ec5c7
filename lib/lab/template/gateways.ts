/** The gateways that are attached to the VPC. */
import { z } from 'zod';
import { isBlackHole } from './black-hole.ts';
import type { Gateway, Vpc } from './model.ts';
import { natGateways } from './nat-gateways.ts';
import { ofVpc } from './one-vpc.ts';
import { optionalText, text } from './property-types.ts';
import { idIn, readEach } from './read-each.ts';
import type { Stack, StackResource } from './stack.ts';
import { TemplateError, unknownId } from './template-error.ts';

const attachmentSchema = z.object({
  VpcId: text,
  InternetGatewayId: optionalText,
  VpnGatewayId: optionalText,
});

const egressOnlySchema = z.object({ VpcId: text });

export function buildGateways(stack: Stack, vpc: Vpc): Gateway[] {
  const own = [...egressOnlyGateways(stack, vpc), ...internetGateways(stack, vpc)];
  return [...own, ...gatewaysOfOthers(stack), ...natGateways(stack, vpc)];
}

/** Those of other stacks, which only routes name; a template's own that is not attached, or is another VPC's, is not among them. */
function gatewaysOfOthers(stack: Stack): Gateway[] {
  const types = ['AWS::EC2::InternetGateway', 'AWS::EC2::EgressOnlyInternetGateway'];
  const own = stack.resources
    .filter(({ type }) => types.includes(type))
    .map(({ logicalId }) => stack.refOf(logicalId));
  const routes = stack.resourcesOfType('AWS::EC2::Route').filter((route) => !isBlackHole(stack, route));
  const named = (property: string, prefix: string) =>
    routes
      .flatMap((route) => idIn(stack, route, property) ?? [])
      .filter((id) => id.startsWith(prefix) && !own.includes(id));
  return [
    ...[...new Set(named('EgressOnlyInternetGatewayId', 'eigw-'))].map((id) =>
      gateway(id, id, 'egress-only-internet-gateway'),
    ),
    ...[...new Set(named('GatewayId', 'igw-'))].map((id) => gateway(id, id, 'internet-gateway')),
  ];
}

function egressOnlyGateways(stack: Stack, vpc: Vpc): Gateway[] {
  const gateways = ofVpc(stack, 'AWS::EC2::EgressOnlyInternetGateway', vpc);
  const own = (resource: StackResource) => [stack.refOf(resource.logicalId)];
  return readEach(stack, gateways, own, (resource) => {
    stack.read(resource, egressOnlySchema);
    return gateway(resource.logicalId, stack.refOf(resource.logicalId), 'egress-only-internet-gateway');
  });
}

/** Only attached internet gateways belong to the VPC. One of another stack is attached by its id. */
function internetGateways(stack: Stack, vpc: Vpc): Gateway[] {
  const names = new Map(
    stack
      .resourcesOfType('AWS::EC2::InternetGateway')
      .map(({ logicalId }) => [stack.refOf(logicalId), logicalId]),
  );
  const attachments = ofVpc(stack, 'AWS::EC2::VPCGatewayAttachment', vpc);
  const affects = (resource: StackResource) => [idIn(stack, resource, 'InternetGatewayId') ?? []].flat();
  const attached = readEach(stack, attachments, affects, (resource) => {
    const { InternetGatewayId, VpnGatewayId } = stack.read(resource, attachmentSchema);
    if (InternetGatewayId === undefined && VpnGatewayId !== undefined) return [];
    if (InternetGatewayId === undefined)
      throw unknownId(resource, 'InternetGatewayId', InternetGatewayId, 'internet gateway');
    const name = names.get(InternetGatewayId) ?? InternetGatewayId;
    return [gateway(name, InternetGatewayId, 'internet-gateway')];
  }).flat();
  if (attached.length > 1) {
    const names = attached.map(({ logicalId }) => logicalId).join(', ');
    throw new TemplateError(
      `${vpc.logicalId}: a VPC takes one internet gateway, not ${attached.length} (${names})`,
    );
  }
  return attached;
}

function gateway(logicalId: string, id: string, kind: Gateway['kind']): Gateway {
  return { logicalId, id, kind, subnetId: null, publicIpv4Address: null };
}
