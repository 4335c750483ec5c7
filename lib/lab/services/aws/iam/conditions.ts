/** The condition operators and keys that the evaluator knows; it refuses all others by name. */

import ipaddr from 'ipaddr.js';
import { lookUp } from '../../../../../lambda/report/look-up.ts';
import { matchesArn } from './matching.ts';
import { UnknownPolicyElement, unknownElement } from './unknown-policy-element.ts';

/** The condition keys of a request, in lower case (a key's case does not matter to IAM), with their values. */
export type ConditionContext = ReadonlyMap<string, readonly string[]>;

export interface Condition {
  readonly operator: string;
  /** In lower case. */
  readonly key: string;
  readonly values: readonly string[];
}

/** Keys that the lab sets, or knows to be absent. */
const KNOWN_KEYS = [
  'aws:SourceIp',
  'aws:SourceVpc',
  'aws:SourceVpce',
  'aws:SecureTransport',
  'aws:PrincipalArn',
  'aws:PrincipalAccount',
  'aws:ResourceAccount',
  'lambda:SourceFunctionArn',
  'dynamodb:LeadingKeys',
];

/** Keys with several values, which only a set operator compares. */
const MULTIVALUED_KEYS = ['dynamodb:LeadingKeys'];

const FIX = 'use one of these, or remove the condition';

/** @param present the values of the key in the request; undefined if the request does not have the key */
type Operator = (present: readonly string[] | undefined, values: readonly string[]) => boolean;

/** An absent key fails a condition and satisfies a negated one (IAM User Guide, condition operators). */
const OPERATORS: Readonly<Record<string, Operator>> = {
  IpAddress: (present, values) => present?.some((address) => isInAny(address, values)) ?? false,
  NotIpAddress: (present, values) => !present?.some((address) => isInAny(address, values)),
  StringEquals: (present, values) => present?.some((value) => values.includes(value)) ?? false,
  StringNotEquals: (present, values) => !present?.some((value) => values.includes(value)),
  ArnEquals: matchesAnyArn,
  ArnLike: matchesAnyArn,
  Null: (present, values) => values.includes(String(present === undefined)),
  'ForAllValues:StringEquals': (present, values) => present?.every((value) => values.includes(value)) ?? true,
};

export function holds({ operator, key, values }: Condition, context: ConditionContext): boolean {
  return lookUp(OPERATORS, operator)?.(context.get(key), values) ?? false;
}

/** @throws UnknownPolicyElement for an operator or key that the evaluator does not know */
export function conditionsOf(element: unknown, label: string): Condition[] {
  return entriesOf(element ?? {}, `${label}, Condition`).flatMap(([operator, tests]) => {
    if (!Object.hasOwn(OPERATORS, operator)) {
      throw unknownElement(label, `the condition operator "${operator}"`, Object.keys(OPERATORS), FIX);
    }
    return entriesOf(tests, `${label}, ${operator}`).map(([key, values]) => {
      requireKnownKey(key, operator, label);
      return {
        operator,
        key: key.toLowerCase(),
        values: valuesOf(operator, values, `${label}, ${operator}, ${key}`),
      };
    });
  });
}

function entriesOf(value: unknown, place: string): [string, unknown][] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Object.entries(value);
  throw new UnknownPolicyElement(`${place}: ${JSON.stringify(value)} should be an object`);
}

function requireKnownKey(key: string, operator: string, label: string): void {
  if (!isAmong(key, KNOWN_KEYS)) {
    throw unknownElement(label, `the condition key "${key}"`, KNOWN_KEYS, FIX);
  }
  if (isAmong(key, MULTIVALUED_KEYS) && !operator.startsWith('ForAllValues:') && operator !== 'Null') {
    throw new UnknownPolicyElement(
      `${label}: the condition key "${key}" has several values: compare it with ForAllValues:StringEquals, not "${operator}"`,
    );
  }
}

function isAmong(key: string, keys: readonly string[]): boolean {
  return keys.some((known) => known.toLowerCase() === key.toLowerCase());
}

function valuesOf(operator: string, value: unknown, place: string): string[] {
  const values = [value].flat().map((item) => (typeof item === 'boolean' ? String(item) : item));
  const wrong = values.find(
    (item) => typeof item !== 'string' || item.includes('${') || !isValid(operator, item),
  );
  if (wrong === undefined && values.length > 0) return values.map(String);
  throw new UnknownPolicyElement(
    `${place}: the lab cannot evaluate the value ${JSON.stringify(wrong ?? value)}`,
  );
}

function isValid(operator: string, value: string): boolean {
  if (operator === 'Null') return ['true', 'false'].includes(value);
  if (!operator.endsWith('IpAddress')) return true;
  return ipaddr.isValidCIDR(value) || ipaddr.isValid(value);
}

function matchesAnyArn(present: readonly string[] | undefined, values: readonly string[]): boolean {
  return present?.some((arn) => values.some((pattern) => matchesArn(arn, pattern))) ?? false;
}

function isInAny(address: string, blocks: readonly string[]): boolean {
  const parsed = ipaddr.parse(address);
  return blocks.some((block) => {
    const [range, length] = block.includes('/') ? ipaddr.parseCIDR(block) : single(block);
    return range.kind() === parsed.kind() && parsed.match([range, length]);
  });
}

function single(address: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  const range = ipaddr.parse(address);
  return [range, range.kind() === 'ipv4' ? 32 : 128];
}
