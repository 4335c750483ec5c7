/** The image of the settings: the grants for its repository, and for no other, so that the probe can try its pull. */
import { ArnFormat, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { imageIn } from '../../../lambda/report/image-name.ts';
import { ENV } from '../../../lambda/report/stack-contract.ts';
import { ECR_SERVICES, pullGrants } from './ecr-pull.ts';
import type { TargetResource } from './target-resource.ts';

/** @param image `REPOSITORY:TAG` or `REPOSITORY@sha256:…` in the account's ECR, as the settings have it */
export function targetImage(scope: Construct, image: string): TargetResource {
  const repositoryArn = Stack.of(scope).formatArn({
    service: 'ecr',
    resource: 'repository',
    resourceName: imageIn({ pathname: `/${image}`, search: '' })?.name ?? '',
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
  return {
    endpointServices: ECR_SERVICES,
    environment: { [ENV.image]: image },
    grants: pullGrants(repositoryArn),
  };
}
