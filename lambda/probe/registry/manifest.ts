/** Reads what registries answer: tokens, image indexes, manifests (OCI image specification 1.1). Pure. */

import { plainText } from '../../report/plain-text.ts';
import { ObservedError } from '../observe.ts';

/** Both generations of both documents: registries give the image in the form that it was pushed in. */
export const MANIFEST_TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/** The digest of the manifest for a platform, or of the smallest layer. */
export type Next = { readonly manifest: string } | { readonly layer: string };

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
  // Not its text: it is a secret in all but this.
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
    // What it is instead, the error says.
  }
  throw what === 'token'
    ? new ObservedError('request', 'ResponseInvalid', "the registry's token answer is no JSON")
    : invalid(what, 'is no JSON object', body);
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
