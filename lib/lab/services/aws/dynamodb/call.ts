/** Reads a DynamoDB request: the operation, its input, and the permissions that it needs. */
import { lookUp } from '../../../../../lambda/report/look-up.ts';
import type { Model } from '../../../template/model.ts';
import type { StandInRequest } from '../../stand-in.ts';
import { arnOf } from '../arn.ts';
import { AwsError, type RequiredPermission } from '../aws-stand-in.ts';
import { parseJsonObject } from '../json-body.ts';
import type { Table } from './tables.ts';

export interface DynamoDbCall {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/**
 * The implemented operations, and the partition keys in their inputs: they decide `dynamodb:LeadingKeys`, so the
 * stand-in must not guess.
 */
const KEYS_OF: Readonly<Record<string, (input: DynamoDbCall['input'], table: Table) => string[] | null>> = {
  GetItem: ({ Key }, table) => leadingKeys([Key], table),
  DeleteItem: ({ Key }, table) => leadingKeys([Key], table),
  UpdateItem: ({ Key }, table) => leadingKeys([Key], table),
  PutItem: ({ Item }, table) => leadingKeys([Item], table),
  Query: queriedKeys,
  Scan: () => null,
  DescribeTable: () => null,
};

/** @throws AwsError for a request that this stand-in does not implement */
export function parseCall({ headers, body }: StandInRequest): DynamoDbCall {
  const [, operation] = /^DynamoDB_20120810\.(\w+)$/.exec(String(headers['x-amz-target'])) ?? [];
  // dynalite crashes on anything but an object.
  const input = parseJsonObject(body);
  if (operation !== undefined && (Object.hasOwn(KEYS_OF, operation) || operation === 'ListTables'))
    return { operation, input };
  throw new AwsError(
    400,
    'UnknownOperationException',
    `The lab's DynamoDB does not implement "${String(headers['x-amz-target'])}"`,
  );
}

/** @throws AwsError if the keys that a policy may refer to are not known */
export function permissionsOf(
  { operation, input }: DynamoDbCall,
  tables: readonly Table[],
  { region, accountId }: Model,
): RequiredPermission[] {
  const action = `dynamodb:${operation}`;
  if (operation === 'ListTables') return [{ action, resource: '*' }];
  const given = String(input.TableName);
  const resource = given.startsWith('arn:')
    ? given
    : arnOf(region, 'dynamodb', `${region}:${accountId}`, `table/${given}`);
  const table = tables.find(({ name }) => resource.endsWith(`:table/${name}`));
  // Only the table knows which attribute is the key.
  if (!table) throw new AwsError(400, 'ResourceNotFoundException', 'Requested resource not found');
  const keys = lookUp(KEYS_OF, operation)?.(input, table) ?? null;
  const conditionKeys: RequiredPermission['conditionKeys'] =
    keys === null ? {} : { 'dynamodb:LeadingKeys': keys };
  const resources = typeof input.IndexName === 'string' ? `${resource}/index/${input.IndexName}` : resource;
  return [{ action, resource: resources, conditionKeys }];
}

/** The values of the partition key without their types, as IAM compares them. */
function leadingKeys(items: readonly unknown[], { partitionKey }: Table): string[] {
  return items.flatMap((item) => {
    const value = record(lookUp(record(item), partitionKey));
    return Object.values(value).map(String);
  });
}

/** Understands `pk = :value`, with or without placeholders for names; it refuses other forms. */
function queriedKeys(input: DynamoDbCall['input'], table: Table): string[] {
  const names = record(input.ExpressionAttributeNames);
  const values = record(input.ExpressionAttributeValues);
  const terms = String(input.KeyConditionExpression ?? '').split(/\s+and\s+/i);
  const found = terms.flatMap((term) => {
    const [, name = '', value = ''] = /^\s*\(?\s*([#\w.-]+)\s*=\s*(:\w+)\s*\)?\s*$/.exec(term) ?? [];
    return (lookUp(names, name) ?? name) === table.partitionKey
      ? [{ [table.partitionKey]: lookUp(values, value) }]
      : [];
  });
  if (found.length === 1) return leadingKeys(found, table);
  throw new AwsError(
    400,
    'ValidationException',
    `The lab's DynamoDB understands only key conditions like "${table.partitionKey} = :value"`,
  );
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
