/** Reads IAM policy documents into statements, and refuses whatever the evaluator would not understand. */
import { type Condition, conditionsOf } from './conditions.ts';
import { UnknownPolicyElement } from './unknown-policy-element.ts';

export interface Statement {
  /** Where it stands, for messages: `policy "read", statement 0`. */
  readonly label: string;
  readonly effect: 'Allow' | 'Deny';
  /** Patterns with `*` and `?`. */
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: readonly Condition[];
}

const DOCUMENT_KEYS = ['Version', 'Id', 'Statement'];
const STATEMENT_KEYS = ['Sid', 'Effect', 'Action', 'Resource', 'Condition'];

/** @throws UnknownPolicyElement naming what is not known */
export function parsePolicy(name: string, document: unknown): Statement[] {
  return parseDocument(name, document, parseStatement);
}

/**
 * A VPC endpoint's policy, whose statements say for whom they are.
 * @throws UnknownPolicyElement naming what is not known: of principals, any but everybody
 */
export function parseEndpointPolicy(name: string, document: unknown): Statement[] {
  return parseDocument(name, document, (value, place) => {
    const { Principal, ...statement } = objectAt(value, place);
    if (isEverybody(Principal)) return parseStatement(statement, place);
    throw new UnknownPolicyElement(
      `${place}: the lab does not know the Principal ${JSON.stringify(Principal)} (it knows "*")`,
    );
  });
}

/** The two ways in which policies name everybody (IAM User Guide, Principal). */
function isEverybody(principal: unknown): boolean {
  if (principal === '*') return true;
  return JSON.stringify(principal) === '{"AWS":"*"}' || JSON.stringify(principal) === '{"AWS":["*"]}';
}

function parseDocument(
  name: string,
  document: unknown,
  parse: (value: unknown, place: string) => Statement,
): Statement[] {
  const { Statement: statements, ...rest } = objectAt(document, `policy "${name}"`);
  refuseUnknownKeys({ ...rest, Statement: statements }, DOCUMENT_KEYS, `policy "${name}"`);
  return [statements]
    .flat()
    .map((statement, index) => parse(statement, `policy "${name}", statement ${index}`));
}

function parseStatement(value: unknown, place: string): Statement {
  const statement = objectAt(value, place);
  refuseUnknownKeys(statement, STATEMENT_KEYS, place);
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

function objectAt(value: unknown, place: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new UnknownPolicyElement(`${place}: ${JSON.stringify(value)} should be an object`);
}

function refuseUnknownKeys(value: Record<string, unknown>, known: readonly string[], place: string): void {
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown === undefined) return;
  throw new UnknownPolicyElement(
    `${place}: the lab does not know the element "${unknown}" (it knows ${known.join(', ')})`,
  );
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
