/** The oracle's own reading of YAML with CloudFormation's short forms. */
import { parse, type ScalarTag } from 'yaml';
import type { RawTemplate } from './values.ts';

const NAMES = [
  'Select',
  'Cidr',
  'GetAtt',
  'Sub',
  'Join',
  'Split',
  'If',
  'Equals',
  'Not',
  'And',
  'Or',
  'GetAZs',
  'FindInMap',
  'Base64',
];

interface Short {
  readonly short: string;
  readonly argument: unknown;
}

const TAGS = [
  ...NAMES.map((name) => [`!${name}`, `Fn::${name}`]),
  ['!Ref', 'Ref'],
  ['!Condition', 'Condition'],
].flatMap(([tag = '', short = '']) =>
  [undefined, 'seq' as const, 'map' as const].map((collection) => ({
    tag,
    ...(collection && { collection }),
    resolve: (value: unknown): Short => ({ short, argument: value }),
  })),
) as unknown as ScalarTag[];

/** Short forms become the functions that they stand for; of two resources with one name the last one counts. */
export function readYaml(text: string): RawTemplate {
  return resolved(parse(text, { customTags: TAGS, merge: false, uniqueKeys: false }));
}

function resolved<T>(value: unknown): T {
  if (Array.isArray(value)) return value.map(resolved) as T;
  if (typeof value !== 'object' || value === null) return value as T;
  if ('short' in value && 'argument' in value)
    return { [String(value.short)]: resolved(asData(value.argument)) } as T;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolved(item)])) as T;
}

function asData(argument: unknown): unknown {
  return typeof argument === 'object' && argument !== null && 'toJSON' in argument
    ? (argument as { toJSON: () => unknown }).toJSON()
    : argument;
}
