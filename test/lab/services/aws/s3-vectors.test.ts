/** The stand-in of S3 Vectors. */
import {
  DeleteVectorsCommand,
  GetVectorsCommand,
  PutVectorsCommand,
  QueryVectorsCommand,
  S3VectorsClient,
} from '@aws-sdk/client-s3vectors';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LoopbackInternet, startLoopbackInternet } from '../loopback-internet.ts';

const index = { vectorBucketName: 'lab-vectors', indexName: 'lab-index' };
const indexArn = 'arn:aws:s3vectors:us-west-2:111122223333:bucket/lab-vectors/index/lab-index';

describe('the stand-in of S3 Vectors, called by the current SDK', () => {
  let internet: LoopbackInternet;
  let client: S3VectorsClient;

  beforeAll(async () => {
    internet = await startLoopbackInternet();
    client = new S3VectorsClient(internet.client);
    const vectors = [
      { key: 'x', data: { float32: [1, 0, 0] }, metadata: { axis: 'x' } },
      { key: 'y', data: { float32: [0, 2, 0] }, metadata: { axis: 'y' } },
      { key: 'diagonal', data: { float32: [1, 1, 0] } },
    ];
    await client.send(new PutVectorsCommand({ ...index, vectors }));
  });
  afterAll(() => internet.stop());

  test('finds the nearest vectors by cosine distance, whatever their length', async () => {
    const query = new QueryVectorsCommand({
      indexArn,
      queryVector: { float32: [0, 5, 0] },
      topK: 2,
      returnDistance: true,
      returnMetadata: true,
    });
    const found = await client.send(query);
    expect(found.distanceMetric).toBe('cosine');
    expect(found.vectors).toEqual([
      { key: 'y', distance: expect.closeTo(0, 6), metadata: { axis: 'y' } },
      { key: 'diagonal', distance: expect.closeTo(1 - Math.SQRT1_2, 6) },
    ]);
  });

  test('returns distance and metadata only on request', async () => {
    const found = await client.send(
      new QueryVectorsCommand({ ...index, queryVector: { float32: [1, 0, 0] }, topK: 1 }),
    );
    expect(found.vectors).toEqual([{ key: 'x' }]);
  });

  test('deletes vectors by key, and ignores unknown keys', async () => {
    const vectors = ['gone', 'kept'].map((key) => ({ key, data: { float32: [0, 0, 1] } }));
    await client.send(new PutVectorsCommand({ ...index, vectors }));
    await client.send(new DeleteVectorsCommand({ ...index, keys: ['gone', 'never'] }));
    const left = await client.send(new GetVectorsCommand({ ...index, keys: ['gone', 'kept'] }));
    expect(left.vectors).toEqual([{ key: 'kept' }]);
    await client.send(new DeleteVectorsCommand({ ...index, keys: ['kept'] }));
  });

  test('returns the vectors that were put, as float32', async () => {
    await client.send(
      new PutVectorsCommand({ ...index, vectors: [{ key: 'f', data: { float32: [0.1, 0, 1] } }] }),
    );
    const got = await client.send(new GetVectorsCommand({ ...index, keys: ['f', 'none'], returnData: true }));
    expect(got.vectors).toEqual([{ key: 'f', data: { float32: [Math.fround(0.1), 0, 1] } }]);
  });

  test.each([
    ['another dimension', { queryVector: { float32: [1, 0] }, topK: 1 }, /length 3, but has length 2/],
    ['zeros', { queryVector: { float32: [0, 0, 0] }, topK: 1 }, /must not be zero/],
    ['too many answers', { queryVector: { float32: [1, 0, 0] }, topK: 101 }, /topK/],
    ['a filter', { queryVector: { float32: [1, 0, 0] }, topK: 1, filter: { axis: 'x' } }, /filter/],
  ])('refuses a query for %s', async (_, input, message) => {
    const query = client.send(new QueryVectorsCommand({ ...index, ...input }));
    await expect(query).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(message),
    });
  });

  test('reports that an index does not exist', async () => {
    const query = new QueryVectorsCommand({
      ...index,
      indexName: 'other',
      queryVector: { float32: [1, 0, 0] },
      topK: 1,
    });
    await expect(client.send(query)).rejects.toMatchObject({
      name: 'NotFoundException',
      $metadata: { httpStatusCode: 404 },
    });
  });
});

describe('a query of vectors', () => {
  test('needs the permission to get vectors only for metadata', async () => {
    const internet = await startLoopbackInternet([
      { Effect: 'Allow', Action: 's3vectors:QueryVectors', Resource: indexArn },
    ]);
    const client = new S3VectorsClient(internet.client);
    const input = { ...index, queryVector: { float32: [1, 0, 0] }, topK: 1 };
    await expect(client.send(new QueryVectorsCommand(input))).resolves.toMatchObject({ vectors: [] });
    const withMetadata = new QueryVectorsCommand({ ...input, returnMetadata: true });
    await expect(client.send(withMetadata)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      $metadata: { httpStatusCode: 403 },
      message: expect.stringContaining('s3vectors:GetVectors'),
    });
    await internet.stop();
  });
});
