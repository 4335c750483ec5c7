/** Reads the answer of ECR's API to a request for a password (Amazon ECR API Reference, GetAuthorizationToken). Pure. */

import { ObservedError } from '../observe.ts';
import { isHeaderValue } from './header-value.ts';
import { isObject, readObject } from './json-object.ts';

/** @returns the password, as Basic credentials have it. @throws an error whose `code` is ECR's own, or `ResponseInvalid` */
export function passwordIn(body: string, statusCode: number): string {
  const answer = readObject(body);
  if (!answer) throw invalid('is not a JSON object');
  if (statusCode !== 200) throw serviceError(answer, statusCode);
  const { authorizationData } = answer;
  const [first] = Array.isArray(authorizationData) ? (authorizationData as unknown[]) : [];
  const token = isObject(first) ? first.authorizationToken : undefined;
  if (isHeaderValue(token)) return token;
  throw invalid('holds no token');
}

/** AWS JSON 1.1: the code may follow a namespace. */
function serviceError({ __type, message, Message }: Record<string, unknown>, statusCode: number): Error {
  const [text = `HTTP ${statusCode}`] = [message, Message].filter((each) => typeof each === 'string');
  const code = typeof __type === 'string' ? __type.slice(__type.lastIndexOf('#') + 1) : 'ResponseInvalid';
  return Object.assign(new Error(text), { code });
}

/** Without quoting it: it may hold the password. */
function invalid(problem: string): ObservedError {
  return new ObservedError('request', 'ResponseInvalid', `the answer to GetAuthorizationToken ${problem}`);
}
