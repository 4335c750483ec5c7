/** What the probes may do with a target's resource, as data: role policies and endpoint policies are both made of it. */
import { type Conditions, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IamWitness, Seen } from './iam-witness.ts';

export interface Grant {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** From where AWS must see a request come for the grant to hold. */
  readonly seen: Seen;
  /** Conditions of the role's grant. @default - none */
  readonly conditions?: Conditions;
  /** Whether the resource must belong to the stack's account: the ARN of a bucket does not name one. @default false */
  readonly ownAccount?: boolean;
}

/** A role's statements for the grants: one for each way in which IAM may see the requests. */
export function roleStatements(
  grants: readonly Grant[],
  witness: IamWitness,
  account: string,
): PolicyStatement[] {
  return grants.flatMap((grant) => {
    const { seen, conditions = {}, ownAccount = false } = grant;
    const always = allOf(conditions, ownAccount ? resourceAccount(account) : {});
    return witness[seen].map((place) => statementOf(grant, allOf(always, place)));
  });
}

export function statementOf(
  { actions, resources }: Pick<Grant, 'actions' | 'resources'>,
  conditions: Conditions = {},
): PolicyStatement {
  return new PolicyStatement({ actions: [...actions], resources: [...resources], conditions });
}

export function resourceAccount(account: string): Conditions {
  return { StringEquals: { 'aws:ResourceAccount': account } };
}

/** Conditions that must all hold; of one operator, the keys of each are kept. */
export function allOf(...all: readonly Conditions[]): Conditions {
  const operators = [...new Set(all.flatMap((conditions) => Object.keys(conditions)))];
  return Object.fromEntries(
    operators.map((operator) => [
      operator,
      Object.assign({}, ...all.map((conditions) => conditions[operator] ?? {})),
    ]),
  );
}
