/** Documents that satisfy a schema and hold a stranger's text wherever it lets them. */
import fc from 'fast-check';
import type { z } from 'zod';
import { anyText } from './any-text.ts';

/** What terminals obey, browsers read as markup, and parsers of blocks stumble over. */
export const HOSTILE: readonly string[] = [
  ...[
    '\u001b[2J',
    '\u001b]0;owned\u0007',
    '\u009b31m',
    '\u001b[32m✓ pass\u001b[39m',
    '\u0085',
    '\u007f',
    '\u0000',
  ],
  ...['\u202eevil', '\u2066x', '\u200f', '\u061c', '\ufeff', '\u{e0041}', '\u2028', '\ud800', '\udc00'],
  ...['a\nverified', '\n', 'a\r\nb', '\r\u001b[2K'],
  ...['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "' onload='x", '&lt;', '<!--'],
  ...['::/129', '10.0.0.0/33', '::/0x', 'fe80::1%eth0/64', 'fe80::1%eth0', '__proto__', '', '$&'],
];

/** Values that a schema may ask for by a format or a rule of its own, and that renderers look for. */
const ORDINARY: readonly string[] = [
  ...['2026-01-01T00:00:00.000Z', '10.1.0.0/16', '2001:db8:1234:1a00::/56', '2001:db8::1', '198.51.100.1'],
  ...[
    'oci',
    's3',
    'eigw-1',
    'us-west-2',
    'us-west-2a',
    'sts.us-west-2.amazonaws.com',
    'sts.us-west-2.api.aws',
  ],
];

const texts = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.constantFrom(...ORDINARY),
  fc.array(fc.constantFrom(...HOSTILE, ...ORDINARY), { maxLength: 4 }).map((parts) => parts.join('')),
  anyText(12),
);

/**
 * @param free the texts where the schema lets a stranger write
 * @returns documents of a schema that is made of what the schemas of this project are made of
 */
export function hostile<Schema extends z.ZodType>(
  schema: Schema,
  free = texts,
): fc.Arbitrary<z.output<Schema>> {
  return documents(schema, free) as fc.Arbitrary<z.output<Schema>>;
}

function documents(schema: z.core.$ZodType, free: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  const within = (each: z.core.$ZodType) => documents(each, free);
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'string':
      return strings(schema, free);
    case 'number':
      return fc.nat(65_535);
    case 'boolean':
      return fc.boolean();
    case 'enum':
      return fc.constantFrom(...Object.values(def.entries));
    case 'literal':
      return fc.constantFrom(...def.values);
    case 'nullable':
      return fc.option(within(def.innerType));
    case 'array':
      return fc.array(within(def.element), { maxLength: 3 });
    case 'tuple':
      return fc
        .tuple(fc.tuple(...def.items.map(within)), fc.array(within(def.rest ?? unknown('a tuple'))))
        .map(([items, rest]) => [...items, ...rest.slice(0, 2)]);
    case 'record':
      return fc
        .array(fc.tuple(within(def.keyType), within(def.valueType)), { maxLength: 3 })
        .map((entries) => Object.fromEntries(entries));
    case 'object':
      return objects(def.shape, within);
    case 'pipe':
      return within(def.out);
    default:
      return unknown(def.type);
  }
}

/** Where the schema has a rule, the values that keep it. */
function strings(schema: z.core.$ZodType, free: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const keeps = (text: string) => (schema as z.ZodType).safeParse(text).success;
  const kept = ORDINARY.filter(keeps);
  return kept.length === ORDINARY.length ? free : fc.constantFrom(...kept);
}

function objects(
  shape: Readonly<Record<string, z.core.$ZodType>>,
  within: (schema: z.core.$ZodType) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  const optional = Object.entries(shape).filter(([, { _zod }]) => _zod.def.type === 'optional');
  const fields = Object.entries(shape).map(([key, each]) => {
    const { def } = (each as z.core.$ZodTypes)._zod;
    return [key, within(def.type === 'optional' ? def.innerType : each)] as const;
  });
  const optionalKeys = optional.map(([key]) => key);
  const requiredKeys = Object.keys(shape).filter((key) => !optionalKeys.includes(key));
  return fc.record(Object.fromEntries(fields), { requiredKeys, noNullPrototype: true });
}

function unknown(type: string): never {
  throw new Error(`there is no generator for ${type}: add one`);
}
