/** S3: writes an object to the probe's own bucket and reads it back, both over the network under test. */

import { ENV } from '../../report/stack-contract.ts';
import { clientConfiguration, send } from '../attempts/aws-client.ts';
import { requireValue } from '../environment.ts';
import { ownKey } from './own-key.ts';
import { ContentMismatch, type TargetCode } from './target.ts';

export const s3: TargetCode = {
  attempt: async (context) => {
    const { S3Client, PutObjectCommand, GetObjectCommand } = await import('@aws-sdk/client-s3');
    const client = new S3Client(clientConfiguration(context));
    const Bucket = requireValue(context.environment.bucketName, ENV.bucketName);
    const Key = `probe/${ownKey(context)}`;
    const Body = `natless ${crypto.randomUUID()}`;
    await send(context, 'PutObject', (options) =>
      client.send(new PutObjectCommand({ Bucket, Key, Body }), options),
    );
    const read = await send(context, 'GetObject', async (options) => {
      const answer = await client.send(new GetObjectCommand({ Bucket, Key }), options);
      return { ...answer, text: await answer.Body?.transformToString() };
    });
    if (read.text !== Body) throw new ContentMismatch(`${Key} does not hold what was just written to it`);
    return {};
  },
};
