/** Stand-in of Amazon S3 for clients such as the current SDK: the template's buckets, in memory. */
import { createHash } from 'node:crypto';
import type { Model } from '../../../template/model.ts';
import type { StandInRequest, StandInResponse } from '../../stand-in.ts';
import { arnOf } from '../arn.ts';
import { AwsError, type AwsStandIn } from '../aws-stand-in.ts';
import { s3Errors } from '../error-forms.ts';
import { listBuckets, listObjects, locationOf, uploadCompleted, uploadCreated } from './answers.ts';
import { decodeAwsChunked } from './aws-chunked.ts';
import type { Bucket } from './bucket.ts';
import { checkedChecksums } from './checksums.ts';
import { Uploads } from './multipart.ts';
import { operationOf, type S3Operation, type S3OperationName } from './operation.ts';
import { rangeOf } from './range.ts';

export function createS3({ others, region, accountId }: Model): AwsStandIn {
  const names = others.filter(({ type }) => type === 'AWS::S3::Bucket').map(({ id }) => id);
  const buckets = new Map(names.map((name): [string, Bucket] => [name, new Map()]));
  const uploads = new Uploads();
  const bucketOf = ({ bucket }: S3Operation): Bucket => {
    const found = buckets.get(bucket);
    if (found) return found;
    throw new AwsError(404, 'NoSuchBucket', 'The specified bucket does not exist');
  };
  const answers: Readonly<Record<S3OperationName, OperationHandler>> = {
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
    CreateMultipartUpload: (operation, request) => {
      bucketOf(operation);
      return uploadCreated(operation, uploads.create(operation, keptHeaders(request)));
    },
    UploadPart: (operation, { headers, body, query }) => {
      const { content, trailers } = contentOf(headers, body);
      const checksums = checkedChecksums(content, { ...headers, ...trailers });
      const { etag } = uploads.add(
        query.get('uploadId'),
        operation,
        Number(query.get('partNumber')),
        content,
      );
      return { status: 200, headers: { etag, ...checksums } };
    },
    CompleteMultipartUpload: (operation, { query, body }) => {
      const object = uploads.complete(query.get('uploadId'), operation, body);
      bucketOf(operation).set(operation.key, object);
      return uploadCompleted(operation, object);
    },
    AbortMultipartUpload: (operation, { query }) => {
      uploads.abort(query.get('uploadId'), operation);
      return { status: 204 };
    },
  };
  return {
    signingName: 's3',
    errors: s3Errors,
    permissions: (request) => {
      const operation = operationOf(request);
      // A bucket's ARN does not say whose it is.
      const owner = buckets.has(operation.bucket) && { 'aws:ResourceAccount': [accountId] };
      return [
        { action: operation.action, resource: resourceOf(operation, region), conditionKeys: { ...owner } },
      ];
    },
    answer: (request) => {
      const operation = operationOf(request);
      return answers[operation.name](operation, request);
    },
  };
}

type OperationHandler = (operation: S3Operation, request: StandInRequest) => StandInResponse;

/** The resource of ListBuckets is all buckets. */
function resourceOf({ bucket, key }: S3Operation, region: string): string {
  const resource = bucket === '' ? '*' : `${bucket}${key === '' ? '' : `/${key}`}`;
  return arnOf(region, 's3', '', resource);
}

/** Headers of an upload that a download returns. */
const KEPT_HEADERS =
  /^(content-type|content-disposition|content-language|cache-control|expires|x-amz-meta-.+)$/;

function putObject(bucket: Bucket, key: string, { headers, body }: StandInRequest): StandInResponse {
  const { content, trailers } = contentOf(headers, body);
  const checksums = checkedChecksums(content, { ...headers, ...trailers });
  const etag = `"${createHash('md5').update(content).digest('hex')}"`;
  bucket.set(key, {
    content,
    etag,
    lastModified: new Date(),
    headers: keptHeaders({ headers }),
    checksums,
  });
  return { status: 200, headers: { etag, 'x-amz-server-side-encryption': 'AES256', ...checksums } };
}

function keptHeaders({ headers }: Pick<StandInRequest, 'headers'>): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => KEPT_HEADERS.test(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}

function contentOf(headers: StandInRequest['headers'], body: Buffer) {
  const declared = String(headers['x-amz-content-sha256'] ?? '');
  if (declared === 'STREAMING-UNSIGNED-PAYLOAD-TRAILER') return decodeAwsChunked(body);
  if (!declared.startsWith('STREAMING-')) return { content: body, trailers: {} };
  throw new AwsError(501, 'NotImplemented', `The lab's S3 does not implement the payload ${declared}`);
}

function getObject(bucket: Bucket, key: string, { headers }: StandInRequest): StandInResponse {
  const object = bucket.get(key);
  if (!object) throw new AwsError(404, 'NoSuchKey', 'The specified key does not exist.');
  // A client that fetches an object in pieces uses this to make sure that the object did not change.
  if (headers['if-match'] !== undefined && headers['if-match'] !== object.etag) {
    throw new AwsError(
      412,
      'PreconditionFailed',
      'At least one of the pre-conditions you specified did not hold',
    );
  }
  const range = rangeOf(headers.range, object.content.length);
  const body = range === null ? object.content : object.content.subarray(range.first, range.last + 1);
  return {
    status: range === null ? 200 : 206,
    headers: {
      'content-type': 'binary/octet-stream',
      'accept-ranges': 'bytes',
      ...object.headers,
      etag: object.etag,
      'last-modified': object.lastModified.toUTCString(),
      'content-length': String(body.length),
      ...(range && { 'content-range': `bytes ${range.first}-${range.last}/${object.content.length}` }),
      ...(range === null && headers['x-amz-checksum-mode'] === 'ENABLED' && object.checksums),
    },
    body,
  };
}
