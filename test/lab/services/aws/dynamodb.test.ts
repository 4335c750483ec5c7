/** The stand-in of DynamoDB. */
import {
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LoopbackInternet, startLoopbackInternet } from '../loopback-internet.ts';

const TableName = 'lab-table';
const ARN = `arn:aws:dynamodb:us-west-2:111122223333:table/${TableName}`;
const item = { id: { S: 'one' }, value: { S: 'content' } };

describe('the stand-in of DynamoDB, called by the current SDK', () => {
  let internet: LoopbackInternet;
  let dynamodb: DynamoDBClient;

  beforeAll(async () => {
    internet = await startLoopbackInternet();
    dynamodb = new DynamoDBClient({ ...internet.client, accountIdEndpointMode: 'disabled' });
  });
  afterAll(() => internet.stop());

  test("has the template's table, active from the start", async () => {
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
    expect(Table).toMatchObject({ TableName, TableStatus: 'ACTIVE' });
  });

  test('returns the items that were put', async () => {
    await dynamodb.send(new PutItemCommand({ TableName, Item: item }));
    const got = await dynamodb.send(
      new GetItemCommand({ TableName, Key: { id: item.id }, ConsistentRead: true }),
    );
    expect(got.Item).toEqual(item);
    const queried = await dynamodb.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: '#id = :id',
        ExpressionAttributeNames: { '#id': 'id' },
        ExpressionAttributeValues: { ':id': item.id },
      }),
    );
    expect(queried.Items).toEqual([item]);
  });

  test("accepts a table's ARN at the account's own host", async () => {
    const client = new DynamoDBClient({ ...internet.client, accountIdEndpointMode: 'required' });
    await client.send(new PutItemCommand({ TableName: ARN, Item: item }));
    const got = await client.send(new GetItemCommand({ TableName: ARN, Key: { id: item.id } }));
    expect(got.Item).toEqual(item);
    expect(internet.sightings().map(({ host }) => host)).toContain('111122223333.ddb.us-west-2.api.aws');
  });

  test('reports that a table does not exist', async () => {
    const get = new GetItemCommand({ TableName: 'missing', Key: { id: item.id } });
    await expect(dynamodb.send(get)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      $metadata: { httpStatusCode: 400, requestId: expect.any(String) },
    });
  });
});
