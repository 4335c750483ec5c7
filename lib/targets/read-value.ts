/** Reads single values of a resource: what cannot be read becomes a problem, and the rest is still read. */
import { isObject } from '../lab/template/intrinsics.ts';
import { missingIn } from '../lab/template/missing-values.ts';
import type { Stack, StackResource } from '../lab/template/stack.ts';
import { UserError } from '../user-error.ts';

export type ReadValue =
  | { readonly value: unknown }
  /** The names of what the template lacks; none where that is not the reason. */
  | { readonly problem: string; readonly missing: readonly string[] };

/** Reads values of one resource, as the template has them: with intrinsic functions in them. */
export interface ValueReader {
  readonly resource: StackResource;
  readonly read: (raw: unknown) => ReadValue;
  /** The branch that applies, where the value is an `Fn::If`; the value itself where that cannot be known. */
  readonly chosen: (raw: unknown) => unknown;
  /** The items of a list, with branches chosen; null where it is not a list. */
  readonly items: (raw: unknown) => readonly unknown[] | null;
}

export function readerOf(stack: Stack, resource: StackResource): ValueReader {
  const read = (raw: unknown): ReadValue => {
    try {
      return { value: stack.evaluate(raw) };
    } catch (error) {
      if (error instanceof UserError)
        return { problem: problemIn(error), missing: missingIn(error).map(({ name }) => name) };
      throw error;
    }
  };
  const chosen = (raw: unknown): unknown => {
    const [condition, then, otherwise] = branchesOf(raw);
    if (condition === undefined) return raw;
    const holds = read({ 'Fn::If': [condition, true, false] });
    return 'value' in holds ? chosen(holds.value === true ? then : otherwise) : raw;
  };
  return {
    resource,
    read,
    chosen,
    items: (raw) => {
      const list = chosen(raw);
      return Array.isArray(list) ? list.map(chosen).filter((item) => !isNoValue(item)) : null;
    },
  };
}

function branchesOf(raw: unknown): readonly unknown[] {
  if (!isObject(raw) || Object.keys(raw).length !== 1) return [];
  const branches = raw['Fn::If'];
  return Array.isArray(branches) && branches.length === 3 ? branches : [];
}

function isNoValue(raw: unknown): boolean {
  return isObject(raw) && raw.Ref === 'AWS::NoValue';
}

/** Made of names only: a sentence of another error may quote a value, and a value may be a secret. */
function problemIn(error: UserError): string {
  const missing = missingIn(error);
  if (missing.length === 0) return 'the template does not say what its value is';
  const named = missing.map(({ name, option }) => `"${name}" (${option})`).join(', ');
  return `the template lacks ${named}`;
}

/** A map, or nothing where the value is something else. */
export function mapIn(raw: unknown): Readonly<Record<string, unknown>> {
  return isObject(raw) ? raw : {};
}
