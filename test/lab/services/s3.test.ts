import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LoopbackInternet, startLoopbackInternet } from './loopback-internet.ts';

const Bucket = 'lab-bucket';

describe('the S3 stand-in, asked by the current SDK', () => {
  let internet: LoopbackInternet;
  let s3: S3Client;

  beforeAll(async () => {
    internet = await startLoopbackInternet();
    s3 = new S3Client(internet.client);
  });
  afterAll(() => internet.stop());

  it.each([false, true])('gives back what was put (path style: %s)', async (forcePathStyle) => {
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

  it('takes a stream, which comes in chunks with its checksum behind it', async () => {
    const Body = Readable.from([Buffer.from('first, '), Buffer.from('second')]);
    await s3.send(new PutObjectCommand({ Bucket, Key: 'stream', Body, ContentLength: 13 }));
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'stream' }));
    expect(await got.Body?.transformToString()).toBe('first, second');
    expect(got.ChecksumCRC32).toBeDefined();
  });

  it.each(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const)(
    'computes the same %s as the SDK',
    async (ChecksumAlgorithm) => {
      await s3.send(new PutObjectCommand({ Bucket, Key: 'sum', Body: 'checked', ChecksumAlgorithm }));
      const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'sum', ChecksumMode: 'ENABLED' }));
      expect(await got.Body?.transformToString()).toBe('checked');
      expect(got[`Checksum${ChecksumAlgorithm}`]).toBeDefined();
    },
  );

  it('refuses a checksum that is not that of the content', async () => {
    const put = new PutObjectCommand({ Bucket, Key: 'bad', Body: 'content', ChecksumCRC32: 'AAAAAA==' });
    await expect(s3.send(put)).rejects.toMatchObject({ name: 'BadDigest' });
  });

  it('lists buckets, as many as asked for at a time', async () => {
    const first = await s3.send(new ListBucketsCommand({ MaxBuckets: 1 }));
    expect(first.Buckets).toMatchObject([{ Name: 'lab-bucket', BucketRegion: 'us-west-2' }]);
    const next = await s3.send(new ListBucketsCommand({ ContinuationToken: first.ContinuationToken }));
    expect(next.Buckets?.map(({ Name }) => Name)).toEqual([]);
    const all = await s3.send(new ListBucketsCommand({}));
    expect(all.Buckets).toHaveLength(2);
  });

  it('lists objects by prefix and delimiter, page by page', async () => {
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

  it('knows its buckets and their Region', async () => {
    expect(await s3.send(new HeadBucketCommand({ Bucket }))).toMatchObject({ BucketRegion: 'us-west-2' });
    const location = await s3.send(new GetBucketLocationCommand({ Bucket }));
    expect(location.LocationConstraint).toBe('us-west-2');
    await expect(s3.send(new HeadBucketCommand({ Bucket: 'missing' }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 404 },
    });
  });

  it('says which key or bucket does not exist, with a request id', async () => {
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'gone' }));
    const missing = s3.send(new GetObjectCommand({ Bucket, Key: 'gone' }));
    await expect(missing).rejects.toMatchObject({
      name: 'NoSuchKey',
      $metadata: { httpStatusCode: 404, requestId: expect.any(String) },
    });
    const elsewhere = s3.send(new GetObjectCommand({ Bucket: 'missing', Key: 'x' }));
    await expect(elsewhere).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });

  it('refuses what it does not do instead of doing something else', async () => {
    const range = new GetObjectCommand({ Bucket, Key: 'x', Range: 'bytes=0-1' });
    await expect(s3.send(range)).rejects.toMatchObject({ name: 'NotImplemented' });
  });
});
