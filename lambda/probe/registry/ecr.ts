/**
 * Amazon ECR's own authentication: its registries want Basic credentials, and its API gives the password to roles that may
 * pull (Amazon ECR user guide, "Private registry authentication").
 */

import { ecrHosts } from '../../report/pulls/ecr-hosts.ts';
import type { AttemptContext } from '../attempts/attempt.ts';
import { sendSigned } from '../attempts/signed-request.ts';
import { MANIFEST_LIMIT_BYTES } from '../limits.ts';
import { passwordIn } from './ecr-answer.ts';

const REGISTRY = /^(\d{12})\.dkr[.-]ecr\.([a-z0-9-]+)\./;

interface EcrApi {
  readonly region: string;
  readonly hostname: string;
}

/** The API for a registry of ECR's, by the same kind of name; null for any other host, which must not get a password. */
export function ecrApiOf(registryHost: string): EcrApi | null {
  const [, account, region] = REGISTRY.exec(registryHost) ?? [];
  if (account === undefined || region === undefined) return null;
  const { registry, api } = ecrHosts(account, region);
  if (registryHost === registry.default) return { region, hostname: api.default };
  return registryHost === registry.dualStack ? { region, hostname: api.dualStack } : null;
}

const OPERATION = 'GetAuthorizationToken';

/** The header for the registry. @throws an error whose `code` is ECR's own (`AccessDeniedException`), or `ResponseInvalid` */
export async function ecrAuthorization(context: AttemptContext, api: EcrApi): Promise<string> {
  const request = {
    ...api,
    operation: OPERATION,
    service: 'ecr',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AmazonEC2ContainerRegistry_V20150921.${OPERATION}`,
    },
    body: '{}',
    limitBytes: MANIFEST_LIMIT_BYTES,
  };
  return `Basic ${await sendSigned(context, request, passwordIn)}`;
}
