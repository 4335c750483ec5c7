/** Finds out which S3 operation a request is, and on which bucket and key. */

import type { StandInRequest } from '../../stand-in.ts';
import { AwsError } from '../aws-stand-in.ts';

const OPERATIONS = [
  { name: 'ListBuckets', method: 'GET', on: 'service', action: 's3:ListAllMyBuckets' },
  { name: 'HeadBucket', method: 'HEAD', on: 'bucket', action: 's3:ListBucket' },
  {
    name: 'GetBucketLocation',
    method: 'GET',
    on: 'bucket',
    selector: 'location',
    action: 's3:GetBucketLocation',
  },
  { name: 'ListObjectsV2', method: 'GET', on: 'bucket', selector: 'list-type', action: 's3:ListBucket' },
  { name: 'PutObject', method: 'PUT', on: 'object', action: 's3:PutObject' },
  { name: 'GetObject', method: 'GET', on: 'object', action: 's3:GetObject' },
  { name: 'HeadObject', method: 'HEAD', on: 'object', action: 's3:GetObject' },
  { name: 'DeleteObject', method: 'DELETE', on: 'object', action: 's3:DeleteObject' },
  // The permission to put the object covers the parts of an upload (Amazon S3 User Guide, Multipart upload).
  {
    name: 'CreateMultipartUpload',
    method: 'POST',
    on: 'object',
    selector: 'uploads',
    action: 's3:PutObject',
  },
  {
    name: 'UploadPart',
    method: 'PUT',
    on: 'object',
    selector: 'partNumber,uploadId',
    action: 's3:PutObject',
  },
  {
    name: 'CompleteMultipartUpload',
    method: 'POST',
    on: 'object',
    selector: 'uploadId',
    action: 's3:PutObject',
  },
  {
    name: 'AbortMultipartUpload',
    method: 'DELETE',
    on: 'object',
    selector: 'uploadId',
    action: 's3:AbortMultipartUpload',
  },
] as const;

/** The selector is the query's other parameters, in alphabetical order. */
type OperationDescription = (typeof OPERATIONS)[number] & { readonly selector?: string };

export type S3OperationName = OperationDescription['name'];

export interface S3Operation {
  readonly name: S3OperationName;
  readonly action: string;
  /** Empty for the service itself. */
  readonly bucket: string;
  /** Empty for a bucket. */
  readonly key: string;
}

/** Query parameters that do not select another operation. */
const PARAMETERS = [
  'x-id',
  'max-buckets',
  'bucket-region',
  'prefix',
  'delimiter',
  'max-keys',
  'continuation-token',
  'start-after',
  'encoding-type',
  'fetch-owner',
];

/** Headers that would change the meaning of an operation. */
const UNKNOWN_HEADERS = [
  'if-none-match',
  'if-modified-since',
  'if-unmodified-since',
  'x-amz-copy-source',
  'x-amz-server-side-encryption-customer-algorithm',
];

/** @throws AwsError for an operation that this stand-in does not implement */
export function operationOf(request: StandInRequest): S3Operation {
  const { bucket, key } = locate(request);
  const on = key !== '' ? 'object' : bucket !== '' ? 'bucket' : 'service';
  const selectors = [...request.query.keys()].filter((name) => !PARAMETERS.includes(name)).sort();
  const header = UNKNOWN_HEADERS.find((name) => request.headers[name] !== undefined);
  const found = OPERATIONS.find(
    (operation: OperationDescription) =>
      operation.method === request.method &&
      operation.on === on &&
      selectors.join() === (operation.selector ?? ''),
  );
  if (found && header === undefined) return { name: found.name, action: found.action, bucket, key };
  const what =
    header ?? `${request.method} of the ${on}${selectors.length > 0 ? `, ${selectors.join()}` : ''}`;
  throw new AwsError(501, 'NotImplemented', `The lab's S3 does not implement ${what}`);
}

/** `BUCKET.s3.REGION.amazonaws.com/KEY` (in any partition), or the bucket as the first part of the path. */
function locate({ host, path }: StandInRequest): { bucket: string; key: string } {
  const [, virtualHost] = /^(.+)\.s3(?:\.dualstack)?(\.[^.]+\..+)$/.exec(host) ?? [];
  const decoded = decodePath(path.replace(/^\//, ''));
  if (virtualHost !== undefined) return { bucket: virtualHost, key: decoded };
  const slash = decoded.indexOf('/');
  return slash < 0
    ? { bucket: decoded, key: '' }
    : { bucket: decoded.slice(0, slash), key: decoded.slice(slash + 1) };
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new AwsError(400, 'InvalidURI', "Couldn't parse the specified URI.");
  }
}
