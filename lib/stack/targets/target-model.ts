/** The grant for Bedrock's embedding model, which belongs to AWS: there is nothing to create. */
import { ArnFormat, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { EMBEDDING_MODEL_ID, ENV } from '../../../lambda/report/stack-contract.ts';
import type { Grant } from './grant.ts';
import type { TargetResource } from './target-resource.ts';

export class TargetModel extends Construct implements TargetResource {
  readonly endpointServices = ['bedrock-runtime'] as const;
  readonly grants: readonly Grant[];
  readonly environment: Readonly<Record<string, string>> = {};

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const model = Stack.of(this).formatArn({
      service: 'bedrock',
      account: '',
      resource: 'foundation-model',
      resourceName: EMBEDDING_MODEL_ID,
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
    this.grants = [{ actions: ['bedrock:InvokeModel'], resources: [model], seen: 'inside' }];
  }
}

/** Instead of the model, where the settings leave it out. */
export const withoutModel: TargetResource = {
  endpointServices: ['bedrock-runtime'],
  grants: [],
  environment: { [ENV.bedrockRuntime]: 'false' },
};
