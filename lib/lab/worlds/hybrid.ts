/** The article's end: VPC endpoints carry what has no IPv6 and what they carry for nothing, IPv6 the rest, and no NAT. */
import { controlsAnswered, controlsSilent, failed, healthy, type World } from './world.ts';

export const HYBRID_SETTINGS = { interfaceEndpoints: ['bedrock-runtime'], gatewayEndpoints: ['s3'] };

const BY_GATEWAY = ['s3', 's3-list-buckets'];

export const hybrid: World = {
  name: 'hybrid',
  summary: "the stack's own VPC endpoints carry Bedrock Runtime and S3",
  settings: HYBRID_SETTINGS,
  expectTarget: (id) =>
    [...BY_GATEWAY, 'bedrock-runtime'].includes(id)
      ? failed('VpcEndpointInPath', 'vpc-endpoint')
      : healthy(id),
  expectControls: (_, id) => (BY_GATEWAY.includes(id) ? controlsAnswered() : controlsSilent()),
};
