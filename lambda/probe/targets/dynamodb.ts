/** DynamoDB: writes an item to the probe's own table and reads it back, through each of its two dual-stack hosts. */

import type { TargetId } from '../../report/built-in-targets.ts';
import { ENV, TABLE_KEYS } from '../../report/stack-contract.ts';
import type { AttemptContext } from '../attempts/attempt.ts';
import { clientConfiguration, send } from '../attempts/aws-client.ts';
import { requireValue } from '../environment.ts';
import { expiry, ownKey } from './own-key.ts';
import { ContentMismatch, type TargetCode } from './target.ts';

interface Variant {
  readonly id: TargetId;
  readonly accountIdEndpointMode: 'disabled' | 'required';
  /** The table's name, or the ARN, from which the SDK takes the account id. */
  readonly table: (context: AttemptContext) => string;
}

function dynamodbBy({ id, accountIdEndpointMode, table }: Variant): TargetCode {
  return {
    attempt: async (context) => {
      const { DynamoDBClient, PutItemCommand, GetItemCommand } = await import('@aws-sdk/client-dynamodb');
      const client = new DynamoDBClient({ ...clientConfiguration(context), accountIdEndpointMode });
      const TableName = table(context);
      const key = {
        [TABLE_KEYS.partition]: { S: TABLE_KEYS.probePartition },
        [TABLE_KEYS.sort]: { S: `${id}/${ownKey(context)}` },
      };
      const value = { S: crypto.randomUUID() };
      const Item = { ...key, value, [TABLE_KEYS.expiry]: { N: String(expiry()) } };
      await send(context, 'PutItem', (options) =>
        client.send(new PutItemCommand({ TableName, Item }), options),
      );
      const read = await send(context, 'GetItem', (options) =>
        client.send(new GetItemCommand({ TableName, Key: key, ConsistentRead: true }), options),
      );
      if (read.Item?.value?.S !== value.S) {
        throw new ContentMismatch('the item does not hold what was just written to it');
      }
      return {};
    },
  };
}

/** `dynamodb.REGION.api.aws`. */
export const dynamodb = dynamodbBy({
  id: 'dynamodb',
  accountIdEndpointMode: 'disabled',
  table: ({ environment }) => requireValue(environment.tableName, ENV.tableName),
});

/** `ACCOUNT.ddb.REGION.api.aws`: which the SDK calls by default where it knows the account. */
export const dynamodbAccountId = dynamodbBy({
  id: 'dynamodb-account-id',
  accountIdEndpointMode: 'required',
  table: ({ environment }) => requireValue(environment.tableArn, ENV.tableArn),
});
