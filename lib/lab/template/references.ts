/** Finds which names a template's values refer to: in `Ref`, `Fn::GetAtt` and the `${…}` of `Fn::Sub`. */
import { isObject } from './intrinsics.ts';

export type SubPart = { readonly literal: string } | { readonly name: string };

/** Splits the pattern of `Fn::Sub`; `${!x}` is the literal `${x}`. */
export function parseSub(pattern: string): SubPart[] {
  return pattern
    .split(/(\$\{[^}]*\})/)
    .filter((part) => part !== '')
    .map((part) => {
      if (!part.startsWith('${')) return { literal: part };
      const name = part.slice(2, -1).trim();
      return name.startsWith('!') ? { literal: `\${${name.slice(1)}}` } : { name };
    });
}

/** `Vpc.Ipv6CidrBlocks`: the logical id ends at the first dot. */
export function splitAttribute(reference: string): [logicalId: string, attribute: string] {
  const dot = reference.indexOf('.');
  return dot < 0 ? [reference, ''] : [reference.slice(0, dot), reference.slice(dot + 1)];
}

/** Every name that a value refers to; of `Fn::If` only the branch that applies counts, and none where that is unknown. */
export function referencesIn(value: unknown, condition: (name: string) => boolean | undefined): string[] {
  const within = (item: unknown) => referencesIn(item, condition);
  if (Array.isArray(value)) return value.flatMap(within);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    if (key === 'Ref' && typeof item === 'string') return [item];
    if (key === 'Fn::GetAtt') return attributeOwner(item);
    if (key === 'Fn::Sub') return [...namesInSub(item), ...within(item)];
    if (key === 'Fn::If' && Array.isArray(item) && typeof item[0] === 'string')
      return branchOf(item, condition(item[0])).flatMap(within);
    return within(item);
  });
}

/** Every name that a value refers to, by whichever branch of `Fn::If`. */
export function allReferencesIn(value: unknown): string[] {
  return [...new Set([true, false].flatMap((holds) => referencesIn(value, () => holds)))];
}

function branchOf([, then, otherwise]: readonly unknown[], holds: boolean | undefined): unknown[] {
  if (holds === undefined) return [];
  return [holds ? then : otherwise];
}

function attributeOwner(argument: unknown): string[] {
  const owner = Array.isArray(argument) ? argument[0] : argument;
  return typeof owner === 'string' ? [splitAttribute(owner)[0]] : [];
}

function namesInSub(argument: unknown): string[] {
  const [pattern, variables] = Array.isArray(argument) ? argument : [argument, {}];
  if (typeof pattern !== 'string') return [];
  const own = isObject(variables) ? variables : {};
  return parseSub(pattern)
    .flatMap((part) => ('name' in part ? [part.name] : []))
    .filter((name) => !Object.hasOwn(own, name))
    .map((name) => splitAttribute(name)[0]);
}
