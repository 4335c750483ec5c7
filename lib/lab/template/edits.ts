/** Changes to a template's document by path, so that one change can be made in memory and in a file of either form. */
import { UserError } from '../../user-error.ts';
import { isObject } from './intrinsics.ts';
import type { Template } from './template.ts';

/** Sets the value at a path of keys. Objects on the way are made; `APPEND` at the end adds to a list. */
export interface Edit {
  readonly path: readonly string[];
  readonly value: unknown;
}

export const APPEND = '-';

/** @returns a changed copy. @throws UserError where a path leads through something that is not an object or a list */
export function withEdits(template: Template, edits: readonly Edit[]): Template {
  const copy = structuredClone(template);
  for (const { path, value } of edits) setAt(copy, path, value);
  return copy;
}

function setAt(parent: unknown, [key, ...rest]: readonly string[], value: unknown): void {
  if (key === undefined) return;
  const container = requireContainer(parent, key);
  if (rest.length === 0) {
    if (key === APPEND && Array.isArray(container)) container.push(structuredClone(value));
    else Reflect.set(container, key, structuredClone(value));
    return;
  }
  if (Reflect.get(container, key) == null) Reflect.set(container, key, rest[0] === APPEND ? [] : {});
  setAt(Reflect.get(container, key), rest, value);
}

function requireContainer(value: unknown, key: string): object {
  if (Array.isArray(value) || isObject(value)) return value;
  throw new UserError(
    `the template cannot be changed: "${key}" would be set in something that is not an object`,
  );
}
