/**
 * A value of a template that is evaluated no further than it is asked for: beside a workload's subnets a template may have
 * values that only AWS knows.
 */
import type { z } from 'zod';
import { callIn, isObject, show } from './intrinsics.ts';
import type { Stack, StackResource } from './stack.ts';
import { at as atPlace, errorAt, placeOf } from './template-error.ts';

export interface LazyValue {
  /** What a path of keys leads to; unset where it leads nowhere. */
  readonly at: (...keys: readonly string[]) => LazyValue;
  /** The items of a list, those that are `AWS::NoValue` left out; none of anything else. */
  readonly items: () => readonly LazyValue[];
  readonly isSet: () => boolean;
  /** The whole value, evaluated and checked. */
  readonly read: <Output>(schema: z.ZodType<Output>) => Output;
}

/** The properties of a resource. */
export function lazyProperties(stack: Stack, resource: StackResource): LazyValue {
  return lazyValue(resource.resource.Properties, '', { stack, resource });
}

interface Owner {
  readonly stack: Stack;
  readonly resource: StackResource;
}

function lazyValue(raw: unknown, path: string, owner: Owner): LazyValue {
  const { stack, resource } = owner;
  const evaluate = (value: unknown) =>
    atPlace(path === '' ? placeOf(resource) : `${placeOf(resource)}: ${path}`, () => stack.evaluate(value));
  /** One step: a function is called, and what it gives has no functions in it. */
  const open = () => (callIn(raw) ? evaluate(raw) : raw);
  return {
    at: (first, ...rest) => {
      if (first === undefined) return lazyValue(raw, path, owner);
      const opened = open();
      const next = isObject(opened) && Object.hasOwn(opened, first) ? opened[first] : undefined;
      return lazyValue(next, path === '' ? first : `${path}.${first}`, owner).at(...rest);
    },
    items: () => {
      const opened = open();
      if (!Array.isArray(opened)) return [];
      return opened
        .map((item, index) => lazyValue(item, `${path}.${index}`, owner))
        .filter((item) => item.isSet());
    },
    isSet: () => (open() ?? undefined) !== undefined,
    read: (schema) => {
      const value = evaluate(raw);
      const parsed = schema.safeParse(value);
      if (parsed.success) return parsed.data;
      const [issue] = parsed.error.issues;
      throw errorAt(resource, `${path} is ${show(value)}: ${issue?.message}`);
    },
  };
}
