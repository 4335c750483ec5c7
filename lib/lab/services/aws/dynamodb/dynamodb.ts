/** Stand-in of DynamoDB: dynalite in this process, with the template's tables. */
import type { Server } from 'node:http';
import { Readable } from 'node:stream';
import type { Model } from '../../../template/model.ts';
import type { StandInRequest, StandInResponse } from '../../stand-in.ts';
import type { AwsStandIn } from '../aws-stand-in.ts';
import { dynamoDbErrors } from '../error-forms.ts';
import { parseCall, permissionsOf } from './call.ts';
import { type Table, tablesOf } from './tables.ts';

/** dynalite keeps everything in memory, so an answer takes milliseconds. */
const ANSWER_TIMEOUT_MS = 10_000;

export async function createDynamoDb(model: Model): Promise<AwsStandIn> {
  const { default: dynalite } = await import('dynalite');
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  const tables = tablesOf(model);
  await Promise.all(tables.map((table) => createTable(server, table)));
  return {
    signingName: 'dynamodb',
    errors: dynamoDbErrors,
    permissions: (request) => permissionsOf(parseCall(request), tables, model),
    answer: (request) => {
      const { operation, input } = parseCall(request);
      return call(server, operation, withPlainTableName(input), request.headers);
    },
  };
}

async function createTable(server: Server, { name, schema }: Table): Promise<void> {
  const { status, body } = await call(server, 'CreateTable', { TableName: name, ...schema }, UNSIGNED);
  if (status !== 200) throw new Error(`the table "${name}" of the template cannot be created: ${body}`);
}

/** dynalite wants a signature, but does not check it: real ones have been verified by then. */
const UNSIGNED: StandInRequest['headers'] = {
  authorization: 'AWS4-HMAC-SHA256 Credential=lab, SignedHeaders=host, Signature=lab',
  'x-amz-date': '20260101T000000Z',
};

/** dynalite does not accept a table's ARN as its name; the permission has been checked by then. */
function withPlainTableName(input: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const name = input.TableName;
  return typeof name === 'string' ? { ...input, TableName: name.replace(/^arn:.*:table\//, '') } : input;
}

/** Passes a request to dynalite without a socket. */
function call(
  server: Server,
  operation: string,
  input: Readonly<Record<string, unknown>>,
  headers: StandInRequest['headers'],
): Promise<StandInResponse> {
  const { promise, resolve, reject } = Promise.withResolvers<StandInResponse>();
  const request = Object.assign(Readable.from([Buffer.from(JSON.stringify(input))]), {
    method: 'POST',
    url: '/',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      authorization: headers.authorization,
      'x-amz-date': headers['x-amz-date'],
    },
  });
  const answered: Record<string, string> = {};
  const response = {
    statusCode: 200,
    setHeader: (name: string, value: unknown) => {
      // The request id is set where the request is authorized.
      if (!/request-?id/i.test(name)) answered[name.toLowerCase()] = String(value);
    },
    end: (body = '') => resolve({ status: response.statusCode, headers: answered, body }),
  };
  const timer = setTimeout(() => reject(new Error(`${operation} took too long`)), ANSWER_TIMEOUT_MS);
  server.emit('request', request, response);
  return promise.finally(() => clearTimeout(timer));
}
