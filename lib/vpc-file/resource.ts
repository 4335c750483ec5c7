/** Resources of the template that stands for a described VPC, by the real ids. */
import type { Resource } from '../lab/template/template.ts';
import { UserError } from '../user-error.ts';

export type Entry = readonly [id: string, resource: Resource];

export function entry(id: string, Type: string, Properties: Record<string, unknown>): Entry {
  return [id, { Type, Properties }];
}

/** Properties that are not set are left out, as in a template. */
export function withoutNulls(properties: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== null));
}

export function nameTags(name: string | null): { readonly Tags?: readonly object[] } {
  return name === null ? {} : { Tags: [{ Key: 'Name', Value: name }] };
}

/** @throws UserError for an id that two resources have: a file that was edited by hand */
export function asResources(entries: readonly Entry[]): Record<string, Resource> {
  const seen = new Set<string>();
  for (const [id] of entries) {
    if (seen.has(id)) throw new UserError(`"${id}" is in it twice: describe the VPC again`);
    seen.add(id);
  }
  // Not by assignment: a function may be called `__proto__`.
  return Object.fromEntries(entries);
}

export function isIpv6Block(block: string): boolean {
  return block.includes(':');
}
