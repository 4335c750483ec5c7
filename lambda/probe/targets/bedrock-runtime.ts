/** Bedrock Runtime: one embedding by Titan. The article found no dual-stack endpoint, so every run asks again. */

import { EMBEDDING_MODEL_ID, VECTOR_DIMENSION } from '../../report/stack-contract.ts';
import { clientConfiguration, send } from '../attempts/aws-client.ts';
import { ContentMismatch, type TargetCode } from './target.ts';

export const bedrockRuntime: TargetCode = {
  isDeployed: ({ bedrockRuntime: isThere }) => isThere,
  attempt: async (context) => {
    const { BedrockRuntimeClient, InvokeModelCommand } = await import('@aws-sdk/client-bedrock-runtime');
    const client = new BedrockRuntimeClient(clientConfiguration(context));
    const answer = await send(context, 'InvokeModel', (options) =>
      client.send(
        new InvokeModelCommand({
          modelId: EMBEDDING_MODEL_ID,
          contentType: 'application/json',
          accept: 'application/json',
          body: JSON.stringify({ inputText: 'natless', dimensions: VECTOR_DIMENSION }),
        }),
        options,
      ),
    );
    const length = embeddingLength(answer.body.transformToString());
    if (length !== VECTOR_DIMENSION) {
      throw new ContentMismatch(`asked for an embedding of ${VECTOR_DIMENSION} numbers, got ${length}`);
    }
    return {};
  },
};

function embeddingLength(body: string): number {
  const { embedding } = JSON.parse(body) as { embedding?: unknown };
  return Array.isArray(embedding) ? embedding.length : 0;
}
