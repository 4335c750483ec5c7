/** VPC endpoints that have no IPv6: the forced attempts go past them, and unchanged code takes them. */
import { controlsAnswered, controlsSilent, failed, healthy, type World } from './world.ts';

const BY_GATEWAY = ['dynamodb', 'dynamodb-account-id'];

export const hybridIpv4Only: World = {
  name: 'hybrid-ipv4-only',
  summary: "the stack's own VPC endpoints have IPv4 alone, and carry Bedrock Runtime and DynamoDB",
  settings: {
    interfaceEndpoints: [{ service: 'bedrock-runtime', ipAddressType: 'ipv4' }],
    gatewayEndpoints: ['dynamodb'],
  },
  expectTarget: (id) =>
    [...BY_GATEWAY, 'bedrock-runtime'].includes(id)
      ? failed('VpcEndpointInPath', 'vpc-endpoint')
      : healthy(id),
  expectControls: (_, id) => (BY_GATEWAY.includes(id) ? controlsAnswered() : controlsSilent()),
};
