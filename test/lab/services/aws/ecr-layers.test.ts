/** The bucket of ECR's layers: what a VPC endpoint's policy lets through to a bucket that is not the account's. */
import { describe, expect, test } from 'vitest';
import { ecrLayers } from '../../../../lib/lab/services/aws/ecr-layers.ts';
import { parseResourcePolicy } from '../../../../lib/lab/services/aws/iam/policy.ts';
import { BLOBS } from '../../../../lib/lab/services/registry/image.ts';
import { ecrPassword, privateRegistry } from '../../../../lib/lab/services/registry/registry.ts';
import type { StandInRequest, StandInResponse } from '../../../../lib/lab/services/stand-in.ts';

const ENDPOINT = 'vpce-0123456789abcdef0';
const LAYERS = 'arn:aws:s3:::prod-us-west-2-starport-layer-bucket/*';

function request(url: string, changes: Partial<StandInRequest> = {}): StandInRequest {
  const { hostname, pathname, searchParams } = new URL(url);
  return {
    ...{ method: 'GET', host: hostname, path: pathname, query: searchParams, headers: {} },
    ...{ body: Buffer.alloc(0), secure: true, sourceAddress: '2001:db8::1', vpcEndpointId: null },
    ...changes,
  };
}

/** Asks for a layer by the URL to which the registry redirects. */
async function layer(statement: object | null, vpcEndpointId: string | null): Promise<StandInResponse> {
  const authorization = `Basic ${Buffer.from(`AWS:${ecrPassword()}`).toString('base64')}`;
  const blob = `https://111122223333.dkr-ecr.us-west-2.on.aws/v2/my-app/blobs/${BLOBS[0]?.digest}`;
  const answer = (await privateRegistry(request(blob, { headers: { authorization } }))) as StandInResponse;
  const policies = new Map(
    statement === null ? [] : [[ENDPOINT, parseResourcePolicy('test', { Statement: statement })] as const],
  );
  const bucket = ecrLayers({ endpointPolicies: policies, region: 'us-west-2' });
  return (await bucket(request(answer.headers?.location ?? '', { vpcEndpointId }))) as StandInResponse;
}

const allow = (Resource: string, Condition?: object) => ({
  ...{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource },
  ...(Condition && { Condition }),
});

const OWN_ACCOUNT = { 'aws:PrincipalAccount': '111122223333' };

describe('a layer', () => {
  test('comes past no endpoint whatever the policy, and through one that allows the bucket', async () => {
    expect(await layer(allow('arn:aws:s3:::other/*'), null)).toMatchObject({ status: 200 });
    expect(await layer(allow(LAYERS), ENDPOINT)).toMatchObject({ status: 200, body: BLOBS[0]?.content });
    expect(await layer(null, ENDPOINT)).toMatchObject({ status: 200 });
  });

  test.each([
    ['other objects', allow('arn:aws:s3:::my-bucket/*')],
    ['only principals of the account', allow(LAYERS, { StringEquals: OWN_ACCOUNT })],
    [
      'only buckets of the account',
      allow(LAYERS, { StringEquals: { 'aws:ResourceAccount': '111122223333' } }),
    ],
    ['only other actions', { ...allow(LAYERS), Action: 's3:PutObject' }],
    ['nothing', { ...allow('*'), Effect: 'Deny', Action: '*' }],
  ])('does not come through an endpoint that allows %s', async (_, statement) => {
    const { status, body } = await layer(statement, ENDPOINT);
    expect(status).toBe(403);
    expect(String(body)).toContain('no VPC endpoint policy allows the s3:GetObject action');
  });
});
