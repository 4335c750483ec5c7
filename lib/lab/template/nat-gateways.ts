/** NAT gateways: a zonal one is in a subnet, a regional one is not; each has a public address. */
import { z } from 'zod';
import type { Gateway, Vpc } from './model.ts';
import { requireSameVpc } from './one-vpc.ts';
import { optionalText, textList } from './property-types.ts';
import type { Stack, StackResource } from './stack.ts';
import { unknownId } from './template-error.ts';

const natSchema = z.object({
  SubnetId: optionalText,
  AllocationId: optionalText,
  ConnectivityType: z
    .literal('public', 'the lab cannot model it: it has public NAT gateways only')
    .optional(),
  AvailabilityMode: z.enum(['zonal', 'regional']).default('zonal'),
  /** Only a regional one has it instead of a subnet. */
  VpcId: optionalText,
  AvailabilityZoneAddresses: z.array(z.object({ AllocationIds: textList })).optional(),
});

export function natGateways(stack: Stack, vpc: Vpc): Gateway[] {
  const elasticIps = new Map(
    stack
      .resourcesOfType('AWS::EC2::EIP')
      .map(({ logicalId }) => [stack.attributeOf(logicalId, 'AllocationId'), stack.refOf(logicalId)]),
  );
  return stack.resourcesOfType('AWS::EC2::NatGateway').map((resource, index) => {
    const properties = stack.read(resource, natSchema);
    const { logicalId } = resource;
    const own = { logicalId, id: stack.refOf(logicalId), kind: 'nat-gateway' as const };
    const allocationIds = allocationIdsOf(properties);
    if (properties.AvailabilityMode === 'zonal') {
      const publicIpv4Address = elasticIpOf(resource, allocationIds[0], elasticIps);
      return { ...own, subnetId: requireSubnet(stack, resource, properties.SubnetId), publicIpv4Address };
    }
    requireSameVpc(resource, properties.VpcId ?? '', vpc);
    const [first] = allocationIds.map((id) => elasticIpOf(resource, id, elasticIps));
    return { ...own, subnetId: null, publicIpv4Address: first ?? automaticElasticIp(index) };
  });
}

type NatProperties = z.output<typeof natSchema>;

function allocationIdsOf({ AllocationId, AvailabilityZoneAddresses = [] }: NatProperties): string[] {
  const perZone = AvailabilityZoneAddresses.flatMap(({ AllocationIds }) => AllocationIds);
  return perZone.length > 0 ? perZone : [AllocationId ?? []].flat();
}

function elasticIpOf(
  resource: StackResource,
  allocationId: string | undefined,
  elasticIps: ReadonlyMap<unknown, string>,
): string {
  const address = elasticIps.get(allocationId);
  if (address !== undefined) return address;
  throw unknownId(resource, 'AllocationId', allocationId, 'Elastic IP');
}

/** A zonal gateway works in the zone of its subnet, by the routes of its subnet. */
function requireSubnet(stack: Stack, resource: StackResource, subnetId: string | undefined): string {
  const known = stack.resourcesOfType('AWS::EC2::Subnet').map(({ logicalId }) => stack.refOf(logicalId));
  if (subnetId !== undefined && known.includes(subnetId)) return subnetId;
  throw unknownId(resource, 'SubnetId', subnetId, 'subnet');
}

/** The address that EC2 would allocate if the template names none: from the end of the block that Elastic IPs come from. */
function automaticElasticIp(index: number): string {
  return `203.0.113.${254 - index}`;
}
