/** Decides one API call by identity-based policies, as IAM does: an explicit deny wins, silence denies. */
import { type ConditionContext, holds } from './conditions.ts';
import { matchesAction, matchesArn } from './matching.ts';
import type { Statement } from './policy.ts';

export interface CallToDecide {
  /** `s3:GetObject`. */
  readonly action: string;
  /** The ARN that the call is about; `*` for an action that takes no resource. */
  readonly resource: string;
  readonly context: ConditionContext;
}

export interface Decision {
  readonly decision: 'allow' | 'explicit-deny' | 'implicit-deny';
  /** The statement that decided; null for an implicit deny. */
  readonly statement: Statement | null;
}

export function evaluate(statements: readonly Statement[], call: CallToDecide): Decision {
  const matching = statements.filter((statement) => applies(statement, call));
  const deny = matching.find(({ effect }) => effect === 'Deny');
  if (deny) return { decision: 'explicit-deny', statement: deny };
  const allow = matching.find(({ effect }) => effect === 'Allow');
  if (allow) return { decision: 'allow', statement: allow };
  return { decision: 'implicit-deny', statement: null };
}

function applies({ actions, resources, conditions }: Statement, { action, resource, context }: CallToDecide) {
  return (
    actions.some((pattern) => matchesAction(action, pattern)) &&
    resources.some((pattern) => pattern === '*' || matchesArn(resource, pattern)) &&
    conditions.every((condition) => holds(condition, context))
  );
}
