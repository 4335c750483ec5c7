/** The grant for Bedrock's embedding model, which belongs to AWS: there is nothing to create. */
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { ArnFormat, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { EMBEDDING_MODEL_ID, ENV } from '../../../lambda/report/stack-contract.ts';
import type { IamWitness } from './iam-witness.ts';
import type { TargetResource } from './target-resource.ts';

export class TargetModel extends Construct implements TargetResource {
  readonly endpointService = 'bedrock-runtime';
  readonly statements: readonly PolicyStatement[];
  readonly environment: Readonly<Record<string, string>> = {};

  constructor(scope: Construct, id: string, { seenInside }: IamWitness) {
    super(scope, id);
    const model = Stack.of(this).formatArn({
      service: 'bedrock',
      account: '',
      resource: 'foundation-model',
      resourceName: EMBEDDING_MODEL_ID,
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
    this.statements = [
      new PolicyStatement({ actions: ['bedrock:InvokeModel'], resources: [model], conditions: seenInside }),
    ];
  }
}

/** Instead of the model, where the settings leave it out. */
export const withoutModel: TargetResource = {
  endpointService: 'bedrock-runtime',
  statements: [],
  environment: { [ENV.bedrockRuntime]: 'false' },
};
