/** Reads what can be read. What cannot is left out, and is an error only where a packet that is asked about would meet it. */
import { UserError } from '../../user-error.ts';
import type { Stack, StackResource } from './stack.ts';

/** @param affects the ids of what becomes unknown with the resource */
export function readEach<Item>(
  stack: Stack,
  resources: readonly StackResource[],
  affects: (resource: StackResource) => readonly string[],
  read: (resource: StackResource) => Item,
): Item[] {
  return resources.flatMap((resource) =>
    readOrLeaveOut(
      stack,
      resource,
      () => affects(resource),
      () => [read(resource)],
      [],
    ),
  );
}

export function readOrLeaveOut<Item>(
  stack: Stack,
  { logicalId, type }: StackResource,
  affects: () => readonly string[],
  read: () => Item,
  otherwise: Item,
): Item {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    stack.leaveOut({ logicalId, type, affects: affects(), error });
    return otherwise;
  }
}

/** A property that names something by its id; null where it is not set or cannot be read. */
export function idIn(
  stack: Pick<Stack, 'property'>,
  resource: StackResource,
  property: string,
): string | null {
  const value = readable(() => stack.property(resource, property));
  return typeof value === 'string' ? value : null;
}

/** Whether a property is set, even where its value cannot be read. */
export function isSet(stack: Pick<Stack, 'property'>, resource: StackResource, property: string): boolean {
  return readable(() => stack.property(resource, property)) !== undefined;
}

/** The ids in a list, without those that cannot be read. */
export function idsIn(stack: Pick<Stack, 'property'>, resource: StackResource, property: string): string[] {
  const items: unknown = resource.resource.Properties?.[property];
  if (!Array.isArray(items)) {
    const whole = readable(() => stack.property(resource, property));
    return Array.isArray(whole) ? whole.map(String) : [];
  }
  return items.flatMap((item) => idIn(stack, withProperties(resource, { item }), 'item') ?? []);
}

/** Null for what cannot be read. */
export function readable(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/** The resource with other properties than the template gives it. */
export function withProperties(resource: StackResource, Properties: Record<string, unknown>): StackResource {
  return { ...resource, resource: { ...resource.resource, Properties } };
}

/** Why something that has an id could not be read; undefined where it could, or where the template does not have it. */
export function unreadError(stack: Pick<Stack, 'unread'>, id: string): UserError | undefined {
  return stack.unread().find(({ affects }) => affects.includes(id))?.error;
}
