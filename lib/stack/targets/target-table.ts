/** The DynamoDB table that the probe writes to and reads from. */
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { RemovalPolicy, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { ENV, TABLE_KEYS } from '../../../lambda/probe/contract.ts';
import type { TargetResource } from './target-resource.ts';

export class TargetTable extends Construct implements TargetResource {
  readonly statements: readonly PolicyStatement[];
  readonly environment: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const table = new Table(this, 'Table', {
      partitionKey: { name: TABLE_KEYS.partition, type: AttributeType.STRING },
      sortKey: { name: TABLE_KEYS.sort, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Validations.of(table).acknowledge({
      id: 'AwsSolutions-DDB3',
      reason: 'it holds a few items that the probe itself wrote and reads back at once: nothing to recover',
    });
    this.environment = { [ENV.tableName]: table.tableName };
    this.statements = [
      new PolicyStatement({ actions: ['dynamodb:PutItem', 'dynamodb:GetItem'], resources: [table.tableArn] }),
    ];
  }
}
