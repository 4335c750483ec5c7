/** The DynamoDB table that the probe writes to and reads from. */
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Conditions } from 'aws-cdk-lib/aws-iam';
import { RemovalPolicy, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { ENV, TABLE_KEYS } from '../../../lambda/report/stack-contract.ts';
import type { Grant } from './grant.ts';
import type { TargetResource } from './target-resource.ts';

export class TargetTable extends Construct implements TargetResource {
  readonly endpointServices = ['dynamodb'] as const;
  readonly grants: readonly Grant[];
  readonly environment: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const table = new Table(this, 'Table', {
      partitionKey: { name: TABLE_KEYS.partition, type: AttributeType.STRING },
      sortKey: { name: TABLE_KEYS.sort, type: AttributeType.STRING },
      // Each run writes items of its own.
      timeToLiveAttribute: TABLE_KEYS.expiry,
      billingMode: BillingMode.PAY_PER_REQUEST,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Validations.of(table).acknowledge({
      id: 'AwsSolutions-DDB3',
      reason: 'it has a few items that the probe itself wrote and reads back at once: nothing to recover',
    });
    this.environment = { [ENV.tableName]: table.tableName, [ENV.tableArn]: table.tableArn };
    this.grants = [
      {
        actions: ['dynamodb:PutItem', 'dynamodb:GetItem'],
        resources: [table.tableArn],
        seen: 'inside',
        conditions: inPartition(TABLE_KEYS.probePartition),
      },
      // The IAM control: it may be read from everywhere except from the VPC, so the probe must be denied.
      {
        actions: ['dynamodb:GetItem'],
        resources: [table.tableArn],
        seen: 'outside',
        conditions: inPartition(TABLE_KEYS.controlPartition),
      },
    ];
  }
}

/** `ForAllValues` also holds for a request without the key, which `Null` excludes (IAM User Guide, set operators). */
function inPartition(partition: string): Conditions {
  return {
    'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [partition] },
    Null: { 'dynamodb:LeadingKeys': 'false' },
  };
}
