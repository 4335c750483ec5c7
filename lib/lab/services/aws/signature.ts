/** Verifies Signature Version 4 by signing the request again with the secret that the lab gave out. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import type { HttpRequest } from '@smithy/types';
import type { ServiceRequest } from '../stand-in.ts';
import type { SignatureFault } from './aws-stand-in.ts';
import type { Principal } from './iam/principal.ts';

/** How far apart the clocks may be (IAM User Guide, AWS Signature Version 4: five minutes). */
const CLOCK_SKEW_MS = 5 * 60 * 1000;

/** Payloads that S3 takes without a signature of theirs, over TLS only. */
const UNSIGNED_PAYLOADS = ['UNSIGNED-PAYLOAD', 'STREAMING-UNSIGNED-PAYLOAD-TRAILER'];

export interface SignatureScope {
  readonly region: string;
  readonly signingName: string;
}

export interface VerifyProps extends SignatureScope {
  readonly principals: readonly Principal[];
  readonly now: Date;
}

interface Authorization {
  readonly accessKeyId: string;
  /** `20261123/us-west-2/s3/aws4_request`. */
  readonly scope: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

/** @returns who signed, or what is wrong */
export async function verifySignature(
  request: ServiceRequest,
  props: VerifyProps,
): Promise<Principal | SignatureFault> {
  const authorization = parseAuthorization(request.headers.authorization);
  const signedAt = parseDate(request.headers['x-amz-date']);
  if (authorization === null || signedAt === null) return 'unsigned';
  const principal = props.principals.find(
    ({ credentials }) => credentials.accessKeyId === authorization.accessKeyId,
  );
  if (!principal) return 'unknown-access-key';
  if (request.headers['x-amz-security-token'] !== principal.credentials.sessionToken) return 'wrong-token';
  if (principal.expiresAt && principal.expiresAt <= props.now) return 'expired-token';
  if (Math.abs(props.now.getTime() - signedAt.getTime()) > CLOCK_SKEW_MS) return 'clock-skew';
  if (!isContentAsHashed(request, props)) return 'wrong-content-hash';
  const expected = await sign(request, authorization, principal, signedAt, props);
  return isSigned(request, authorization) && isSame(expected, request.headers.authorization)
    ? principal
    : 'wrong-signature';
}

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 +Credential=([^/,\s]+)\/([^,\s]+), *SignedHeaders=([^,\s]+), *Signature=([0-9a-f]{64})$/;

function parseAuthorization(header: string | undefined): Authorization | null {
  const [, accessKeyId, scope, signedHeaders, signature] = AUTHORIZATION.exec(header ?? '') ?? [];
  if (!accessKeyId || !scope || !signedHeaders || !signature) return null;
  return { accessKeyId, scope, signedHeaders: signedHeaders.split(';'), signature };
}

/** `20261123T120000Z`, the basic format of ISO 8601. */
function parseDate(header: string | string[] | undefined): Date | null {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(String(header));
  if (!match) return null;
  const [, year, month, day, hours, minutes, seconds] = match;
  const date = new Date(`${year}-${month}-${day}T${hours}:${minutes}:${seconds}Z`);
  return Number.isNaN(date.getTime()) ? null : date;
}

/** Host and everything of Amazon's own must be signed, or anybody on the way could change it. */
function isSigned({ headers }: ServiceRequest, { signedHeaders }: Authorization): boolean {
  const amazons = Object.keys(headers).filter((name) => name.startsWith('x-amz-'));
  // Over HTTP/2 the SDK signs what stands there in the place of Host.
  const namesHost = signedHeaders.includes('host') || signedHeaders.includes(':authority');
  return namesHost && amazons.every((name) => signedHeaders.includes(name));
}

function isContentAsHashed({ headers, body, secure }: ServiceRequest, { signingName }: VerifyProps): boolean {
  const declared = headers['x-amz-content-sha256'];
  if (declared === undefined) return signingName !== 's3';
  if (signingName === 's3' && secure && UNSIGNED_PAYLOADS.includes(String(declared))) return true;
  return declared === createHash('sha256').update(body).digest('hex');
}

async function sign(
  request: ServiceRequest,
  { signedHeaders }: Authorization,
  { credentials }: Principal,
  signingDate: Date,
  { region, signingName }: VerifyProps,
): Promise<string | undefined> {
  // S3 alone signs the path as it is sent; the others encode it once more.
  const uriEscapePath = signingName !== 's3';
  const signer = new SignatureV4({
    credentials,
    region,
    service: signingName,
    sha256: Sha256,
    uriEscapePath,
    applyChecksum: false,
  });
  const signed = await signer.sign(requestToSign(request, signedHeaders), {
    signingDate,
    signableHeaders: new Set(signedHeaders),
  });
  return signed.headers.authorization;
}

/** Only with the headers that were signed: a client may send more. */
function requestToSign(request: ServiceRequest, signedHeaders: readonly string[]): HttpRequest {
  const headers = signedHeaders.map((name) => [name, headerValue(request, name)]);
  return {
    method: request.method,
    protocol: 'https:',
    hostname: request.host,
    path: request.path,
    query: queryBag(request.query),
    headers: Object.fromEntries(headers),
    body: request.body,
  };
}

function headerValue({ headers }: ServiceRequest, name: string): string {
  return [headers[name] ?? ''].flat().join(',');
}

function queryBag(query: URLSearchParams): Record<string, string | string[]> {
  const names = [...new Set(query.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const [first = '', ...more] = query.getAll(name);
      return [name, more.length > 0 ? [first, ...more] : first];
    }),
  );
}

/** Whole headers are compared: so the access key and the scope must agree as well. */
function isSame(expected: string | undefined, given: string | undefined): boolean {
  const a = Buffer.from(normalize(expected));
  const b = Buffer.from(normalize(given));
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Clients differ in the blanks behind commas. */
function normalize(authorization = ''): string {
  return authorization.replace(/, */g, ', ');
}
