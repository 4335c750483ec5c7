/** S3 Vectors: writes three vectors and asks for the one nearest to the second, which must be the second itself. */

import { ENV, VECTOR_DIMENSION } from '../../report/stack-contract.ts';
import { clientConfiguration, send } from '../attempts/aws-client.ts';
import { requireValue } from '../environment.ts';
import { ContentMismatch, type TargetCode } from './target.ts';

/** Fixed and far apart: each points along an axis of its own. */
const KEYS = ['first', 'second', 'third'];
const ASKED_FOR = 1;

function axis(index: number): number[] {
  return Array.from({ length: VECTOR_DIMENSION }, (_, position) => (position === index ? 1 : 0));
}

export const s3Vectors: TargetCode = {
  isDeployed: ({ vectorIndexArn }) => vectorIndexArn !== null,
  attempt: async (context) => {
    const { S3VectorsClient, PutVectorsCommand, QueryVectorsCommand } = await import(
      '@aws-sdk/client-s3vectors'
    );
    const client = new S3VectorsClient(clientConfiguration(context));
    const indexArn = requireValue(context.environment.vectorIndexArn, ENV.vectorIndexArn);
    const vectors = KEYS.map((key, position) => ({
      key,
      data: { float32: axis(position) },
      metadata: { position },
    }));
    await send(context, 'PutVectors', (options) =>
      client.send(new PutVectorsCommand({ indexArn, vectors }), options),
    );
    const query = {
      indexArn,
      queryVector: { float32: axis(ASKED_FOR) },
      topK: KEYS.length,
      returnMetadata: true,
      returnDistance: true,
    };
    const found = await send(context, 'QueryVectors', (options) =>
      client.send(new QueryVectorsCommand(query), options),
    );
    const nearest = found.vectors?.[0]?.key;
    if (nearest !== KEYS[ASKED_FOR]) {
      throw new ContentMismatch(
        `the vector nearest to "${KEYS[ASKED_FOR]}" should be itself, and S3 Vectors answered "${nearest}"`,
      );
    }
    return {};
  },
};
