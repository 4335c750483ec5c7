/** The policies of VPC endpoints: they limit what passes through, in addition to the caller's own policies. */
import type { VpcEndpoint } from '../../../template/model.ts';
import { at, placeOf } from '../../../template/template-error.ts';
import { parseResourcePolicy, type Statement } from './policy.ts';
import { UnknownPolicyElement } from './unknown-policy-element.ts';

/** The statements of each endpoint that has a policy, by its id; an endpoint without a policy allows everything. */
export type EndpointPolicies = ReadonlyMap<string, readonly Statement[]>;

/** @throws TemplateError for an element that the evaluator does not know */
export function endpointPolicies(endpoints: readonly VpcEndpoint[]): EndpointPolicies {
  const restricted = endpoints.filter(({ policyDocument }) => policyDocument !== null);
  return new Map(restricted.map((endpoint) => [endpoint.id, read(endpoint)]));
}

function read({ logicalId, policyDocument }: VpcEndpoint): Statement[] {
  const place = `${placeOf({ logicalId, type: 'AWS::EC2::VPCEndpoint' })}: PolicyDocument`;
  return at(place, () => parseResourcePolicy(logicalId, documentOf(policyDocument)));
}

/** A template may hold the document as text. */
export function documentOf(policyDocument: unknown): unknown {
  if (typeof policyDocument !== 'string') return policyDocument;
  try {
    return JSON.parse(policyDocument);
  } catch (error) {
    throw new UnknownPolicyElement(`should be JSON (${(error as SyntaxError).message})`);
  }
}
