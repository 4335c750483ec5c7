/** The policies of a template's VPC endpoints, which decide about a request besides its caller's. */
import type { Model } from '../../template/model.ts';
import { TemplateError } from '../../template/template-error.ts';
import { parseEndpointPolicy, type Statement } from './policy.ts';
import { UnknownPolicyElement } from './unknown-policy-element.ts';

/** By the endpoint's id; an endpoint with the default policy, which lets everything through, has no entry. */
export type EndpointPolicies = ReadonlyMap<string, readonly Statement[]>;

/** @throws TemplateError for what the lab's evaluator does not know */
export function endpointPoliciesOf({ endpoints }: Pick<Model, 'endpoints'>): EndpointPolicies {
  return new Map(
    endpoints
      .filter(({ policyDocument }) => policyDocument !== null)
      .map(({ id, logicalId, policyDocument }) => [id, read(logicalId, policyDocument)]),
  );
}

function read(logicalId: string, policyDocument: unknown): Statement[] {
  try {
    // A template may hold the document as text.
    const document = typeof policyDocument === 'string' ? JSON.parse(policyDocument) : policyDocument;
    return parseEndpointPolicy(logicalId, document);
  } catch (error) {
    if (error instanceof UnknownPolicyElement || error instanceof SyntaxError) {
      throw new TemplateError(`${logicalId} (AWS::EC2::VPCEndpoint): PolicyDocument: ${error.message}`);
    }
    throw error;
  }
}
