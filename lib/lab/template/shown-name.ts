/** The name that people know a resource by. It changes no packet, so a value that cannot be read is not an error. */
import { UserError } from '../../user-error.ts';
import { nameTag, tags, text } from './property-types.ts';
import type { Stack, StackResource } from './stack.ts';

/** @param property what gives the name where no Name tag does */
export function shownName(stack: Stack, resource: StackResource, property: string): string {
  const tag = () => nameTag(tags.safeParse(stack.property(resource, 'Tags')).data);
  const own = () => text.safeParse(stack.property(resource, property)).data;
  return readable(tag) ?? readable(own) ?? resource.logicalId;
}

function readable(read: () => string | undefined): string | undefined {
  try {
    return read() || undefined;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
