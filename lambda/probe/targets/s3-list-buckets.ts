/** The article's own call. It asks for one bucket, and a bucket's name never gets into a report. */
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
