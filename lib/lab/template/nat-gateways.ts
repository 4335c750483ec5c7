/** NAT gateways: a zonal one is in a subnet, a regional one is not; each has a public address. */
import { z } from 'zod';
import type { UserError } from '../../user-error.ts';
import type { Gateway, Vpc } from './model.ts';
import { requireSameVpc } from './one-vpc.ts';
import { optionalText, textList } from './property-types.ts';
import { idIn, isSet, readEach } from './read-each.ts';
import type { Stack, StackResource } from './stack.ts';
import { unknownId } from './template-error.ts';

const natSchema = z.object({
  SubnetId: optionalText,
  ConnectivityType: z.enum(['public', 'private']).default('public'),
  AvailabilityMode: z.enum(['zonal', 'regional']).default('zonal'),
  /** Only a regional one has it instead of a subnet. */
  VpcId: optionalText,
  AvailabilityZoneAddresses: z.array(z.object({ AllocationIds: textList })).optional(),
});

/** The public ones. A private one sends to other networks: which, and what those do, only its subnet's routes say. */
export function natGateways(stack: Stack, vpc: Vpc): Gateway[] {
  const elasticIps = elasticIpsOf(stack);
  const own = (resource: StackResource) => [stack.refOf(resource.logicalId)];
  return readEach(stack, stack.resourcesOfType('AWS::EC2::NatGateway'), own, (resource) => {
    const properties = stack.read(resource, natSchema);
    if (properties.ConnectivityType === 'private') return [];
    const { logicalId } = resource;
    const bare = { logicalId, id: stack.refOf(logicalId), kind: 'nat-gateway' as const };
    const addresses = allocationIdsOf(stack, resource, properties).map((id) => elasticIps.get(id));
    if (properties.AvailabilityMode === 'zonal') {
      if (addresses.length === 0) throw unknownId(resource, 'AllocationId', undefined, 'Elastic IP');
      const publicIpv4Address = addresses[0] ?? otherElasticIp(stack, resource);
      return [{ ...bare, subnetId: requireSubnet(stack, resource, properties.SubnetId), publicIpv4Address }];
    }
    requireSameVpc(resource, properties.VpcId ?? '', vpc);
    return [{ ...bare, subnetId: null, publicIpv4Address: addresses[0] ?? otherElasticIp(stack, resource) }];
  }).flat();
}

/** The template's own, by allocation id. The addresses are computed only when one is used. */
function elasticIpsOf(stack: Stack): { readonly get: (allocationId: string) => string | undefined } {
  const byAllocation = new Map(
    stack
      .resourcesOfType('AWS::EC2::EIP')
      .map(({ logicalId }) => [stack.attributeOf(logicalId, 'AllocationId'), logicalId]),
  );
  return {
    get: (allocationId) => {
      const logicalId = byAllocation.get(allocationId);
      return logicalId === undefined ? undefined : stack.refOf(logicalId);
    },
  };
}

/** Why the model does not have some of the template's NAT gateways, by their ids. */
export function unreadNats(stack: Stack): ReadonlyMap<string, UserError> {
  const unread = stack.unread().filter(({ type }) => type === 'AWS::EC2::NatGateway');
  return new Map(unread.flatMap(({ affects, error }) => affects.map((id) => [id, error])));
}

type NatProperties = z.output<typeof natSchema>;

/** Which Elastic IP it is changes nothing but the address that servers see: one of another stack may be any. */
function allocationIdsOf(
  stack: Stack,
  resource: StackResource,
  { AvailabilityZoneAddresses = [] }: NatProperties,
): string[] {
  const perZone = AvailabilityZoneAddresses.flatMap(({ AllocationIds }) => AllocationIds);
  if (perZone.length > 0 || !isSet(stack, resource, 'AllocationId')) return perZone;
  return [idIn(stack, resource, 'AllocationId') ?? ''];
}

/** A zonal gateway works in the zone of its subnet, by the routes of its subnet. */
function requireSubnet(stack: Stack, resource: StackResource, subnetId: string | undefined): string {
  const known = stack.resourcesOfType('AWS::EC2::Subnet').map(({ logicalId }) => stack.refOf(logicalId));
  if (subnetId !== undefined && known.includes(subnetId)) return subnetId;
  throw unknownId(resource, 'SubnetId', subnetId, 'subnet');
}

/** An address that EC2 allocates, or that another stack has: from the end of the block that Elastic IPs come from. */
function otherElasticIp(stack: Stack, resource: StackResource): string {
  const index = stack.resourcesOfType('AWS::EC2::NatGateway').indexOf(resource);
  return `203.0.113.${254 - (index % 254)}`;
}
