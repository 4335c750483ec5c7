/** The requests that the stand-in of S3 Vectors takes, with the limits that the service documents. */
import { z } from 'zod';
import { AwsError } from '../aws-stand-in.ts';

/** A request names its index by ARN, or by bucket and index name. */
const reference = z.object({
  indexArn: z.string().optional(),
  vectorBucketName: z.string().optional(),
  indexName: z.string().optional(),
});

const vectorData = z.object({ float32: z.array(z.number()).min(1).max(4096) });

const put = z.object({
  vectors: z
    .array(
      z.object({
        key: z.string().min(1).max(1024),
        data: vectorData,
        metadata: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .min(1)
    .max(500),
});

const query = z.object({
  queryVector: vectorData,
  topK: z.int().min(1).max(100),
  returnMetadata: z.boolean().default(false),
  returnDistance: z.boolean().default(false),
  /** Refused, since a filter would change the answer. */
  filter: z.undefined("the lab's S3 Vectors does not implement filters").optional(),
});

const get = z.object({
  keys: z.array(z.string()).min(1).max(100),
  returnData: z.boolean().default(false),
  returnMetadata: z.boolean().default(false),
});

const del = z.object({ keys: z.array(z.string()).min(1).max(500) });

export const referenceInput = (input: unknown) => parse(reference, input);
export const putInput = (input: unknown) => parse(put, input);
export const queryInput = (input: unknown) => parse(query, input);
export const getInput = (input: unknown) => parse(get, input);
export const deleteInput = (input: unknown) => parse(del, input);

function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const { success, data, error } = schema.safeParse(input);
  if (success) return data;
  const issues = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new AwsError(400, 'ValidationException', `Invalid request: ${issues.join('; ')}`);
}
