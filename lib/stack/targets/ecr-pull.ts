/** What it takes to pull from a repository of the account's ECR: grants, and what an endpoint of S3 must let through. */
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { layerBucket } from '../../../lambda/report/pulls/ecr-hosts.ts';
import type { EndpointUse } from '../network/endpoint-use.ts';
import type { Grant } from './grant.ts';

/** The services whose endpoints carry a pull: ECR's guide wants one policy for both. */
export const ECR_SERVICES = ['ecr.dkr', 'ecr.api'] as const;

/** What a pull requires (Amazon ECR user guide, "Private registry authentication"). */
export function pullGrants(repositoryArn: string): Grant[] {
  return [
    { actions: ['ecr:GetAuthorizationToken'], resources: ['*'], seen: 'anywhere' },
    {
      actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      resources: [repositoryArn],
      seen: 'anywhere',
    },
  ];
}

/**
 * The layers: ECR redirects to a bucket of AWS's, by a URL that AWS signed. So there is no condition: neither the bucket
 * nor the signer belongs to the stack's account (Amazon ECR user guide, "Amazon S3 gateway endpoint").
 */
export function layersUse(scope: Construct): EndpointUse {
  const { partition, region } = Stack.of(scope);
  const layers = `arn:${partition}:s3:::${layerBucket(region)}/*`;
  return { services: ['s3'], grants: [{ actions: ['s3:GetObject'], resources: [layers] }], by: {} };
}
