/** Reads the documents of registries: tokens, image indexes, manifests (OCI image specification 1.1). Pure. */

import { plainText } from '../../report/plain-text.ts';
import { ObservedError } from '../observe.ts';
import { isHeaderValue } from './header-value.ts';
import { isObject, readObject } from './json-object.ts';

/** Both generations of both documents: registries serve an image in the form in which it was pushed. */
export const MANIFEST_TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/** The digest of the manifest for a platform, or of the smallest layer. */
type Next = { readonly manifest: string } | { readonly layer: string };

/** As a registry sent it: of any type. */
interface Descriptor {
  readonly digest?: unknown;
  readonly size?: unknown;
  readonly platform?: unknown;
}

/** @param architecture as Go calls it: `arm64`, `amd64` @throws ObservedError */
export function nextIn(body: string, architecture: string): Next {
  const document = readObject(body);
  if (!document) throw invalid('is not a JSON object', body);
  const { manifests, layers } = document;
  if (Array.isArray(manifests))
    return { manifest: digestOf(forPlatform(manifests.filter(isObject), architecture), body) };
  if (Array.isArray(layers)) return { layer: digestOf(smallest(layers.filter(isObject), body), body) };
  throw invalid('has neither manifests nor layers', body);
}

/** @throws ObservedError, which does not quote the answer: it may hold a secret */
export function tokenIn(body: string): string {
  const document = readObject(body);
  const found = document?.token ?? document?.access_token;
  if (isHeaderValue(found)) return found;
  const problem = document ? 'holds no token' : 'is not a JSON object';
  throw new ObservedError('request', 'ResponseInvalid', `the registry's token answer ${problem}`);
}

function forPlatform(manifests: readonly Descriptor[], architecture: string): Descriptor | undefined {
  const linux = manifests.filter(({ platform }) => isObject(platform) && platform.os === 'linux');
  const own = linux.find(({ platform }) => isObject(platform) && platform.architecture === architecture);
  return own ?? linux[0] ?? manifests[0];
}

function smallest(layers: readonly Descriptor[], body: string): Descriptor | undefined {
  const sizes = layers.map(({ size }) => (isSize(size) ? size : Number.POSITIVE_INFINITY));
  const least = sizes.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY);
  if (sizes.length > 0 && least === Number.POSITIVE_INFINITY) throw invalid('names no size', body);
  return layers[sizes.indexOf(least)];
}

/** An int64 by the specification; what is beyond a safe integer is beyond any layer. */
function isSize(size: unknown): size is number {
  return Number.isSafeInteger(size) && (size as number) >= 0;
}

function digestOf(descriptor: Descriptor | undefined, body: string): string {
  const digest = descriptor?.digest;
  // It becomes part of a path.
  if (typeof digest === 'string' && /^sha(?:256:[0-9a-f]{64}|512:[0-9a-f]{128})$/.test(digest)) return digest;
  throw invalid('names no digest', body);
}

function invalid(problem: string, body: string): ObservedError {
  const message = `the registry's manifest ${problem}: "${plainText(body, 80)}"`;
  return new ObservedError('request', 'ResponseInvalid', message);
}
