/** A stand-in of Amazon ECR's API that gives registries' passwords to those who may have one. */

import { ecrPassword } from '../registry/registry.ts';
import type { AwsService } from './aws-stand-in.ts';
import { ServiceError } from './aws-stand-in.ts';
import { ecrErrors } from './error-forms.ts';

const TARGET = 'AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken';

/** ECR's passwords last so long. */
const LIFETIME_SECONDS = 12 * 3_600;

export function createEcr(): AwsService {
  return {
    signingName: 'ecr',
    errors: ecrErrors,
    permissions: ({ headers }) => {
      if (headers['x-amz-target'] !== TARGET)
        throw new ServiceError(400, 'UnknownOperationException', `only ${TARGET} is played here`);
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
