/** The article's own call. One bucket is asked for, and no bucket's name is ever reported. */
import { clientConfiguration, send } from '../attempts/aws-client.ts';
import type { TargetCode } from './target.ts';

export const s3ListBuckets: TargetCode = {
  attempt: async (context) => {
    const { S3Client, ListBucketsCommand } = await import('@aws-sdk/client-s3');
    const client = new S3Client(clientConfiguration(context));
    await send(context, 'ListBuckets', (options) =>
      client.send(new ListBucketsCommand({ MaxBuckets: 1 }), options),
    );
    return {};
  },
};
