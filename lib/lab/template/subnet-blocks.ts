/** The IPv6 block of a subnet: the subnet names it, or a separate association does. */
import { z } from 'zod';
import { ipv6CidrBlock, refused, text } from './property-types.ts';
import type { Stack, StackResource } from './stack.ts';

const IPAM = refused('its address range is chosen by IPAM; name the block itself');

const ownSchema = z.object({ Ipv6CidrBlock: ipv6CidrBlock.optional() });
const associationSchema = z.object({
  SubnetId: text,
  Ipv6CidrBlock: ipv6CidrBlock.optional(),
  Ipv6IpamPoolId: IPAM,
});

/** More than one block is a fault of the template. */
export function ipv6BlocksOfSubnet(
  stack: Pick<Stack, 'resourcesOfType' | 'refOf' | 'property' | 'read'>,
  subnet: StackResource,
): string[] {
  const id = stack.refOf(subnet.logicalId);
  const associated = stack
    .resourcesOfType('AWS::EC2::SubnetCidrBlock')
    // The others' blocks may be computed from this subnet's.
    .filter((resource) => stack.property(resource, 'SubnetId') === id)
    .map((resource) => stack.read(resource, associationSchema));
  return [stack.read(subnet, ownSchema), ...associated].flatMap(({ Ipv6CidrBlock }) => Ipv6CidrBlock ?? []);
}
