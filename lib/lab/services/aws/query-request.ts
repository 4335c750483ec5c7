/** Reads a request in AWS's Query protocol, which STS and EC2 use: parameters in a form. */

import type { StandInRequest } from '../stand-in.ts';
import { AwsError } from './aws-stand-in.ts';

/** The parameters of a POST's body and of the URL. */
export function queryParameters({ body, query }: StandInRequest): URLSearchParams {
  return new URLSearchParams([...query, ...new URLSearchParams(body.toString())]);
}

/**
 * The requested operation.
 * @throws AwsError if the stand-in does not implement it
 */
export function queryOperation<Name extends string>(
  parameters: URLSearchParams,
  known: readonly Name[],
): Name {
  const action = parameters.get('Action') ?? '';
  const found = known.find((name) => name === action);
  if (found !== undefined) return found;
  throw new AwsError(400, 'InvalidAction', `The lab does not implement the action "${action}"`);
}
