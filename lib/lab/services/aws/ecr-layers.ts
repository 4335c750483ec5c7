/**
 * Stand-in of the bucket to which ECR redirects for layers. It serves every URL that ECR signed; through a VPC endpoint only
 * what the endpoint's policy allows. Neither the bucket nor the signer belongs to the stack's account.
 */
import { randomUUID } from 'node:crypto';
import { registryStorage } from '../registry/registry.ts';
import type { StandIn, StandInRequest } from '../stand-in.ts';
import { arnOf } from './arn.ts';
import type { AuthorizationProps } from './authorize.ts';
import { s3Errors } from './error-forms.ts';
import { evaluate } from './iam/evaluate.ts';

const ACTION = 's3:GetObject';

export function ecrLayers({
  endpointPolicies,
  region,
}: Pick<AuthorizationProps, 'endpointPolicies' | 'region'>): StandIn {
  return (request) => {
    const policy = endpointPolicies?.get(request.vpcEndpointId ?? '');
    const call = { action: ACTION, resource: layerIn(request, region), context: new Map() };
    if (!policy || evaluate(policy, call).decision === 'allow') return registryStorage(request);
    const why = `no VPC endpoint policy allows the ${ACTION} action on resource: "${call.resource}"`;
    return s3Errors.respond(s3Errors.denied(why), randomUUID());
  };
}

function layerIn({ host, path }: StandInRequest, region: string): string {
  return arnOf(region, 's3', '', `${host.split('.')[0]}${path}`);
}
