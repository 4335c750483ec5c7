/** DynamoDB: writes an item of the probe's own table and reads it back. */
import { clientConfiguration, send } from '../attempts/aws-client.ts';
import { ENV, TABLE_KEYS } from '../contract.ts';
import { required } from '../environment.ts';
import { ContentMismatch, type ProbeTarget } from './target.ts';

export const dynamodb: ProbeTarget = {
  id: 'dynamodb',
  service: 'DynamoDB',
  expect: 'reached',
  echoes: false,
  attempt: async (context) => {
    const { DynamoDBClient, PutItemCommand, GetItemCommand } = await import('@aws-sdk/client-dynamodb');
    // Credentials with an account id would lead to another host, which is a target of its own.
    const client = new DynamoDBClient({ ...clientConfiguration(context), accountIdEndpointMode: 'disabled' });
    const TableName = required(context.environment.tableName, ENV.tableName);
    const key = {
      [TABLE_KEYS.partition]: { S: TABLE_KEYS.probePartition },
      [TABLE_KEYS.sort]: { S: `${context.environment.subnetId ?? 'unknown-subnet'}/${context.mode}` },
    };
    const value = { S: crypto.randomUUID() };
    await send(context, 'PutItem', (options) =>
      client.send(new PutItemCommand({ TableName, Item: { ...key, value } }), options),
    );
    const read = await send(context, 'GetItem', (options) =>
      client.send(new GetItemCommand({ TableName, Key: key, ConsistentRead: true }), options),
    );
    if (read.Item?.value?.S !== value.S) {
      throw new ContentMismatch('the item did not hold what had just been written to it');
    }
    return undefined;
  },
};
