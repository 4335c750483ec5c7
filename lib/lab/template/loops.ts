/** `Fn::ForEach` of the transform AWS::LanguageExtensions: a part of a template, once for each item of a list. */
import { UserError } from '../../user-error.ts';
import { isObject, list, text } from './intrinsics.ts';
import type { Template } from './template.ts';
import { at, TemplateError } from './template-error.ts';

export const LANGUAGE_EXTENSIONS = 'AWS::LanguageExtensions';

const LOOP = 'Fn::ForEach::';

/** Loops in loops multiply. */
const MAX_ITEMS = 10_000;

export function isLoop(key: string): boolean {
  return key.startsWith(LOOP);
}

export function hasLanguageExtensions({ Transform }: Pick<Template, 'Transform'>): boolean {
  return [Transform ?? []].flat().includes(LANGUAGE_EXTENSIONS);
}

/**
 * @param evaluate for the lists, which may name parameters
 * @throws TemplateError for a loop of a wrong form, and for a name that two turns give
 */
export function expandLoops(template: Template, evaluate: (value: unknown) => unknown): Template {
  if (!hasLanguageExtensions(template)) return template;
  const count = { items: 0 };
  const sections = ['Conditions', 'Resources', 'Outputs'] as const;
  const expanded = sections.flatMap((name) =>
    template[name] ? [[name, at(name, () => expand(template[name], new Map(), { evaluate, count }))]] : [],
  );
  return { ...template, ...Object.fromEntries(expanded) };
}

type Bindings = ReadonlyMap<string, string>;

interface Expansion {
  readonly evaluate: (value: unknown) => unknown;
  readonly count: { items: number };
}

function expand(value: unknown, bound: Bindings, expansion: Expansion): unknown {
  if (typeof value === 'string') return substituted(value, bound);
  if (Array.isArray(value)) return value.map((item) => expand(item, bound, expansion));
  if (!isObject(value)) return value;
  const item = bound.get(String(value.Ref));
  if (item !== undefined && Object.keys(value).length === 1) return item;
  const result = new Map<string, unknown>();
  for (const [key, inner] of Object.entries(value)) {
    const pairs = isLoop(key)
      ? turns(key, inner, bound, expansion)
      : [[substituted(key, bound), expand(inner, bound, expansion)] as const];
    for (const [name, each] of pairs) {
      if (result.has(name)) throw new TemplateError(`"${name}" is there twice, by ${key}`);
      result.set(name, each);
    }
  }
  return Object.fromEntries(result);
}

/** `[identifier, list, { key: value }]` */
function turns(key: string, loop: unknown, bound: Bindings, expansion: Expansion): [string, unknown][] {
  const [identifier, collection, body] = at(key, () => list(loop, 3));
  const items = at(key, () => list(expansion.evaluate(expand(collection, bound, expansion))).map(text));
  return items.flatMap((item) => {
    if (++expansion.count.items > MAX_ITEMS)
      throw new UserError(`its loops have more than ${MAX_ITEMS} turns`);
    const inner = new Map([...bound, [at(key, () => text(identifier)), item]]);
    const part = expand(body, inner, expansion);
    if (!isObject(part)) throw new TemplateError(`${key}: the third item should be an object`);
    return Object.entries(part);
  });
}

/** `${Name}` is the item, and `&{Name}` its letters and digits, for logical ids. */
function substituted(pattern: string, bound: Bindings): string {
  return pattern.replace(/([$&])\{(\w+)\}/g, (whole, sign: string, name: string) => {
    const item = bound.get(name);
    if (item === undefined) return whole;
    return sign === '&' ? item.replace(/[^A-Za-z0-9]/g, '') : item;
  });
}
