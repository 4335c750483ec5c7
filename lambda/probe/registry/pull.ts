/**
 * Walks the pull of a container image hop by hop, as a container runtime does (OCI distribution specification 1.1): the
 * manifest, its token, the platform's manifest, a layer, the storage that the layer redirects to. Each hop is an operation
 * of the attempt, and the walk ends at the first one without IPv6.
 */

import { type Image, imageIn } from '../../report/image-name.ts';
import type { AttemptContext, AttemptResult } from '../attempts/attempt.ts';
import {
  type GetRequest,
  type GetResponse,
  getBeginning,
  getHeader,
  getResponse,
} from '../attempts/plain-http.ts';
import { REDIRECTS_FOLLOWED, redirectIn, tooManyRedirects } from '../attempts/redirects.ts';
import { withoutSecrets } from '../attempts/server-url.ts';
import { MANIFEST_LIMIT_BYTES } from '../limits.ts';
import { ObservedError } from '../observe.ts';
import { tokenUrl } from './challenge.ts';
import { ecrApiOf, ecrAuthorization } from './ecr.ts';
import { MANIFEST_TYPES, nextIn, tokenIn } from './manifest.ts';

/** A pull under way. */
interface Walk {
  readonly context: AttemptContext;
  readonly registry: URL;
  readonly image: Image;
  /** The header for the registry. It stays in memory and never gets into the evidence. */
  authorization: string | null;
}

interface Hop {
  /** What the evidence calls it. */
  readonly name: string;
  readonly path: string;
  readonly accept: string;
  readonly send: (context: AttemptContext, request: GetRequest) => Promise<GetResponse>;
}

/** @param url of the registry and the image, as `https://registry/name:tag`. @throws ObservedError */
export async function pullImage(context: AttemptContext, url: URL): Promise<AttemptResult> {
  const image = imageIn(url);
  if (!image)
    throw new ObservedError('request', 'ResponseInvalid', `${withoutSecrets(url)} does not name an image`);
  const walk: Walk = { context, registry: url, image, authorization: null };
  if (context.mode !== 'ipv6') {
    // Only whether the runtime's own choice reaches the registry: a container runtime, not Node, makes the rest of a pull.
    await getHeader(context, urlOf(walk, manifest('manifest', image.reference).path));
    return {};
  }
  let next = nextIn((await take(walk, manifest('manifest', image.reference))).body, ARCHITECTURE);
  if ('manifest' in next) {
    const hop = manifest("platform's manifest", next.manifest);
    next = nextIn((await take(walk, hop)).body, ARCHITECTURE);
  }
  if ('manifest' in next)
    throw new ObservedError('request', 'ResponseInvalid', 'an image index leads to another index');
  await take(walk, layer(next.layer));
  return {};
}

/** This machine's, by Go's name for it, as images spell it. */
const ARCHITECTURE = process.arch === 'x64' ? 'amd64' : process.arch;

function manifest(name: string, reference: string): Hop {
  return {
    name,
    path: `manifests/${reference}`,
    accept: MANIFEST_TYPES,
    send: (context, request) => getResponse(context, request, MANIFEST_LIMIT_BYTES),
  };
}

function layer(digest: string): Hop {
  return { name: 'layer', path: `blobs/${digest}`, accept: '*/*', send: getBeginning };
}

function urlOf({ registry, image }: Walk, path: string): URL {
  return new URL(`/v2/${image.name}/${path}`, registry);
}

/** The response, fetched with a token if the registry wants one. @throws ObservedError unless it is a success */
async function take(walk: Walk, hop: Hop): Promise<GetResponse> {
  const response = await follow(walk, hop);
  if (response.status !== 401 || walk.authorization !== null) return requireSuccess(response, hop.name);
  walk.authorization = await authorizationFor(walk, response);
  if (walk.authorization === null) return requireSuccess(response, hop.name);
  return requireSuccess(await follow(walk, hop), hop.name);
}

/** An anonymous token, or ECR's own password; null where neither is available. */
async function authorizationFor(
  { context, registry, image }: Walk,
  { headers }: GetResponse,
): Promise<string | null> {
  const challenge = headers['www-authenticate'];
  const url = tokenUrl(challenge, image.name);
  if (url) {
    const token = await getResponse(context, { url, name: 'token' }, MANIFEST_LIMIT_BYTES);
    return `Bearer ${tokenIn(requireSuccess(token, 'token').body)}`;
  }
  const api = /^basic\b/i.test(challenge ?? '') ? ecrApiOf(registry.hostname) : null;
  return api && ecrAuthorization(context, api);
}

async function follow(walk: Walk, { name, path, accept, send }: Hop): Promise<GetResponse> {
  const start = urlOf(walk, path);
  let url = start;
  for (let count = 0; count <= REDIRECTS_FOLLOWED; count += 1) {
    const response = await send(walk.context, {
      url,
      name: count === 0 ? name : `${name}, redirected`,
      headers: { accept, ...headerFor(walk, url) },
    });
    const redirected = redirectIn(response, url);
    if (!redirected) return response;
    url = redirected;
  }
  throw tooManyRedirects(start);
}

/** Only for the registry: a redirect's address carries its own signature, and its host must not see the token. */
function headerFor({ authorization, registry }: Walk, { origin }: URL): Readonly<Record<string, string>> {
  return authorization !== null && origin === registry.origin ? { authorization } : {};
}

const PROBLEMS: Readonly<Record<number, readonly [code: string, words: string]>> = {
  401: ['AccessDenied', 'the registry asks for credentials'],
  403: ['AccessDenied', 'the registry denies the pull'],
  404: ['NotFound', 'the registry has no such image'],
  429: ['TooManyRequests', 'the registry limits pulls'],
};

function requireSuccess(response: GetResponse, name: string): GetResponse {
  const { status } = response;
  if (status === 200 || status === 206) return response;
  const [code, words] = PROBLEMS[status] ?? ['ServiceError', 'the registry failed'];
  throw new ObservedError('request', code, `${words} (HTTP ${status} for the ${name})`);
}
