/** Stand-in of Amazon Bedrock Runtime with one model, Titan Text Embeddings V2: a text always gives the same vector. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Model } from '../../template/model.ts';
import type { StandInRequest } from '../stand-in.ts';
import { arnOf } from './arn.ts';
import { AwsError, type AwsStandIn } from './aws-stand-in.ts';
import { restJsonErrors } from './error-forms.ts';
import { parseJsonObject } from './json-body.ts';

const MODEL_ID = 'amazon.titan-embed-text-v2:0';

/** Amazon Bedrock User Guide, Amazon Titan Embeddings Text. */
const inputSchema = z.strictObject({
  inputText: z.string().min(1).max(50_000),
  dimensions: z.union([z.literal(256), z.literal(512), z.literal(1024)]).default(1024),
  normalize: z.boolean().default(true),
  embeddingTypes: z.array(z.literal('float')).optional(),
});

export interface BedrockRuntimeProps {
  /** Whether the account has access to the model. */
  readonly modelGranted: boolean;
}

export function createBedrockRuntime({ region }: Model, { modelGranted }: BedrockRuntimeProps): AwsStandIn {
  return {
    signingName: 'bedrock',
    errors: restJsonErrors,
    permissions: (request) => [
      {
        action: 'bedrock:InvokeModel',
        resource: arnOf(region, 'bedrock', `${region}:`, `foundation-model/${modelIdOf(request)}`),
      },
    ],
    answer: (request) => {
      if (modelIdOf(request) !== MODEL_ID) {
        throw new AwsError(400, 'ValidationException', 'The provided model identifier is invalid.');
      }
      if (!modelGranted) {
        const message = "You don't have access to the model with the specified model ID.";
        throw new AwsError(403, 'AccessDeniedException', message);
      }
      return {
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(embed(request.body)),
      };
    },
  };
}

function modelIdOf({ method, path }: StandInRequest): string {
  const [, modelId] = /^\/model\/([^/]+)\/invoke$/.exec(path) ?? [];
  if (method === 'POST' && modelId !== undefined) return decodeURIComponent(modelId);
  throw new AwsError(
    404,
    'UnknownOperationException',
    `The lab's Bedrock Runtime does not implement ${method} ${path}`,
  );
}

function embed(body: Buffer): unknown {
  const { success, data, error } = inputSchema.safeParse(parseJsonObject(body));
  if (!success) {
    const message = error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
    throw new AwsError(400, 'ValidationException', `Malformed input request: ${message}`);
  }
  const { inputText, dimensions, normalize } = data;
  const values = Array.from({ length: dimensions }, (_, index) => component(inputText, index));
  const length = normalize ? Math.hypot(...values) : 1;
  const embedding = values.map((value) => value / length);
  // A token is about five characters of English, which is exact enough here.
  const inputTextTokenCount = Math.ceil(inputText.length / 5);
  return { embedding, embeddingsByType: { float: embedding }, inputTextTokenCount };
}

/** Between -1 and 1, and as good as random: different texts lie far apart. */
function component(text: string, index: number): number {
  return createHash('sha256').update(`${index}:${text}`).digest().readInt32BE(0) / 2 ** 31;
}
