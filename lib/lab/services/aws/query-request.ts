/** Reads a request in AWS's Query protocol, the one of STS and EC2: parameters in a form. */

import type { ServiceRequest } from '../stand-in.ts';
import { ServiceError } from './aws-stand-in.ts';

/** The parameters of a POST's body and of the URL. */
export function queryParameters({ body, query }: ServiceRequest): URLSearchParams {
  return new URLSearchParams([...query, ...new URLSearchParams(body.toString())]);
}

/**
 * The operation, if it is one of those that the stand-in knows.
 * @throws ServiceError if it is not
 */
export function queryOperation<Name extends string>(
  parameters: URLSearchParams,
  known: readonly Name[],
): Name {
  const action = parameters.get('Action') ?? '';
  const found = known.find((name) => name === action);
  if (found !== undefined) return found;
  throw new ServiceError(400, 'InvalidAction', `The lab does not implement the action "${action}"`);
}
