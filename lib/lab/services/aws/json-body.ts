/** Reads a request's body where a service's protocol is JSON. */
import { AwsError } from './aws-stand-in.ts';

/** @throws AwsError if the body is not a JSON object */
export function parseJsonObject(body: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body.toString());
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Reported below, like every other body that is not an object.
  }
  throw new AwsError(400, 'SerializationException', 'The request body should be a JSON object');
}
