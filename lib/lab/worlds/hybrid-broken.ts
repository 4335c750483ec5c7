/** The endpoints of the hybrid are there and do not serve: S3's is in no route table, Bedrock's policy allows another action. */
import type { Model, VpcEndpoint } from '../template/model.ts';
import { HYBRID_SETTINGS } from './hybrid.ts';
import { controlsSilent, failed, healthy, type World } from './world.ts';

const OTHERS_ONLY = {
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 'bedrock:ListFoundationModels', Resource: '*' }],
};

export const hybridBroken: World = {
  name: 'hybrid-broken',
  summary:
    "S3's VPC endpoint is in no route table, and the policy of Bedrock Runtime's allows something else",
  settings: HYBRID_SETTINGS,
  drift: (model: Model) => ({ ...model, endpoints: model.endpoints.map(broken) }),
  expectTarget: (id) => {
    if (id === 's3' || id === 's3-list-buckets') return failed('WitnessDenied');
    return id === 'bedrock-runtime' ? failed('AccessDenied', 'vpc-endpoint') : healthy(id);
  },
  expectControls: controlsSilent,
};

function broken(endpoint: VpcEndpoint): VpcEndpoint {
  return endpoint.kind === 'gateway'
    ? { ...endpoint, routeTableIds: [] }
    : { ...endpoint, policyDocument: OTHERS_ONLY };
}
