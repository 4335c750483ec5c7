/**
 * IAM's own control: reads a key of the table that the role may read only from outside the VPC's IPv6 block.
 * A denial shows that the condition is at work, and that AWS sees the address that the grants ask for.
 */
import { ENV, TABLE_KEYS } from '../../report/stack-contract.ts';
import { required } from '../environment.ts';
import type { AttemptFunction } from './attempt.ts';
import { clientConfiguration, send } from './aws-client.ts';

/** Over the same host and by the same client as the target `dynamodb`, whose success gives it its meaning. */
export const readControlKey: AttemptFunction = async (context) => {
  const { DynamoDBClient, GetItemCommand } = await import('@aws-sdk/client-dynamodb');
  const client = new DynamoDBClient({ ...clientConfiguration(context), accountIdEndpointMode: 'disabled' });
  const TableName = required(context.environment.tableName, ENV.tableName);
  const Key = {
    [TABLE_KEYS.partition]: { S: TABLE_KEYS.controlPartition },
    [TABLE_KEYS.sort]: { S: TABLE_KEYS.controlPartition },
  };
  await send(context, 'GetItem', (options) => client.send(new GetItemCommand({ TableName, Key }), options));
  return {};
};
