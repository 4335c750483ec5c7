/** Parses IAM policy documents into statements, and refuses elements that the evaluator does not know. */
import { type Condition, conditionsOf } from './conditions.ts';
import { UnknownPolicyElement, unknownElement } from './unknown-policy-element.ts';

export interface Statement {
  /** Its place, for messages: `policy "read", statement 0`. */
  readonly label: string;
  readonly effect: 'Allow' | 'Deny';
  /** Patterns with `*` and `?`. */
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: readonly Condition[];
  /** The principals of a resource policy: `*`, account ids and ARNs; null in an identity-based policy. */
  readonly principals: readonly string[] | null;
}

const DOCUMENT_KEYS = ['Version', 'Id', 'Statement'];
const STATEMENT_KEYS = ['Sid', 'Effect', 'Action', 'Resource', 'Condition'];

/** An identity-based policy. @throws UnknownPolicyElement for an element that the evaluator does not know */
export function parsePolicy(name: string, document: unknown): Statement[] {
  return parseStatements(name, document, (statement, place) => ({
    ...parseStatement(statement, place, STATEMENT_KEYS),
    principals: null,
  }));
}

/** A resource policy, or that of a VPC endpoint, which names principals. @throws UnknownPolicyElement */
export function parseResourcePolicy(name: string, document: unknown): Statement[] {
  return parseStatements(name, document, (statement, place) => ({
    ...parseStatement(statement, place, [...STATEMENT_KEYS, 'Principal']),
    principals: principalsOf(objectAt(statement, place).Principal, place),
  }));
}

function parseStatements(
  name: string,
  document: unknown,
  parse: (statement: unknown, place: string) => Statement,
): Statement[] {
  const { Statement: statements, ...rest } = objectAt(document, `policy "${name}"`);
  requireKnownElements({ ...rest, Statement: statements }, DOCUMENT_KEYS, `policy "${name}"`);
  return [statements]
    .flat()
    .map((statement, index) => parse(statement, `policy "${name}", statement ${index}`));
}

function parseStatement(
  value: unknown,
  place: string,
  known: readonly string[],
): Omit<Statement, 'principals'> {
  const statement = objectAt(value, place);
  requireKnownElements(statement, known, place);
  const sid = statement.Sid === undefined ? '' : ` (${String(statement.Sid)})`;
  const label = `${place}${sid}`;
  return {
    label,
    effect: effectOf(statement.Effect, label),
    actions: patternsOf(statement.Action, 'Action', label),
    resources: patternsOf(statement.Resource, 'Resource', label).map((pattern) => resourceOf(pattern, label)),
    conditions: conditionsOf(statement.Condition, label),
  };
}

/** An account id stands for the account's root, and so for every principal in it (IAM User Guide, Principal element). */
function principalsOf(value: unknown, place: string): string[] {
  const { AWS = [], ...others } = value === '*' ? { AWS: '*' } : objectAt(value ?? {}, `${place}, Principal`);
  const given = [AWS].flat();
  const isKnown = (one: unknown) => typeof one === 'string' && PRINCIPAL.test(one);
  if (given.length > 0 && given.every(isKnown) && Object.keys(others).length === 0) return given.map(String);
  throw new UnknownPolicyElement(
    `${place}: the Principal ${JSON.stringify(value)} should be "*", or AWS with account ids and ARNs of roots and roles`,
  );
}

const PRINCIPAL = /^(\*|\d{12}|arn:[\w-]+:iam::\d{12}:(root|role\/[\w+=,.@/-]+))$/;

function objectAt(value: unknown, place: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new UnknownPolicyElement(`${place}: ${JSON.stringify(value)} should be an object`);
}

function requireKnownElements(value: Record<string, unknown>, known: readonly string[], place: string): void {
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown === undefined) return;
  throw unknownElement(place, `the element "${unknown}"`, known, 'rewrite the policy with these');
}

function effectOf(value: unknown, label: string): Statement['effect'] {
  if (value === 'Allow' || value === 'Deny') return value;
  throw new UnknownPolicyElement(`${label}: the Effect ${JSON.stringify(value)} should be "Allow" or "Deny"`);
}

function patternsOf(value: unknown, element: string, label: string): string[] {
  const patterns = [value ?? []].flat();
  const wrong = patterns.find((pattern) => typeof pattern !== 'string' || pattern.includes('${'));
  if (patterns.length > 0 && wrong === undefined) return patterns.map(String);
  throw new UnknownPolicyElement(
    `${label}: the ${element} ${JSON.stringify(wrong ?? value)} should be a string without policy variables`,
  );
}

function resourceOf(pattern: string, label: string): string {
  if (pattern === '*' || pattern.split(':').length >= 6) return pattern;
  throw new UnknownPolicyElement(`${label}: the Resource "${pattern}" should be "*" or an ARN of six parts`);
}
