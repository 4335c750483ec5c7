/** The policies of VPC endpoints: what may pass through one, in addition to what the caller's own policies allow. */
import type { Model } from '../../template/model.ts';
import { parseResourcePolicy, type Statement } from './policy.ts';

/** The statements of each endpoint that has a policy, by its id; one without lets everything through. */
export type EndpointPolicies = ReadonlyMap<string, readonly Statement[]>;

/** @throws UnknownPolicyElement naming what the evaluator does not know */
export function endpointPolicies({ endpoints }: Pick<Model, 'endpoints'>): EndpointPolicies {
  const having = endpoints.filter(({ policyDocument }) => policyDocument !== null);
  return new Map(
    having.map(({ id, logicalId, policyDocument }) => [id, parseResourcePolicy(logicalId, policyDocument)]),
  );
}
