/** Values that the user gives for attributes and properties: `Pick.AvailabilityZone=us-west-2a`. */
import { UserError } from '../../user-error.ts';
import { isObject } from './intrinsics.ts';
import type { Template } from './template.ts';

export interface GivenValues {
  /** Undefined where the user gave none. */
  readonly valueOf: (logicalId: string, name: string) => unknown;
  /** Those that nothing has asked for yet. */
  readonly unused: () => readonly string[];
}

/** @throws UserError for a value of a resource that the template does not have, and for a list that is not JSON */
export function givenValues(values: Readonly<Record<string, string>>, template: Template): GivenValues {
  const parsed = new Map(Object.entries(values).map(([name, text]) => [name, parseValue(name, text)]));
  const unused = new Set(parsed.keys());
  for (const name of unused) requireResource(name, template);
  return {
    valueOf: (logicalId, name) => {
      const key = `${logicalId}.${name}`;
      unused.delete(key);
      return parsed.get(key);
    },
    unused: () => [...unused],
  };
}

/** A list is written as in JSON. */
function parseValue(name: string, text: string): unknown {
  if (!text.startsWith('[')) return text;
  try {
    return JSON.parse(text);
  } catch {
    throw new UserError(
      `the value of "${name}" is ${JSON.stringify(text)}: write a list as JSON, like ["a","b"]`,
    );
  }
}

function requireResource(name: string, { Resources }: Template): void {
  const [logicalId = ''] = name.split('.');
  if (isObject(Resources) && Object.hasOwn(Resources, logicalId)) return;
  throw new UserError(`a value is given for "${name}", and the template has no resource "${logicalId}"`);
}
