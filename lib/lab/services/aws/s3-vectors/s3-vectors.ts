/** Stand-in of Amazon S3 Vectors: the template's indexes. It searches exactly, where the service approximates. */
import { lookUp } from '../../../../../lambda/report/look-up.ts';
import type { Model } from '../../../template/model.ts';
import type { StandInRequest, StandInResponse } from '../../stand-in.ts';
import { arnOf } from '../arn.ts';
import { AwsError, type AwsStandIn, type RequiredPermission } from '../aws-stand-in.ts';
import { restJsonErrors } from '../error-forms.ts';
import { parseJsonObject } from '../json-body.ts';
import { distanceBetween } from './distance.ts';
import { type IndexData, indexesOf, type StoredVector } from './indexes.ts';
import { deleteInput, getInput, putInput, queryInput, referenceInput } from './inputs.ts';

/** The operations on vectors: indexes come only from the template. */
const OPERATIONS: Readonly<Record<string, (index: IndexData, input: unknown) => unknown>> = {
  PutVectors: putVectors,
  QueryVectors: queryVectors,
  GetVectors: getVectors,
  DeleteVectors: deleteVectors,
};

export function createS3Vectors(model: Model): AwsStandIn {
  const indexes = indexesOf(model);
  return {
    signingName: 's3vectors',
    errors: restJsonErrors,
    permissions: (request) => permissionsOf(request, model),
    answer: (request) => {
      const operation = operationOf(request);
      const input = parseJsonObject(request.body);
      const index = indexes.get(indexArn(input, model));
      if (!index) throw new AwsError(404, 'NotFoundException', 'The specified index could not be found');
      return json(lookUp(OPERATIONS, operation)?.(index, input) ?? {});
    },
  };
}

/** Each operation is a POST to a path of its name (S3 Vectors API Reference). */
function operationOf({ method, path }: StandInRequest): string {
  const name = path.slice(1);
  if (method === 'POST' && Object.hasOwn(OPERATIONS, name)) return name;
  throw new AwsError(
    404,
    'UnknownOperationException',
    `The lab's S3 Vectors does not implement ${method} ${path}`,
  );
}

/** A query that returns metadata also needs the permission to read vectors (Amazon S3 User Guide, S3 Vectors). */
function permissionsOf(request: StandInRequest, model: Model): RequiredPermission[] {
  const operation = operationOf(request);
  const input = parseJsonObject(request.body);
  const resource = indexArn(input, model);
  const permission = { action: `s3vectors:${operation}`, resource };
  const readsToo =
    operation === 'QueryVectors' && (input.returnMetadata === true || input.filter !== undefined);
  return readsToo ? [permission, { action: 's3vectors:GetVectors', resource }] : [permission];
}

function indexArn(input: unknown, { region, accountId }: Model): string {
  const { indexArn: arn, vectorBucketName, indexName } = referenceInput(input);
  const resource = `bucket/${vectorBucketName}/index/${indexName}`;
  return arn ?? arnOf(region, 's3vectors', `${region}:${accountId}`, resource);
}

function putVectors(index: IndexData, input: unknown): unknown {
  const { vectors } = putInput(input);
  for (const { key, data } of vectors) checkVector(data.float32, index, `vector "${key}"`);
  for (const { key, data, metadata } of vectors) {
    index.vectors.set(key, { key, values: data.float32.map(Math.fround), metadata });
  }
  return {};
}

function queryVectors(index: IndexData, input: unknown): unknown {
  const { queryVector, topK, returnMetadata, returnDistance } = queryInput(input);
  const query = queryVector.float32.map(Math.fround);
  checkVector(query, index, 'query vector');
  const ranked = [...index.vectors.values()]
    .map((vector) => ({ vector, distance: distanceBetween(query, vector.values, index.distanceMetric) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, topK);
  return {
    distanceMetric: index.distanceMetric,
    vectors: ranked.map(({ vector, distance }) => ({
      key: vector.key,
      ...(returnDistance && { distance }),
      ...(returnMetadata && metadataOf(vector)),
    })),
  };
}

function getVectors(index: IndexData, input: unknown): unknown {
  const { keys, returnData, returnMetadata } = getInput(input);
  const found = keys.flatMap((key) => index.vectors.get(key) ?? []);
  return {
    vectors: found.map((vector) => ({
      key: vector.key,
      ...(returnData && { data: { float32: vector.values } }),
      ...(returnMetadata && metadataOf(vector)),
    })),
  };
}

/** Unknown keys are ignored (S3 Vectors API Reference, DeleteVectors). */
function deleteVectors(index: IndexData, input: unknown): unknown {
  for (const key of deleteInput(input).keys) index.vectors.delete(key);
  return {};
}

function metadataOf({ metadata }: StoredVector): object {
  return metadata === undefined ? {} : { metadata };
}

/** The cosine distance of a vector of zeros is not defined. */
function checkVector(
  values: readonly number[],
  { dimension, distanceMetric }: IndexData,
  what: string,
): void {
  if (values.length !== dimension) {
    throw validationError(`${what} must have length ${dimension}, but has length ${values.length}`);
  }
  if (distanceMetric === 'cosine' && values.every((value) => value === 0)) {
    throw validationError(`${what} must not be zero in an index of distance metric cosine`);
  }
}

function validationError(message: string): AwsError {
  return new AwsError(400, 'ValidationException', `Invalid request: ${message}`);
}

function json(body: unknown): StandInResponse {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
