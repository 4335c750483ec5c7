/** The tables of a template, as inputs of CreateTable. */
import type { Model } from '../../../template/model.ts';

export interface Table {
  readonly name: string;
  /** The attribute that is the partition key. */
  readonly partitionKey: string;
  /** CreateTable's input without the name. */
  readonly schema: Readonly<Record<string, unknown>>;
}

/** Properties that have the same name in CloudFormation and CreateTable, and that dynalite knows. */
const SHARED_PROPERTIES = [
  'AttributeDefinitions',
  'KeySchema',
  'BillingMode',
  'ProvisionedThroughput',
  'GlobalSecondaryIndexes',
  'LocalSecondaryIndexes',
];

/** @throws if a table has no partition key */
export function tablesOf({ others }: Model): Table[] {
  return others
    .filter(({ type }) => type === 'AWS::DynamoDB::Table')
    .map(({ logicalId, id, properties }) => {
      const shared = Object.entries(properties).filter(([name]) => SHARED_PROPERTIES.includes(name));
      return {
        name: id,
        partitionKey: partitionKeyOf(properties.KeySchema, logicalId),
        schema: Object.fromEntries(shared),
      };
    });
}

function partitionKeyOf(keySchema: unknown, logicalId: string): string {
  const elements = Array.isArray(keySchema) ? keySchema : [];
  const key: unknown = elements.find((element) => element?.KeyType === 'HASH')?.AttributeName;
  if (typeof key === 'string') return key;
  throw new Error(
    `the table "${logicalId}" has no partition key: its KeySchema should have one of KeyType HASH`,
  );
}
