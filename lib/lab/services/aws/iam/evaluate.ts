/** Decides one API call by one kind of policy, as IAM does: an explicit deny wins, and no statement means a deny. */
import { type ConditionContext, holds } from './conditions.ts';
import { matchesAction, matchesArn } from './matching.ts';
import type { Statement } from './policy.ts';

export interface CallToDecide {
  /** `s3:GetObject`. */
  readonly action: string;
  /** The ARN of the resource; `*` for an action that takes no resource. */
  readonly resource: string;
  readonly context: ConditionContext;
}

export interface Decision {
  readonly decision: 'allow' | 'explicit-deny' | 'implicit-deny';
  /** The deciding statement; null for an implicit deny. */
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

function applies(
  { principals, actions, resources, conditions }: Statement,
  { action, resource, context }: CallToDecide,
) {
  return (
    (principals === null || principals.some((principal) => isCaller(principal, context))) &&
    actions.some((pattern) => matchesAction(action, pattern)) &&
    resources.some((pattern) => pattern === '*' || matchesArn(resource, pattern)) &&
    conditions.every((condition) => holds(condition, context))
  );
}

/** Whether a principal is the role or its session, its account, or everyone. */
function isCaller(principal: string, context: ConditionContext): boolean {
  const [arn = ''] = context.get('aws:principalarn') ?? [];
  const [account = ''] = context.get('aws:principalaccount') ?? [];
  return (
    principal === '*' || principal === arn || principal === account || principal.endsWith(`::${account}:root`)
  );
}
