/** Worlds with VPC endpoints: added to the template, or requested in the stack's settings. */
import type { VpcEndpoint } from '../../template/model.ts';
import { addGatewayEndpoint, addInterfaceEndpoint } from '../change/endpoints.ts';
import {
  controlsAnsweredFor,
  DYNAMODB_TARGETS,
  failed,
  healthy,
  healthyExcept,
  S3_TARGETS,
} from '../expectations.ts';
import type { Theme } from '../world.ts';

const CARRIED = failed('VpcEndpointInPath', 'vpc-endpoint');

const HYBRID_SETTINGS = { interfaceEndpoints: ['bedrock-runtime'], gatewayEndpoints: ['s3'] };

const ANOTHER_ACTION = {
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 'bedrock:ListFoundationModels', Resource: '*' }],
};

export const endpoints: Theme = {
  title: 'VPC endpoints',
  worlds: [
    {
      name: 's3-gateway-endpoint',
      summary: 'a dual-stack gateway endpoint carries S3',
      note: 'Both families go past the egress-only gateway, and IAM sees no source address.',
      changeTemplate: addGatewayEndpoint,
      expectTarget: healthyExcept(S3_TARGETS, CARRIED),
      expectControls: controlsAnsweredFor(S3_TARGETS),
    },
    {
      name: 'interface-endpoint',
      summary: 'an interface endpoint with private DNS carries S3 Vectors',
      note: "The service's name leads into the VPC in both families.",
      changeTemplate: addInterfaceEndpoint,
      expectTarget: healthyExcept(['s3-vectors'], CARRIED),
      expectControls: controlsAnsweredFor(['s3-vectors']),
    },
    {
      name: 'hybrid',
      summary: "the stack's own VPC endpoints carry Bedrock Runtime and S3",
      note: 'This is how the article ends: endpoints carry what has no IPv6 and what they carry free of charge, IPv6 carries the rest, and there is no NAT gateway; the names are those of the article. Targets that need an endpoint fail, and are as the settings expect.',
      settings: { ...HYBRID_SETTINGS, articleNames: true },
      expectTarget: healthyExcept([...S3_TARGETS, 'bedrock-runtime'], CARRIED),
      expectControls: controlsAnsweredFor(S3_TARGETS),
    },
    {
      name: 'hybrid-ipv4-only',
      summary: "the stack's own VPC endpoints have only IPv4 and carry Bedrock Runtime and DynamoDB",
      note: 'Unchanged code uses the endpoints; attempts that force IPv6 go past them.',
      settings: {
        interfaceEndpoints: [{ service: 'bedrock-runtime', ipAddressType: 'ipv4' }],
        gatewayEndpoints: ['dynamodb'],
      },
      expectTarget: healthyExcept([...DYNAMODB_TARGETS, 'bedrock-runtime'], CARRIED),
      expectControls: controlsAnsweredFor(DYNAMODB_TARGETS),
    },
    {
      name: 'target-behind-endpoint',
      summary: "a target of the settings takes the stack's own VPC endpoint of Secrets Manager",
      note: 'Its name leads into the VPC, where targets of events may not lead.',
      settings: {
        interfaceEndpoints: ['secretsmanager'],
        targets: [
          { url: 'https://secretsmanager.us-west-2.amazonaws.com', name: 'secrets', expect: 'vpc-endpoint' },
        ],
      },
      expectTarget: healthy,
    },
    {
      name: 'hybrid-broken',
      summary:
        "S3's VPC endpoint is in no route table, and the policy of Bedrock Runtime's allows another action",
      settings: HYBRID_SETTINGS,
      drift: (model) => ({ ...model, endpoints: model.endpoints.map(broken) }),
      expectTarget: (id, subnet) =>
        id === 'bedrock-runtime'
          ? failed('AccessDenied', 'vpc-endpoint')
          : healthyExcept(S3_TARGETS, failed('WitnessDenied'))(id, subnet),
    },
  ],
};

function broken(endpoint: VpcEndpoint): VpcEndpoint {
  return endpoint.kind === 'gateway'
    ? { ...endpoint, routeTableIds: [] }
    : { ...endpoint, policyDocument: ANOTHER_ACTION };
}
