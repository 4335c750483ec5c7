/**
 * Stand-in of a registry that speaks the OCI distribution protocol as the public ones do: it requires a token, which any
 * client can get, serves indexes and manifests, and redirects to a storage for the layers.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { ecrHosts } from '../../../../lambda/report/pulls/ecr-hosts.ts';
import type { StandIn, StandInRequest, StandInResponse } from '../stand-in.ts';
import { BLOBS, type Blob, INDEX, MANIFESTS } from './image.ts';

export interface RegistryProps {
  /** Where clients get tokens. @default - here, at `/token` */
  readonly realm?: string;
  /** The host of the layers, as `https://host`. */
  readonly storage: string;
}

/** The key of this run's signatures. */
const SECRET = randomBytes(32);

function sign(text: string): string {
  return createHmac('sha256', SECRET).update(text).digest('base64url');
}

const TOKEN_PATH = '/token';

export function createRegistry({ realm, storage }: RegistryProps): StandIn {
  return (request) => {
    if (request.path === TOKEN_PATH) return registryTokens(request);
    const { name } = readPath(request);
    if (request.headers.authorization !== `Bearer ${tokenFor(pullOf(name))}`)
      return challenge(realm ?? `https://${request.host}${TOKEN_PATH}`, request.host, name);
    return contentOf(request, storage);
  };
}

function readPath({ path }: StandInRequest) {
  const [, name = '', kind, reference = ''] =
    /^\/v2\/(.+)\/(manifests|blobs)\/([^/]+)$/.exec(decodeURIComponent(path)) ?? [];
  return { name, kind, reference };
}

function contentOf(request: StandInRequest, storage: string): StandInResponse {
  const { kind, reference } = readPath(request);
  if (kind === 'manifests') return manifest(reference);
  if (kind === 'blobs') return redirect(storage, reference);
  return problem(404, 'NAME_UNKNOWN');
}

/** A registry of which nothing is known but its name: it keeps its layers itself. */
export const anyRegistry: StandIn = (request) =>
  request.path.startsWith('/blobs/')
    ? registryStorage(request)
    : createRegistry({ storage: `https://${request.host}` })(request);

/** A host that only issues tokens, which are a few kilobytes long, like real ones. */
export const registryTokens: StandIn = ({ query }) => {
  const scope = query.get('scope') ?? '';
  return json(200, { token: tokenFor(scope), expires_in: 300, issued_at: new Date().toISOString() });
};

/** The storage of the layers, behind signed URLs; it refuses a second kind of authorization, as S3 does. */
export const registryStorage: StandIn = ({ path, query, headers }) => {
  if (headers.authorization !== undefined) return { status: 400, body: 'Only one auth mechanism allowed\n' };
  if (query.get('signature') !== sign(path)) return { status: 403, body: 'Access Denied\n' };
  const found = BLOBS.find(({ digest }) => path.endsWith(`/${digest}`));
  return found ? { status: 200, headers: { 'content-type': found.type }, body: found.content } : NO_BLOB;
};

/**
 * Stand-in of a private ECR registry: it requires the password that ECR's API issues, and names no token server. That its
 * dual-stack name redirects to S3's dual-stack name is an assumption: AWS does not document it.
 */
export const privateRegistry: StandIn = (request) => {
  const { host, headers } = request;
  const basic = `Basic ${Buffer.from(`AWS:${ecrPassword()}`).toString('base64')}`;
  if (headers.authorization === basic) return contentOf(request, layerBucketOf(host));
  const challenge = `Basic realm="https://${host}/",service="ecr.amazonaws.com"`;
  return { ...problem(401, 'DENIED'), headers: { ...JSON_TYPE, 'www-authenticate': challenge } };
};

/** The password that ECR's API issues in this run of the lab. */
export function ecrPassword(): string {
  return sign('ecr');
}

function layerBucketOf(host: string): string {
  const isDualStack = host.includes('.dkr-ecr.');
  const parts = host.split('.');
  const { layers } = ecrHosts(parts[0] ?? '', parts[isDualStack ? 2 : 3] ?? '');
  return `https://${isDualStack ? layers.dualStack : layers.default}`;
}

export const limitedRegistry: StandIn = () => problem(429, 'TOOMANYREQUESTS');

/** What a captive portal or a wrong address answers instead of a registry. */
export const pageInstead: StandIn = () => ({
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: '<html><body>Welcome</body></html>\n',
});

function pullOf(name: string): string {
  return `repository:${name}:pull`;
}

/** Real tokens are signed documents of this size. */
const TOKEN_LENGTH = 3_000;

function tokenFor(scope: string): string {
  return sign(scope).repeat(TOKEN_LENGTH / 40);
}

function challenge(realm: string, service: string, name: string): StandInResponse {
  const parameters = `realm="${realm}",service="${service}",scope="${pullOf(name)}"`;
  return {
    ...problem(401, 'UNAUTHORIZED'),
    headers: { ...JSON_TYPE, 'www-authenticate': `Bearer ${parameters}` },
  };
}

function manifest(reference: string): StandInResponse {
  const found = reference.includes(':') ? MANIFESTS.find(({ digest }) => digest === reference) : INDEX;
  return found ? document(found) : problem(404, 'MANIFEST_UNKNOWN');
}

function document({ digest, type, content }: Blob): StandInResponse {
  return { status: 200, headers: { 'content-type': type, 'docker-content-digest': digest }, body: content };
}

function redirect(storage: string, digest: string): StandInResponse {
  const path = `/blobs/${digest}`;
  return { status: 307, headers: { location: `${storage}${path}?signature=${sign(path)}` } };
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** OCI distribution specification 1.1, "Error codes". */
function problem(status: number, code: string): StandInResponse {
  return json(status, { errors: [{ code, message: code.toLowerCase() }] });
}

const NO_BLOB = problem(404, 'BLOB_UNKNOWN');

function json(status: number, content: object): StandInResponse {
  return { status, headers: JSON_TYPE, body: JSON.stringify(content) };
}
