/** S3's answers in XML: buckets, objects, a bucket's Region, the stages of an upload. */

import type { StandInResponse } from '../../stand-in.ts';
import { AwsError } from '../aws-stand-in.ts';
import { type XmlContent, xmlDocument } from '../xml.ts';
import type { Bucket, StoredObject } from './bucket.ts';
import type { ObjectLocation } from './multipart.ts';

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** The most that one answer holds (Amazon S3 API Reference, ListBuckets and ListObjectsV2). */
const MAX_BUCKETS = 10_000;
const MAX_KEYS = 1_000;

export function listBuckets(
  names: readonly string[],
  region: string,
  query: URLSearchParams,
): StandInResponse {
  const prefix = query.get('prefix') ?? '';
  const limit = limitOf(query, 'max-buckets', 1, MAX_BUCKETS);
  const page = pageOf(
    names.filter((name) => name.startsWith(prefix)),
    query.get('continuation-token'),
    limit,
  );
  return xml('ListAllMyBucketsResult', {
    Owner: { ID: '0123456789abcdef' },
    Buckets: {
      Bucket: page.items.map((Name) => ({
        Name,
        CreationDate: new Date(0).toISOString(),
        BucketRegion: region,
      })),
    },
    ContinuationToken: page.next,
    Prefix: query.get('prefix') ?? undefined,
  });
}

/** An empty answer means us-east-1. */
export function locationOf(region: string): StandInResponse {
  return xml('LocationConstraint', region === 'us-east-1' ? '' : region);
}

export function listObjects(name: string, bucket: Bucket, query: URLSearchParams): StandInResponse {
  if (query.get('list-type') !== '2') {
    throw new AwsError(501, 'NotImplemented', "The lab's S3 implements only version 2 of ListObjects");
  }
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const limit = limitOf(query, 'max-keys', 0, MAX_KEYS);
  const entries = entriesOf([...bucket.keys()], prefix, delimiter);
  const page = pageOf(entries, query.get('continuation-token') ?? query.get('start-after'), limit);
  const encode = query.get('encoding-type') === 'url' ? encodeKey : (key: string) => key;
  const contents = page.items.flatMap((key) => {
    const object = bucket.get(key);
    const isPrefix = delimiter !== '' && key.slice(prefix.length).includes(delimiter);
    return object && !isPrefix ? [{ key, object }] : [];
  });
  return xml('ListBucketResult', {
    Name: name,
    Prefix: encode(prefix),
    ...(delimiter !== '' && { Delimiter: encode(delimiter) }),
    ...(query.has('encoding-type') && { EncodingType: 'url' }),
    MaxKeys: String(limit),
    KeyCount: String(page.items.length),
    IsTruncated: String(page.next !== undefined),
    NextContinuationToken: page.next,
    Contents: contents.map(({ key, object }) => ({
      Key: encode(key),
      LastModified: object.lastModified.toISOString(),
      ETag: object.etag,
      Size: String(object.content.length),
      StorageClass: 'STANDARD',
    })),
    CommonPrefixes: page.items
      .filter((item) => !contents.some(({ key }) => key === item))
      .map((item) => ({ Prefix: encode(item) })),
  });
}

export function uploadCreated({ bucket, key }: ObjectLocation, uploadId: string): StandInResponse {
  return xml('InitiateMultipartUploadResult', { Bucket: bucket, Key: key, UploadId: uploadId });
}

export function uploadCompleted({ bucket, key }: ObjectLocation, { etag }: StoredObject): StandInResponse {
  return xml('CompleteMultipartUploadResult', { Bucket: bucket, Key: key, ETag: etag });
}

/** Keys up to the delimiter, each once, in S3's order, which is by bytes. */
function entriesOf(keys: readonly string[], prefix: string, delimiter: string): string[] {
  const entries = keys
    .filter((key) => key.startsWith(prefix))
    .map((key) => {
      const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
      return cut < 0 ? key : key.slice(0, cut + delimiter.length);
    });
  return [...new Set(entries)].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

/** The token of a next page is the last name of this one. */
function pageOf(items: readonly string[], after: string | null, limit: number) {
  const start =
    after === null ? 0 : items.findIndex((item) => Buffer.compare(Buffer.from(item), Buffer.from(after)) > 0);
  const rest = start < 0 ? [] : items.slice(start);
  const page = rest.slice(0, limit);
  return { items: page, next: rest.length > page.length && limit > 0 ? page.at(-1) : undefined };
}

function limitOf(query: URLSearchParams, name: string, minimum: number, maximum: number): number {
  const given = query.get(name);
  if (given === null) return maximum;
  const limit = Number(given);
  if (Number.isInteger(limit) && limit >= minimum) return Math.min(limit, maximum);
  throw new AwsError(400, 'InvalidArgument', `Argument ${name} must be an integer of ${minimum} or more`);
}

/** Like a form field, but with slashes as they are. */
function encodeKey(key: string): string {
  return encodeURIComponent(key).replaceAll('%2F', '/');
}

function xml(root: string, content: XmlContent): StandInResponse {
  return {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body: xmlDocument(root, NAMESPACE, content),
  };
}
