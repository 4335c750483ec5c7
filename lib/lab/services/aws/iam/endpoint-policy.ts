/** The policies of VPC endpoints: they limit what passes through, in addition to the caller's own policies. */
import type { VpcEndpoint } from '../../../template/model.ts';
import { TemplateError } from '../../../template/template-error.ts';
import { parseResourcePolicy, type Statement } from './policy.ts';
import { UnknownPolicyElement } from './unknown-policy-element.ts';

/** The statements of each endpoint that has a policy, by its id; an endpoint without a policy allows everything. */
export type EndpointPolicies = ReadonlyMap<string, readonly Statement[]>;

/** @throws TemplateError for an element that the evaluator does not know */
export function endpointPolicies(endpoints: readonly VpcEndpoint[]): EndpointPolicies {
  const having = endpoints.filter(({ policyDocument }) => policyDocument !== null);
  return new Map(having.map(({ id, logicalId, policyDocument }) => [id, read(logicalId, policyDocument)]));
}

function read(logicalId: string, policyDocument: unknown): Statement[] {
  try {
    // A template may hold the document as text.
    const document = typeof policyDocument === 'string' ? JSON.parse(policyDocument) : policyDocument;
    return parseResourcePolicy(logicalId, document);
  } catch (error) {
    if (error instanceof UnknownPolicyElement || error instanceof SyntaxError) {
      throw new TemplateError(`${logicalId} (AWS::EC2::VPCEndpoint): PolicyDocument: ${error.message}`);
    }
    throw error;
  }
}
