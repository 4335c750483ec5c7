/** Reads a DynamoDB request: the operation, its input, and the permissions that it takes. */
import type { Model } from '../../../template/model.ts';
import type { ServiceRequest } from '../../stand-in.ts';
import { type RequiredPermission, ServiceError } from '../aws-stand-in.ts';
import { parseJsonObject } from '../json-body.ts';
import type { Table } from './tables.ts';

export interface DynamoDbCall {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/**
 * The operations whose permissions this stand-in can tell, with where their keys stand: it decides
 * `dynamodb:LeadingKeys`, so it must not guess.
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

/** @throws ServiceError if it is not such a request */
export function parseCall({ headers, body }: ServiceRequest): DynamoDbCall {
  const [, operation] = /^DynamoDB_20120810\.(\w+)$/.exec(String(headers['x-amz-target'])) ?? [];
  // dynalite would fall over anything but an object.
  const input = parseJsonObject(body);
  if (operation !== undefined && (Object.hasOwn(KEYS_OF, operation) || operation === 'ListTables'))
    return { operation, input };
  throw new ServiceError(
    400,
    'UnknownOperationException',
    `The lab's DynamoDB does not implement "${String(headers['x-amz-target'])}"`,
  );
}

/** @throws ServiceError if the keys that a policy may ask for cannot be told */
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
    : `arn:aws:dynamodb:${region}:${accountId}:table/${given}`;
  const table = tables.find(({ name }) => resource.endsWith(`:table/${name}`));
  // Which attribute is the key, and so what IAM is asked, only the table knows.
  if (!table) throw new ServiceError(400, 'ResourceNotFoundException', 'Requested resource not found');
  const keys = KEYS_OF[operation]?.(input, table) ?? null;
  const conditionKeys: RequiredPermission['conditionKeys'] =
    keys === null ? {} : { 'dynamodb:LeadingKeys': keys };
  const resources = typeof input.IndexName === 'string' ? `${resource}/index/${input.IndexName}` : resource;
  return [{ action, resource: resources, conditionKeys }];
}

/** The values of the partition key, as IAM compares them: without their types. */
function leadingKeys(items: readonly unknown[], { partitionKey }: Table): string[] {
  return items.flatMap((item) => {
    const value = record(record(item)[partitionKey]);
    return Object.values(value).map(String);
  });
}

/** `pk = :value`, with names and values behind placeholders or not; other forms are refused, not guessed. */
function queriedKeys(input: DynamoDbCall['input'], table: Table): string[] {
  const names = record(input.ExpressionAttributeNames);
  const values = record(input.ExpressionAttributeValues);
  const terms = String(input.KeyConditionExpression ?? '').split(/\s+and\s+/i);
  const found = terms.flatMap((term) => {
    const [, name = '', value = ''] = /^\s*\(?\s*([#\w.-]+)\s*=\s*(:\w+)\s*\)?\s*$/.exec(term) ?? [];
    return (names[name] ?? name) === table.partitionKey ? [{ [table.partitionKey]: values[value] }] : [];
  });
  if (found.length === 1) return leadingKeys(found, table);
  throw new ServiceError(
    400,
    'ValidationException',
    `The lab's DynamoDB understands key conditions like "${table.partitionKey} = :value" alone`,
  );
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
