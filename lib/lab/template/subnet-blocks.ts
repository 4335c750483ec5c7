/** The IPv6 block of a subnet: the subnet names it, or a separate association does. */
import { z } from 'zod';
import { requireIpamBlock } from './ipv6-blocks.ts';
import { ipv6CidrBlock, text } from './property-types.ts';
import { idIn } from './read-each.ts';
import type { Stack, StackResource } from './stack.ts';

const ownSchema = z.object({ Ipv6CidrBlock: ipv6CidrBlock.optional() });
const associationSchema = z.object({
  SubnetId: text,
  Ipv6CidrBlock: ipv6CidrBlock.optional(),
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
    .filter((resource) => idIn(stack, resource, 'SubnetId') === id);
  for (const resource of [subnet, ...associated])
    requireIpamBlock(stack, resource, 'Ipv6CidrBlock', 'Ipv6IpamPoolId');
  return [
    stack.read(subnet, ownSchema),
    ...associated.map((resource) => stack.read(resource, associationSchema)),
  ].flatMap(({ Ipv6CidrBlock }) => Ipv6CidrBlock ?? []);
}
