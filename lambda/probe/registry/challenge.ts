/** A registry's challenge, and where its token is issued (RFC 6750; OCI distribution). Pure. */

import { readServerUrl } from '../attempts/server-url.ts';

/** Several times the longest: a realm, a service and a scope. */
const CHALLENGE_LIMIT_CHARACTERS = 8_192;

const BEARER = /bearer[ \t]+/iy;

/**
 * One parameter with the comma before it (RFC 9110, section 11.2). Where it does not fit, no earlier end of its name or
 * value fits either, and reading stops: the whole takes linear time.
 */
const PARAMETER = /[ \t,]*([\w!#$%&'*+.^`|~-]+)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([^\s",]+))/sy;

/** Where an anonymous token for pulling the image is issued; null where the registry wants something else, as a password. */
export function tokenUrl(challenge: string | undefined, name: string): URL | null {
  const parameters = parametersOf(challenge ?? '');
  const realm = readServerUrl(parameters?.get('realm') ?? '');
  if (!parameters || !('url' in realm)) return null;
  const { searchParams } = realm.url;
  const service = parameters.get('service');
  if (service) searchParams.set('service', service);
  searchParams.set('scope', parameters.get('scope') || `repository:${name}:pull`);
  return realm.url;
}

/** Null for anything but a bearer's challenge of a sensible length. */
function parametersOf(challenge: string): ReadonlyMap<string, string> | null {
  BEARER.lastIndex = 0;
  if (challenge.length > CHALLENGE_LIMIT_CHARACTERS || !BEARER.test(challenge)) return null;
  const parameters = new Map<string, string>();
  PARAMETER.lastIndex = BEARER.lastIndex;
  for (let found = PARAMETER.exec(challenge); found; found = PARAMETER.exec(challenge)) {
    const [, key = '', quoted, token = ''] = found;
    parameters.set(key.toLowerCase(), quoted?.replace(/\\(.)/gs, '$1') ?? token);
  }
  return parameters;
}
