/** Stand-in of Amazon ECR's API: gives the registry's password to callers that may have it. */

import { ecrPassword } from '../registry/registry.ts';
import type { AwsStandIn } from './aws-stand-in.ts';
import { AwsError } from './aws-stand-in.ts';
import { ecrErrors } from './error-forms.ts';

const TARGET = 'AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken';

/** How long ECR's passwords are valid. */
const LIFETIME_SECONDS = 12 * 3_600;

export function createEcr(): AwsStandIn {
  return {
    signingName: 'ecr',
    errors: ecrErrors,
    permissions: ({ headers }) => {
      if (headers['x-amz-target'] !== TARGET)
        throw new AwsError(400, 'UnknownOperationException', `The lab's ECR implements only ${TARGET}`);
      return [{ action: 'ecr:GetAuthorizationToken', resource: '*' }];
    },
    answer: ({ host }) => ({
      status: 200,
      headers: { 'content-type': 'application/x-amz-json-1.1' },
      body: JSON.stringify({
        authorizationData: [
          {
            authorizationToken: Buffer.from(`AWS:${ecrPassword()}`).toString('base64'),
            expiresAt: Date.now() / 1_000 + LIFETIME_SECONDS,
            proxyEndpoint: `https://${host}`,
          },
        ],
      }),
    }),
  };
}
