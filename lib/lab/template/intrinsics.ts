/** CloudFormation's intrinsic functions that need only the values of their arguments. */
import { isRegion } from '../../region.ts';
import { UserError } from '../../user-error.ts';
import { formatCidr, parseCidr, splitCidr } from './cidr.ts';

/** `Fn::Cidr` takes counts from 1 to 256 (CloudFormation's reference). */
const MAX_CIDR_COUNT = 256;

/** The letters of the Availability Zones in every Region of the lab: as many as the largest Region has (us-east-1). */
const ZONES = ['a', 'b', 'c', 'd', 'e', 'f'];

export interface Environment {
  readonly region: string;
  readonly mappings: Readonly<Record<string, unknown>>;
}

type Intrinsic = (argument: unknown, environment: Environment) => unknown;

export const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  'Fn::Join': (argument) => {
    const [delimiter, parts] = list(argument, 2);
    return joined(list(parts).map(text), text(delimiter));
  },
  'Fn::Split': (argument) => {
    const [delimiter, source] = list(argument, 2);
    return text(source).split(text(delimiter));
  },
  'Fn::Select': (argument) => {
    const [index, values] = list(argument, 2);
    return select(wholeNumber(index), list(values));
  },
  'Fn::Cidr': (argument) => {
    const [block, count, hostBits] = list(argument);
    return cidr(text(block), wholeNumber(count), hostBits);
  },
  'Fn::Base64': (argument) => Buffer.from(text(argument)).toString('base64'),
  // Without a Region, or with an empty one, it is the stack's.
  'Fn::GetAZs': (argument, { region }) => ZONES.map((zone) => `${text(argument ?? '') || region}${zone}`),
  'Fn::FindInMap': (argument, environment) => {
    const [map, top, second, options] = list(argument);
    const path = [map, top, second].map(text);
    const otherwise = isObject(options) ? options.DefaultValue : undefined;
    if (otherwise === undefined) return findInMap(path, environment);
    return valueAt(path, environment.mappings) ?? otherwise;
  },
  // Both belong to the transform AWS::LanguageExtensions.
  'Fn::Length': (argument) => list(argument).length,
  'Fn::ToJsonString': (argument) => JSON.stringify(argument),
};

/** A template of references to references could otherwise fill the memory. */
const LONGEST_TEXT = 1024 * 1024;

export function joined(parts: readonly string[], delimiter: string): string {
  const length = parts.reduce((sum, part) => sum + part.length + delimiter.length, 0);
  if (length > LONGEST_TEXT) throw new UserError(`a text of ${length} characters is longer than a template`);
  return parts.join(delimiter);
}

function select(index: number, values: readonly unknown[]): unknown {
  if (index < 0 || index >= values.length) {
    throw new UserError(`Fn::Select cannot select nonexistent value at index ${index}`);
  }
  return values[index];
}

function cidr(block: string, count: number, hostBits: unknown): string[] {
  if (count < 1 || count > MAX_CIDR_COUNT) {
    throw new UserError(`Fn::Cidr cannot cut ${count} blocks: the count is from 1 to ${MAX_CIDR_COUNT}`);
  }
  const parsed = parseCidr(block);
  // CloudFormation's reference: the default cuts /24s from an IPv4 block; for an IPv6 block 64 is required.
  const bits = hostBits === undefined && parsed.family === 'IPv4' ? 8 : wholeNumber(hostBits);
  return splitCidr(parsed, count, bits).map(formatCidr);
}

function findInMap([map = '', top = '', second = '']: string[], { mappings, region }: Environment): unknown {
  const value = valueAt([map, top, second], mappings);
  if (value !== undefined) return value;
  const missing = `Fn::FindInMap finds nothing at "${map}", "${top}", "${second}"`;
  const others = Object.keys(valueAt([map], mappings) ?? {}).filter(isRegion);
  if (top !== region || others.length === 0) throw new UserError(missing);
  throw new UserError(
    `${missing}: the map has no ${region}, which the lab emulates, only ${others.join(', ')}: add --region ${others[0]}`,
  );
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function list(value: unknown, length?: number): unknown[] {
  if (Array.isArray(value) && (length === undefined || value.length === length)) return value;
  throw new UserError(`${show(value)} should be a list${length === undefined ? '' : ` of ${length}`}`);
}

/**
 * The function that a value calls, with its argument; undefined for any other value. `Condition` is a function only with a
 * name; otherwise it belongs to a policy statement.
 */
export function callIn(value: unknown): [name: string, argument: unknown] | undefined {
  const [only, ...others] = isObject(value) ? Object.entries(value) : [];
  if (only === undefined || others.length > 0) return undefined;
  const [name, argument] = only;
  const isCall =
    name === 'Ref' || name.startsWith('Fn::') || (name === 'Condition' && typeof argument === 'string');
  return isCall ? only : undefined;
}

/** CloudFormation accepts numbers and booleans in place of a string. */
export function text(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new UserError(`${show(value)} should be a string`);
}

function wholeNumber(value: unknown): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number' && Number.isInteger(number)) return number;
  throw new UserError(`${show(value)} should be a whole number`);
}

/** What a path of keys leads to; undefined where it leads nowhere. */
export function valueAt(path: readonly string[], value: unknown): unknown {
  return path.reduce<unknown>(
    (parent, key) =>
      typeof parent === 'object' && parent !== null && Object.hasOwn(parent, key)
        ? Reflect.get(parent, key)
        : undefined,
    value,
  );
}

/** Enough to recognize it by. */
const SHOWN_CHARACTERS = 200;

export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)}…`;
}

/** Any value as text. `String` fails on an object whose `toString` the template has set. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value : show(value);
}
