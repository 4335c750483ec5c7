/** What a VPC endpoint's policy says of a call of which only action and resource are known. Pure. */
import { isObject } from '../../../template/intrinsics.ts';
import { documentOf } from './endpoint-policy.ts';
import { evaluate } from './evaluate.ts';
import { parseResourcePolicy } from './policy.ts';
import { UnknownPolicyElement } from './unknown-policy-element.ts';

/** `unknown`: who calls, a condition, or an element that the evaluator does not know decides. */
export type PossibleDecision = 'allow' | 'deny' | 'unknown';

export interface PossibleCall {
  readonly action: string;
  readonly resource: string;
}

/** @param policyDocument of the endpoint; null for the default one, which allows everything */
export function possibleDecision(policyDocument: unknown, call: PossibleCall): PossibleDecision {
  if (policyDocument === null) return 'allow';
  const statements = statementsIn(policyDocument);
  if (statements === null) return 'unknown';
  const effects = statements.map((statement) => effectOn(call, statement));
  const isThere = (effect: 'Allow' | 'Deny', applies: Applies) =>
    effects.some((each) => each.effect === effect && each.applies === applies);
  if (isThere('Deny', 'yes')) return 'deny';
  if (isThere('Allow', 'yes') && !isThere('Deny', 'perhaps')) return 'allow';
  return isThere('Allow', 'yes') || isThere('Allow', 'perhaps') ? 'unknown' : 'deny';
}

/** Null for what is not a policy. */
function statementsIn(policyDocument: unknown): Record<string, unknown>[] | null {
  const document = readable(policyDocument);
  if (!isObject(document)) return null;
  const statements = [document.Statement].flat();
  return statements.every(isStatement) ? statements : null;
}

function isStatement(value: unknown): value is Record<string, unknown> {
  return isObject(value) && (value.Effect === 'Allow' || value.Effect === 'Deny');
}

function readable(policyDocument: unknown): unknown {
  try {
    return documentOf(policyDocument);
  } catch (error) {
    if (error instanceof UnknownPolicyElement) return null;
    throw error;
  }
}

type Applies = 'yes' | 'no' | 'perhaps';

/** Judged for everyone and without conditions: what then does not apply never does. */
function effectOn(call: PossibleCall, { Condition, Principal, Effect, ...rest }: Record<string, unknown>) {
  const isForAll = Principal === '*' || (isObject(Principal) && [Principal.AWS].flat().includes('*'));
  const isFree = Condition === undefined || (isObject(Condition) && Object.keys(Condition).length === 0);
  const applies = appliesToAll(call, rest);
  return {
    effect: Effect,
    applies: applies === 'yes' && !(isForAll && isFree) ? ('perhaps' as const) : applies,
  };
}

function appliesToAll(call: PossibleCall, statement: Record<string, unknown>): Applies {
  try {
    const parsed = parseResourcePolicy('', { Statement: { ...statement, Effect: 'Allow', Principal: '*' } });
    return evaluate(parsed, { ...call, context: new Map() }).decision === 'allow' ? 'yes' : 'no';
  } catch (error) {
    if (error instanceof UnknownPolicyElement) return 'perhaps';
    throw error;
  }
}
