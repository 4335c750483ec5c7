/** Reads the documents of registries: tokens, image indexes, manifests (OCI image specification 1.1). Pure. */

import { plainText } from '../../report/plain-text.ts';
import { ObservedError } from '../observe.ts';

/** Both generations of both documents: registries serve an image in the form in which it was pushed. */
export const MANIFEST_TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/** The digest of the manifest for a platform, or of the smallest layer. */
type Next = { readonly manifest: string } | { readonly layer: string };

interface Descriptor {
  readonly digest?: unknown;
  readonly size?: unknown;
  readonly platform?: { readonly os?: unknown; readonly architecture?: unknown };
}

/** @param architecture as Go calls it: `arm64`, `amd64` @throws ObservedError */
export function nextIn(body: string, architecture: string): Next {
  const { manifests, layers } = parse(body, 'manifest') as { manifests?: unknown; layers?: unknown };
  if (Array.isArray(manifests))
    return { manifest: digestOf(forPlatform(manifests.filter(isObject), architecture), body) };
  if (Array.isArray(layers)) return { layer: digestOf(smallest(layers.filter(isObject)), body) };
  throw invalid('manifest', 'has neither manifests nor layers', body);
}

/** @throws ObservedError */
export function tokenIn(body: string): string {
  const { token, access_token: other } = parse(body, 'token') as { token?: unknown; access_token?: unknown };
  const found = token ?? other;
  // Without quoting it: it may hold a secret.
  if (typeof found !== 'string' || !/^[\x21-\x7e]+$/.test(found))
    throw new ObservedError('request', 'ResponseInvalid', "the registry's token answer holds no token");
  return found;
}

function forPlatform(manifests: readonly Descriptor[], architecture: string): Descriptor | undefined {
  const linux = manifests.filter(({ platform }) => platform?.os === 'linux');
  return linux.find(({ platform }) => platform?.architecture === architecture) ?? linux[0] ?? manifests[0];
}

function smallest(layers: readonly Descriptor[]): Descriptor | undefined {
  return layers.toSorted((one, other) => Number(one.size) - Number(other.size))[0];
}

function digestOf(descriptor: Descriptor | undefined, body: string): string {
  const digest = descriptor?.digest;
  // It becomes part of a path.
  if (typeof digest === 'string' && /^sha(?:256:[0-9a-f]{64}|512:[0-9a-f]{128})$/.test(digest)) return digest;
  throw invalid('manifest', 'names no digest', body);
}

function parse(body: string, what: string): object {
  try {
    const document: unknown = JSON.parse(body);
    if (isObject(document)) return document;
  } catch {
    // The error below quotes it.
  }
  throw what === 'token'
    ? new ObservedError('request', 'ResponseInvalid', "the registry's token answer is not JSON")
    : invalid(what, 'is not a JSON object', body);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function invalid(what: string, problem: string, body: string): ObservedError {
  return new ObservedError(
    'request',
    'ResponseInvalid',
    `the registry's ${what} ${problem}: "${plainText(body, 80)}"`,
  );
}
