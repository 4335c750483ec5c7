/** Verifies Signature Version 4 by signing the request again with the secret that the lab issued. */

import { createHash, timingSafeEqual } from 'node:crypto';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import type { HttpRequest } from '@smithy/types';
import { lookUp } from '../../../../lambda/report/look-up.ts';
import type { StandInRequest } from '../stand-in.ts';
import type { SignatureFault } from './aws-stand-in.ts';
import type { Principal } from './iam/principal.ts';

/** How much the clocks may differ (IAM User Guide, AWS Signature Version 4: five minutes). */
const CLOCK_SKEW_MS = 5 * 60 * 1000;

/** Payloads that S3 takes unsigned, over TLS only. */
const UNSIGNED_PAYLOADS = ['UNSIGNED-PAYLOAD', 'STREAMING-UNSIGNED-PAYLOAD-TRAILER'];

export interface SignatureScope {
  readonly region: string;
  readonly signingName: string;
}

export interface VerifyProps extends SignatureScope {
  readonly principals: readonly Principal[];
  readonly now: Date;
}

interface AuthorizationHeader {
  readonly accessKeyId: string;
  /** `20261123/us-west-2/s3/aws4_request`. */
  readonly scope: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

/** @returns the principal that signed, or what is wrong with the signature */
export async function verifySignature(
  request: StandInRequest,
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

function parseAuthorization(header: string | undefined): AuthorizationHeader | null {
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

/** Host and all x-amz headers must be signed, or they could be changed on the path. */
function isSigned({ headers }: StandInRequest, { signedHeaders }: AuthorizationHeader): boolean {
  const amazons = Object.keys(headers).filter((name) => name.startsWith('x-amz-'));
  // Over HTTP/2 the SDK signs the pseudo-header that replaces Host.
  const namesHost = signedHeaders.includes('host') || signedHeaders.includes(':authority');
  return namesHost && amazons.every((name) => signedHeaders.includes(name));
}

function isContentAsHashed({ headers, body, secure }: StandInRequest, { signingName }: VerifyProps): boolean {
  const declared = headers['x-amz-content-sha256'];
  if (declared === undefined) return signingName !== 's3';
  if (signingName === 's3' && secure && UNSIGNED_PAYLOADS.includes(String(declared))) return true;
  return declared === createHash('sha256').update(body).digest('hex');
}

async function sign(
  request: StandInRequest,
  { signedHeaders }: AuthorizationHeader,
  { credentials }: Principal,
  signingDate: Date,
  { region, signingName }: VerifyProps,
): Promise<string | undefined> {
  // Only S3 signs the path as it is sent; the others encode it once more.
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

/** With the signed headers only: a client may send more. */
function requestToSign(request: StandInRequest, signedHeaders: readonly string[]): HttpRequest {
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

function headerValue({ headers }: StandInRequest, name: string): string {
  return [lookUp(headers, name) ?? ''].flat().join(',');
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

/** Compares whole headers, so that the access key and the scope must match, too. */
function isSame(expected: string | undefined, given: string | undefined): boolean {
  const a = Buffer.from(normalize(expected));
  const b = Buffer.from(normalize(given));
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Clients differ in the blanks after commas. */
function normalize(authorization = ''): string {
  return authorization.replace(/, */g, ', ');
}
