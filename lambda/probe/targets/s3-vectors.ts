/** S3 Vectors: writes three vectors, asks for the one nearest to the second, which must be the second itself, and deletes them. */

import { ENV, VECTOR_DIMENSION } from '../../report/stack-contract.ts';
import type { AttemptContext } from '../attempts/attempt.ts';
import { clientConfiguration, send } from '../attempts/aws-client.ts';
import { requireValue } from '../environment.ts';
import { expiry, leftBehind, ownKey } from './own-key.ts';
import { ContentMismatch, type TargetCode } from './target.ts';

const NAMES = ['first', 'second', 'third'];
const ASKED_FOR = 1;

/** Out of 1,024: no two attempts choose the same, and the request stays small. */
const NUMBERS_SET = 8;

/** Enough to find what others have left behind, besides the attempt's own. */
const NEIGHBOURS = 30;

export const s3Vectors: TargetCode = {
  isDeployed: ({ vectorIndexArn }) => vectorIndexArn !== null,
  attempt: async (context) => {
    const { S3VectorsClient, PutVectorsCommand, QueryVectorsCommand, DeleteVectorsCommand } = await import(
      '@aws-sdk/client-s3vectors'
    );
    const client = new S3VectorsClient(clientConfiguration(context));
    const indexArn = requireValue(context.environment.vectorIndexArn, ENV.vectorIndexArn);
    const vectors = vectorsOf(context);
    await send(context, 'PutVectors', (options) =>
      client.send(new PutVectorsCommand({ indexArn, vectors }), options),
    );
    const asked = vectors[ASKED_FOR];
    const query = { indexArn, queryVector: asked?.data, topK: NEIGHBOURS, returnMetadata: true };
    const found = await send(context, 'QueryVectors', (options) =>
      client.send(new QueryVectorsCommand(query), options),
    );
    const keys = [...vectors.map(({ key }) => key), ...leftBehind(found.vectors ?? [])];
    await send(context, 'DeleteVectors', (options) =>
      client.send(new DeleteVectorsCommand({ indexArn, keys }), options),
    );
    requireNearest(found.vectors?.[0]?.key, asked?.key);
    return {};
  },
};

/** Named after the run, and pointing where no other attempt's vectors point. */
function vectorsOf(context: AttemptContext) {
  const metadata = { expires: expiry() };
  return NAMES.map((name) => ({
    key: `${ownKey(context)}/${name}`,
    data: { float32: direction() },
    metadata,
  }));
}

function direction(): number[] {
  const chosen = new Set<number>();
  while (chosen.size < NUMBERS_SET) chosen.add(Math.floor(Math.random() * VECTOR_DIMENSION));
  return Array.from({ length: VECTOR_DIMENSION }, (_, position) => (chosen.has(position) ? 1 : 0));
}

function requireNearest(nearest: string | undefined, expected: string | undefined): void {
  if (nearest !== undefined && nearest === expected) return;
  throw new ContentMismatch(
    `the vector nearest to "${expected}" should be itself, and S3 Vectors answered "${nearest}"`,
  );
}
