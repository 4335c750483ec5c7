/** The stand-in of S3: objects, checksums, listings, ranges, multipart uploads. */
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LoopbackInternet, startLoopbackInternet } from '../loopback-internet.ts';

const Bucket = 'lab-bucket';

describe('the stand-in of S3, called by the current SDK', () => {
  let internet: LoopbackInternet;
  let s3: S3Client;

  beforeAll(async () => {
    internet = await startLoopbackInternet();
    s3 = new S3Client(internet.client);
  });
  afterAll(() => internet.stop());

  test.each([false, true])('returns the object that was put (path style: %s)', async (forcePathStyle) => {
    const client = new S3Client({ ...internet.client, forcePathStyle });
    const Key = `folder/ä key+${forcePathStyle}`;
    const put = await client.send(
      new PutObjectCommand({ Bucket, Key, Body: 'content', ContentType: 'text/plain', Metadata: { a: 'b' } }),
    );
    const got = await client.send(new GetObjectCommand({ Bucket, Key }));
    expect(await got.Body?.transformToString()).toBe('content');
    expect(got).toMatchObject({ ContentType: 'text/plain', Metadata: { a: 'b' }, ETag: put.ETag });
    expect(got.ChecksumCRC32).toBe(put.ChecksumCRC32);
    const head = await client.send(new HeadObjectCommand({ Bucket, Key }));
    expect(head.ContentLength).toBe(7);
  });

  test('accepts a stream, which is sent in chunks followed by the checksum', async () => {
    const Body = Readable.from([Buffer.from('first, '), Buffer.from('second')]);
    await s3.send(new PutObjectCommand({ Bucket, Key: 'stream', Body, ContentLength: 13 }));
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'stream' }));
    expect(await got.Body?.transformToString()).toBe('first, second');
    expect(got.ChecksumCRC32).toBeDefined();
  });

  test.each(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const)(
    'computes the same %s as the SDK',
    async (ChecksumAlgorithm) => {
      await s3.send(new PutObjectCommand({ Bucket, Key: 'sum', Body: 'checked', ChecksumAlgorithm }));
      const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'sum', ChecksumMode: 'ENABLED' }));
      expect(await got.Body?.transformToString()).toBe('checked');
      expect(got[`Checksum${ChecksumAlgorithm}`]).toBeDefined();
    },
  );

  test('refuses a checksum that does not match the content', async () => {
    const put = new PutObjectCommand({ Bucket, Key: 'bad', Body: 'content', ChecksumCRC32: 'AAAAAA==' });
    await expect(s3.send(put)).rejects.toMatchObject({ name: 'BadDigest' });
  });

  test('lists buckets in pages of the requested size', async () => {
    const first = await s3.send(new ListBucketsCommand({ MaxBuckets: 1 }));
    expect(first.Buckets).toMatchObject([{ Name: 'lab-bucket', BucketRegion: 'us-west-2' }]);
    const next = await s3.send(new ListBucketsCommand({ ContinuationToken: first.ContinuationToken }));
    expect(next.Buckets?.map(({ Name }) => Name)).toEqual([]);
    const all = await s3.send(new ListBucketsCommand({}));
    expect(all.Buckets).toHaveLength(2);
  });

  test('lists objects by prefix and delimiter, page by page', async () => {
    for (const Key of ['list/a', 'list/b', 'list/sub/c', 'list/sub/d', 'other'])
      await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
    const input = { Bucket, Prefix: 'list/', Delimiter: '/', MaxKeys: 2 };
    const first = await s3.send(new ListObjectsV2Command(input));
    expect(first.Contents?.map(({ Key }) => Key)).toEqual(['list/a', 'list/b']);
    expect(first.IsTruncated).toBe(true);
    const next = await s3.send(
      new ListObjectsV2Command({ ...input, ContinuationToken: first.NextContinuationToken }),
    );
    expect(next.CommonPrefixes).toEqual([{ Prefix: 'list/sub/' }]);
    expect(next.IsTruncated).toBe(false);
  });

  test('knows its buckets and their Region', async () => {
    expect(await s3.send(new HeadBucketCommand({ Bucket }))).toMatchObject({ BucketRegion: 'us-west-2' });
    const location = await s3.send(new GetBucketLocationCommand({ Bucket }));
    expect(location.LocationConstraint).toBe('us-west-2');
    await expect(s3.send(new HeadBucketCommand({ Bucket: 'missing' }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 404 },
    });
  });

  test('reports which key or bucket does not exist, with a request id', async () => {
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'gone' }));
    const missing = s3.send(new GetObjectCommand({ Bucket, Key: 'gone' }));
    await expect(missing).rejects.toMatchObject({
      name: 'NoSuchKey',
      $metadata: { httpStatusCode: 404, requestId: expect.any(String) },
    });
    const elsewhere = s3.send(new GetObjectCommand({ Bucket: 'missing', Key: 'x' }));
    await expect(elsewhere).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });

  test('refuses operations that it does not implement', async () => {
    const conditional = new GetObjectCommand({ Bucket, Key: 'x', IfModifiedSince: new Date(0) });
    await expect(s3.send(conditional)).rejects.toMatchObject({ name: 'NotImplemented' });
  });

  test.each([
    ['bytes=2-4', 'cde', 'bytes 2-4/10'],
    ['bytes=7-', 'hij', 'bytes 7-9/10'],
    ['bytes=-2', 'ij', 'bytes 8-9/10'],
    ['bytes=5-99', 'fghij', 'bytes 5-9/10'],
  ])('returns the range %s of an object', async (Range, text, ContentRange) => {
    await s3.send(new PutObjectCommand({ Bucket, Key: 'letters', Body: 'abcdefghij' }));
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'letters', Range }));
    expect(await got.Body?.transformToString()).toBe(text);
    expect(got).toMatchObject({ ContentRange, $metadata: { httpStatusCode: 206 } });
  });

  test('returns an object only if the If-Match tag is its own', async () => {
    const { ETag } = await s3.send(new PutObjectCommand({ Bucket, Key: 'tagged', Body: 'x' }));
    const get = (IfMatch: string | undefined) =>
      s3.send(new GetObjectCommand({ Bucket, Key: 'tagged', IfMatch }));
    expect((await get(ETag)).ETag).toBe(ETag);
    await expect(get('"another"')).rejects.toMatchObject({ name: 'PreconditionFailed' });
  });

  test.each(['bytes=10-', 'bytes=0-1,3-4', 'lines=1-2'])('refuses the range %s', async (Range) => {
    await s3.send(new PutObjectCommand({ Bucket, Key: 'letters', Body: 'abcdefghij' }));
    const got = s3.send(new GetObjectCommand({ Bucket, Key: 'letters', Range }));
    await expect(got).rejects.toMatchObject({ name: 'InvalidRange' });
  });

  test('assembles an object from its parts in the listed order', async () => {
    const place = { Bucket, Key: 'parts' };
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ ...place, ContentType: 'text/x' }));
    const upload = async (PartNumber: number, Body: string) => {
      const { ETag } = await s3.send(new UploadPartCommand({ ...place, UploadId, PartNumber, Body }));
      return { PartNumber, ETag };
    };
    const Parts = [await upload(2, 'behind'), await upload(1, 'before, ')].reverse();
    const done = await s3.send(
      new CompleteMultipartUploadCommand({ ...place, UploadId, MultipartUpload: { Parts } }),
    );
    expect(done.ETag).toMatch(/-2"$/);
    const got = await s3.send(new GetObjectCommand(place));
    expect(await got.Body?.transformToString()).toBe('before, behind');
    expect(got).toMatchObject({ ContentType: 'text/x', ETag: done.ETag });
    const again = s3.send(new AbortMultipartUploadCommand({ ...place, UploadId }));
    await expect(again).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });

  test('refuses a part that was not uploaded, and forgets an aborted upload', async () => {
    const place = { Bucket, Key: 'never' };
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand(place));
    const complete = () =>
      s3.send(
        new CompleteMultipartUploadCommand({
          ...place,
          UploadId,
          MultipartUpload: { Parts: [{ PartNumber: 1, ETag: '"none"' }] },
        }),
      );
    await expect(complete()).rejects.toMatchObject({ name: 'InvalidPart' });
    await s3.send(new AbortMultipartUploadCommand({ ...place, UploadId }));
    await expect(complete()).rejects.toMatchObject({ name: 'NoSuchUpload' });
    await expect(s3.send(new GetObjectCommand(place))).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});
