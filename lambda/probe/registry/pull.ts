/**
 * Walks the pull of a container image hop by hop, as a container runtime does (OCI distribution specification 1.1): the
 * manifest, the token that it takes, the platform's manifest, a layer, the storage that this redirects to. Each hop is an
 * operation of the attempt, so that the first one without IPv6 stands last.
 */

import { type Image, imageIn } from '../../report/image-name.ts';
import type { AttemptContext, AttemptResult } from '../attempts/attempt.ts';
import { type Answer, getAnswer, getBeginning, getHeader, type Question } from '../attempts/plain-http.ts';
import { REDIRECTS_FOLLOWED, redirectIn, tooManyRedirects } from '../attempts/redirects.ts';
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
  /** The header for the registry, which stays in memory: it is in no evidence. */
  authorization: string | null;
}

interface Hop {
  /** How the evidence calls it. */
  readonly name: string;
  readonly path: string;
  readonly accept: string;
  readonly send: (context: AttemptContext, question: Question) => Promise<Answer>;
}

/** @param url of the registry and the image, as `https://registry/name:tag`. @throws ObservedError */
export async function pullImage(context: AttemptContext, url: URL): Promise<AttemptResult> {
  const image = imageIn(url);
  if (!image) throw new ObservedError('request', 'ResponseInvalid', `${url.href} names no image`);
  const walk: Walk = { context, registry: url, image, authorization: null };
  if (context.mode !== 'ipv6') {
    // Whether the runtime's own choice gets to the registry: Node's says nothing about the rest of a pull.
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

/** This machine's, in Go's words, which images are tagged with. */
const ARCHITECTURE = process.arch === 'x64' ? 'amd64' : process.arch;

function manifest(name: string, reference: string): Hop {
  return {
    name,
    path: `manifests/${reference}`,
    accept: MANIFEST_TYPES,
    send: (context, question) => getAnswer(context, question, MANIFEST_LIMIT_BYTES),
  };
}

function layer(digest: string): Hop {
  return { name: 'layer', path: `blobs/${digest}`, accept: '*/*', send: getBeginning };
}

function urlOf({ registry, image }: Walk, path: string): URL {
  return new URL(`/v2/${image.name}/${path}`, registry);
}

/** The answer, with a token if that is what it takes. @throws ObservedError for any answer that is no success */
async function take(walk: Walk, hop: Hop): Promise<Answer> {
  const answer = await follow(walk, hop);
  if (answer.status !== 401 || walk.authorization !== null) return requireSuccess(answer, hop.name);
  walk.authorization = await authorizationFor(walk, answer);
  if (walk.authorization === null) return requireSuccess(answer, hop.name);
  return requireSuccess(await follow(walk, hop), hop.name);
}

/** A token that anybody is given, or ECR's own password; null where neither can be had. */
async function authorizationFor(
  { context, registry, image }: Walk,
  { headers }: Answer,
): Promise<string | null> {
  const challenge = headers['www-authenticate'];
  const url = tokenUrl(challenge, image.name);
  if (url) {
    const token = await getAnswer(context, { url, name: 'token' }, MANIFEST_LIMIT_BYTES);
    return `Bearer ${tokenIn(requireSuccess(token, 'token').body)}`;
  }
  const api = /^basic\b/i.test(challenge ?? '') ? ecrApiOf(registry.hostname) : null;
  return api && ecrAuthorization(context, api);
}

async function follow(walk: Walk, { name, path, accept, send }: Hop): Promise<Answer> {
  const start = urlOf(walk, path);
  let url = start;
  for (let count = 0; count <= REDIRECTS_FOLLOWED; count += 1) {
    const answer = await send(walk.context, {
      url,
      name: count === 0 ? name : `${name}, redirected`,
      headers: { accept, ...headerFor(walk, url) },
    });
    const redirected = redirectIn(answer, url);
    if (!redirected) return answer;
    url = redirected;
  }
  throw tooManyRedirects(start);
}

/** For the registry alone: whoever it redirects to has the address's own signature, and no business with the token. */
function headerFor({ authorization, registry }: Walk, { origin }: URL): Readonly<Record<string, string>> {
  return authorization !== null && origin === registry.origin ? { authorization } : {};
}

const PROBLEMS: Readonly<Record<number, readonly [code: string, words: string]>> = {
  401: ['AccessDenied', 'the registry asks for credentials'],
  403: ['AccessDenied', 'the registry denies the pull'],
  404: ['NotFound', 'the registry has no such image'],
  429: ['TooManyRequests', 'the registry limits pulls'],
};

function requireSuccess(answer: Answer, name: string): Answer {
  const { status } = answer;
  if (status === 200 || status === 206) return answer;
  const [code, words] = PROBLEMS[status] ?? ['ServiceError', 'the registry failed'];
  throw new ObservedError('request', code, `${words} (HTTP ${status} for the ${name})`);
}
