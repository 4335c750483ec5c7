/** A service of AWS's whose way is in the lab, and nothing else of it: it says so, in the form that its client reads. */
import { randomUUID } from 'node:crypto';
import type { Service } from '../stand-in.ts';
import { ServiceError } from './aws-stand-in.ts';
import { queryErrors, restJsonErrors } from './error-forms.ts';

/** Clients do not try again after this status, as they do after others of its class. */
const NOT_IMPLEMENTED = 501;

export const notPlayed: Service = ({ host, headers }) => {
  const { respond } = isQuery(headers['content-type']) ? queryErrors : restJsonErrors;
  const message = `the lab does not play ${host}: that the request came so far is all that it can show`;
  return respond(new ServiceError(NOT_IMPLEMENTED, 'NotPlayed', message), randomUUID());
};

/** AWS's older protocols send forms and read XML; the others read JSON, with the error's code in a header. */
function isQuery(contentType: string | undefined): boolean {
  return contentType?.startsWith('application/x-www-form-urlencoded') ?? false;
}
