/** Reads a request's body where a service's protocol is JSON. */
import { ServiceError } from './aws-stand-in.ts';

/** @throws ServiceError if the body is no JSON object */
export function parseJsonObject(body: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body.toString());
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Told below, like every other body that is no object.
  }
  throw new ServiceError(400, 'SerializationException', 'The request body should be a JSON object');
}
