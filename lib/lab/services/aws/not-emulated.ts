/** Stand-in of an AWS service for which the lab has only the network path: it says so, in a form that the client reads. */
import { randomUUID } from 'node:crypto';
import type { StandIn } from '../stand-in.ts';
import { AwsError } from './aws-stand-in.ts';
import { queryErrors, restJsonErrors } from './error-forms.ts';

/** Clients do not retry after this status, as they do after others of its class. */
const NOT_IMPLEMENTED = 501;

export const notEmulated: StandIn = ({ host, headers }) => {
  const { respond } = isQuery(headers['content-type']) ? queryErrors : restJsonErrors;
  const message = `the lab does not emulate ${host}: it shows only that the request arrived`;
  return respond(new AwsError(NOT_IMPLEMENTED, 'NotEmulated', message), randomUUID());
};

/** Clients of AWS's older protocols send forms and read XML; the others read JSON, with the error code in a header. */
function isQuery(contentType: string | undefined): boolean {
  return contentType?.startsWith('application/x-www-form-urlencoded') ?? false;
}
