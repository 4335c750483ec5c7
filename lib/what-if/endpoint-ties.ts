/** What else of a template hangs on an interface endpoint, besides the packets that go over it. Pure. */
import { isObject } from '../lab/template/intrinsics.ts';
import type { VpcEndpoint } from '../lab/template/model.ts';
import { allReferencesIn } from '../lab/template/references.ts';
import type { Template } from '../lab/template/template.ts';

type Named = Pick<VpcEndpoint, 'logicalId' | 'service'>;

/** @returns a clause for each resource whose effect changes, or may change, when the endpoint goes */
export function endpointTies({ logicalId: own, service }: Named, { Resources }: Template): string[] {
  const endpoints = Object.keys(Resources).filter((id) => Resources[id]?.Type === ENDPOINT);
  return Object.entries(Resources).flatMap(([logicalId, { Type, Properties }]) => {
    if (Type === ENDPOINT || Type.startsWith('AWS::CloudWatch::')) return [];
    if (allReferencesIn(Properties).includes(own)) return [`${logicalId} (${Type}) refers to it`];
    const condition = isAbout(Type, service) ? conditionIn(Properties, endpoints) : null;
    return condition === null ? [] : [`${logicalId} (${Type}) has a condition on ${condition}`];
  });
}

const ENDPOINT = 'AWS::EC2::VPCEndpoint';

/** What a request carries only while it goes over an endpoint (IAM User Guide, "Properties of the network"). */
const OVER_ENDPOINTS = /^aws:(?:source(?:vpc|vpce|vpcarn)|vpcsourceip|vpce(?:account|orgid|orgpaths))$/i;

/** @returns the key of the first such condition, unless it names only other endpoints of the template */
function conditionIn(value: unknown, endpoints: readonly string[]): string | null {
  const entries = isObject(value) || Array.isArray(value) ? Object.entries(value) : [];
  for (const [key, item] of entries) {
    if (OVER_ENDPOINTS.test(key) && !allReferencesIn(item).some((name) => endpoints.includes(name)))
      return key;
    const within = conditionIn(item, endpoints);
    if (within !== null) return within;
  }
  return null;
}

/** Whose requests the policy of a resource decides about: a bucket's those to S3, a role's those to any service. */
function isAbout(type: string, service: string): boolean {
  const owner = type.split('::')[1]?.toLowerCase() ?? '';
  return ['iam', 'serverless', 'sso'].includes(owner) || service.startsWith(owner);
}
