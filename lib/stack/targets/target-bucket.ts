/** The bucket that the probe writes to and reads from, and the grant for the article's ListBuckets. */
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { ENV } from '../../../lambda/report/stack-contract.ts';
import type { Grant } from './grant.ts';
import type { TargetResource } from './target-resource.ts';

/** The objects that the probe may touch. */
const OBJECTS = 'probe/*';

/** Each run writes objects of its own and reads them back at once. S3 counts whole days. */
const OBJECTS_EXPIRE_AFTER_DAYS = 1;

export class TargetBucket extends Construct implements TargetResource {
  readonly endpointServices = ['s3'] as const;
  readonly grants: readonly Grant[];
  readonly acknowledgements: NonNullable<TargetResource['acknowledgements']>;
  readonly environment: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      lifecycleRules: [{ expiration: Duration.days(OBJECTS_EXPIRE_AFTER_DAYS) }],
      removalPolicy: RemovalPolicy.DESTROY,
      // A bucket with objects cannot be deleted with its stack: this adds the only custom resource.
      autoDeleteObjects: true,
    });
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'it has a few bytes that the probe itself wrote; access logs would need a second bucket',
    });
    const bucketArn = `<${Stack.of(this).getLogicalId(bucket.node.defaultChild as CfnBucket)}.Arn>`;
    this.acknowledgements = [
      {
        id: `AwsSolutions-IAM5[Resource::${bucketArn}/${OBJECTS}]`,
        reason: 'objects are named after subnets, runs and modes, and all of them belong to the probe',
      },
    ];
    this.environment = { [ENV.bucketName]: bucket.bucketName };
    this.grants = [
      {
        actions: ['s3:PutObject', 's3:GetObject'],
        resources: [bucket.arnForObjects(OBJECTS)],
        seen: 'inside',
        ownAccount: true,
      },
      // The action does not support resources (Service Authorization Reference, Amazon S3). No source address is required: it is the article's call, unchanged.
      { actions: ['s3:ListAllMyBuckets'], resources: ['*'], seen: 'through-endpoint' },
    ];
  }
}
