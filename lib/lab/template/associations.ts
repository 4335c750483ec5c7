/** What the template associates with its subnets, one for each: a route table, a network ACL. */
import { z } from 'zod';
import { text } from './property-types.ts';
import { idIn, readEach } from './read-each.ts';
import type { Stack, StackResource } from './stack.ts';
import { errorAt, unknownId } from './template-error.ts';

export interface AssociationKind {
  readonly type: string;
  /** The property that names what the subnet is associated with. */
  readonly property: string;
  readonly noun: string;
  /** The ids that the property may name. */
  readonly known: readonly string[];
}

/**
 * @param subnets those that can be read, and those that cannot: each keeps what it is associated with
 * @returns what each subnet is associated with, by the subnet's id
 */
export function readAssociations(
  stack: Stack,
  subnets: readonly { readonly id: string; readonly logicalId: string }[],
  { type, property, noun, known }: AssociationKind,
): ReadonlyMap<string, string> {
  const associated = new Map<string, { readonly by: string; readonly id: string }>();
  const schema = z.object({ SubnetId: text, [property]: text });
  const affects = (resource: StackResource) => [idIn(stack, resource, 'SubnetId') ?? []].flat();
  readEach(stack, stack.resourcesOfType(type), affects, (resource) => {
    const properties = stack.read(resource, schema);
    const subnetId = String(properties.SubnetId);
    const id = String(properties[property]);
    const subnet = subnets.find((candidate) => candidate.id === subnetId);
    if (!subnet) throw unknownId(resource, 'SubnetId', subnetId, 'subnet');
    if (!known.includes(id)) throw unknownId(resource, property, id, noun);
    const rival = associated.get(subnetId);
    if (rival) {
      throw errorAt(resource, `${subnet.logicalId} already has a ${noun} by ${rival.by}: a subnet takes one`);
    }
    associated.set(subnetId, { by: resource.logicalId, id });
  });
  return new Map([...associated].map(([subnetId, { id }]) => [subnetId, id]));
}
