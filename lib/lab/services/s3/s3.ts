/** A stand-in of Amazon S3 that speaks what the current SDK speaks: the template's buckets, kept in memory. */
import { createHash } from 'node:crypto';
import type { Model } from '../../template/model.ts';
import { type AwsService, ServiceError } from '../aws-service.ts';
import { s3Errors } from '../error-forms.ts';
import type { ServiceRequest, ServiceResponse } from '../service.ts';
import { decodeAwsChunked } from './aws-chunked.ts';
import type { Bucket } from './bucket.ts';
import { checkedChecksums } from './checksums.ts';
import { listBuckets, listObjects, locationOf } from './listings.ts';
import { operationOf, type S3Operation, type S3OperationName } from './operation.ts';

export function createS3({ others, region }: Model): AwsService {
  const names = others.filter(({ type }) => type === 'AWS::S3::Bucket').map(({ id }) => id);
  const buckets = new Map(names.map((name): [string, Bucket] => [name, new Map()]));
  const bucketOf = ({ bucket }: S3Operation): Bucket => {
    const found = buckets.get(bucket);
    if (found) return found;
    throw new ServiceError(404, 'NoSuchBucket', 'The specified bucket does not exist');
  };
  const answers: Readonly<Record<S3OperationName, Answer>> = {
    ListBuckets: (_, request) => listBuckets(names, region, request.query),
    HeadBucket: (operation) => {
      bucketOf(operation);
      return { status: 200, headers: { 'x-amz-bucket-region': region } };
    },
    GetBucketLocation: (operation) => {
      bucketOf(operation);
      return locationOf(region);
    },
    ListObjectsV2: (operation, request) => listObjects(operation.bucket, bucketOf(operation), request.query),
    PutObject: (operation, request) => putObject(bucketOf(operation), operation.key, request),
    GetObject: (operation, request) => getObject(bucketOf(operation), operation.key, request),
    HeadObject: (operation, request) => getObject(bucketOf(operation), operation.key, request),
    DeleteObject: (operation) => {
      bucketOf(operation).delete(operation.key);
      return { status: 204 };
    },
  };
  return {
    signingName: 's3',
    errors: s3Errors,
    permissions: (request) => {
      const operation = operationOf(request);
      return [{ action: operation.action, resource: resourceOf(operation) }];
    },
    answer: (request) => {
      const operation = operationOf(request);
      return answers[operation.name](operation, request);
    },
  };
}

type Answer = (operation: S3Operation, request: ServiceRequest) => ServiceResponse;

/** Listing buckets is about all of them, and so is its resource. */
function resourceOf({ bucket, key }: S3Operation): string {
  if (bucket === '') return 'arn:aws:s3:::*';
  return `arn:aws:s3:::${bucket}${key === '' ? '' : `/${key}`}`;
}

/** Headers of an upload that a download gives back. */
const KEPT_HEADERS =
  /^(content-type|content-disposition|content-language|cache-control|expires|x-amz-meta-.+)$/;

function putObject(bucket: Bucket, key: string, { headers, body }: ServiceRequest): ServiceResponse {
  const { content, trailers } = contentOf(headers, body);
  const checksums = checkedChecksums(content, { ...headers, ...trailers });
  const etag = `"${createHash('md5').update(content).digest('hex')}"`;
  const kept = Object.entries(headers).filter(([name]) => KEPT_HEADERS.test(name));
  bucket.set(key, {
    content,
    etag,
    lastModified: new Date(),
    headers: Object.fromEntries(kept.map(([name, value]) => [name, String(value)])),
    checksums,
  });
  return { status: 200, headers: { etag, 'x-amz-server-side-encryption': 'AES256', ...checksums } };
}

function contentOf(headers: ServiceRequest['headers'], body: Buffer) {
  const declared = String(headers['x-amz-content-sha256'] ?? '');
  if (declared === 'STREAMING-UNSIGNED-PAYLOAD-TRAILER') return decodeAwsChunked(body);
  if (!declared.startsWith('STREAMING-')) return { content: body, trailers: {} };
  throw new ServiceError(501, 'NotImplemented', `The lab's S3 does not implement the payload ${declared}`);
}

function getObject(bucket: Bucket, key: string, { headers }: ServiceRequest): ServiceResponse {
  const object = bucket.get(key);
  if (!object) throw new ServiceError(404, 'NoSuchKey', 'The specified key does not exist.');
  return {
    status: 200,
    headers: {
      'content-type': 'binary/octet-stream',
      ...object.headers,
      etag: object.etag,
      'last-modified': object.lastModified.toUTCString(),
      'content-length': String(object.content.length),
      ...(headers['x-amz-checksum-mode'] === 'ENABLED' && object.checksums),
    },
    body: object.content,
  };
}
