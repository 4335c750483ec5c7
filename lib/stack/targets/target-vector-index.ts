/** The vector bucket and the index that the probe writes to and queries. CDK has no higher-level constructs for them. */
import { CfnIndex, CfnVectorBucket } from 'aws-cdk-lib/aws-s3vectors';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { ENV, VECTOR_DIMENSION } from '../../../lambda/report/stack-contract.ts';
import type { Grant } from './grant.ts';
import type { TargetResource } from './target-resource.ts';

export class TargetVectorIndex extends Construct implements TargetResource {
  readonly endpointServices = ['s3vectors'] as const;
  readonly grants: readonly Grant[];
  readonly environment: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const bucket = new CfnVectorBucket(this, 'Bucket');
    const index = new CfnIndex(this, 'Index', {
      vectorBucketArn: bucket.attrVectorBucketArn,
      dataType: 'float32',
      dimension: VECTOR_DIMENSION,
      distanceMetric: 'cosine',
    });
    for (const resource of [bucket, index]) resource.applyRemovalPolicy(RemovalPolicy.DESTROY);
    this.environment = { [ENV.vectorIndexArn]: index.attrIndexArn };
    this.grants = [
      {
        // A query that returns metadata also needs GetVectors (Amazon S3 User Guide, "S3 Vectors"). Vectors do not expire.
        actions: [
          's3vectors:PutVectors',
          's3vectors:QueryVectors',
          's3vectors:GetVectors',
          's3vectors:DeleteVectors',
        ],
        resources: [index.attrIndexArn],
        seen: 'inside',
      },
    ];
  }
}
