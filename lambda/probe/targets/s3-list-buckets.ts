/** The article's own call. One bucket is asked for, and no bucket's name is ever reported. */
import { clientConfiguration, send } from '../attempts/aws-client.ts';
import type { ProbeTarget } from './target.ts';

export const s3ListBuckets: ProbeTarget = {
  id: 's3-list-buckets',
  service: 'S3 ListBuckets',
  expect: 'reached',
  echoes: false,
  sdk: true,
  conditioned: 'through-endpoint',
  attempt: async (context) => {
    const { S3Client, ListBucketsCommand } = await import('@aws-sdk/client-s3');
    const client = new S3Client(clientConfiguration(context));
    await send(context, 'ListBuckets', (options) =>
      client.send(new ListBucketsCommand({ MaxBuckets: 1 }), options),
    );
    return {};
  },
};
