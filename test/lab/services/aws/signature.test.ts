/** Signature Version 4, verified: what is taken, and each thing that is refused. */
import { createHash } from 'node:crypto';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import { describe, expect, test } from 'vitest';
import type { Principal } from '../../../../lib/lab/services/aws/iam/principal.ts';
import { verifySignature } from '../../../../lib/lab/services/aws/signature.ts';
import type { StandInRequest } from '../../../../lib/lab/services/stand-in.ts';

const NOW = new Date('2026-11-23T12:00:00Z');
const REGION = 'us-west-2';
const MINUTE = 60_000;

function principal(name: string, changes: Partial<Principal> = {}): Principal {
  return {
    credentials: {
      accessKeyId: `ASIA${name}`,
      secretAccessKey: `secret of ${name}`,
      sessionToken: `token of ${name}`,
    },
    arn: '',
    userId: '',
    roleArn: '',
    functionArn: null,
    statements: [],
    ...changes,
  };
}

const OWN = principal('OWN');
const OTHER = principal('OTHER');

interface Given {
  readonly service?: string;
  readonly region?: string;
  readonly credentials?: Principal['credentials'];
  readonly at?: Date;
  readonly method?: string;
  readonly path?: string;
  readonly query?: Record<string, string | string[]>;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** A request as a client signs it. */
async function signed({
  service = 'dynamodb',
  region = REGION,
  credentials = OWN.credentials,
  at = NOW,
  method = 'POST',
  path = '/',
  query = {},
  headers = {},
  body = 'x',
}: Given = {}): Promise<StandInRequest> {
  const signer = new SignatureV4({
    ...{ credentials, region, service, sha256: Sha256 },
    ...{ uriEscapePath: service !== 's3', applyChecksum: false },
  });
  const request = { method, protocol: 'https:', hostname: 'h.example', path, query, body };
  const { headers: all } = await signer.sign(
    { ...request, headers: { host: 'h.example', ...headers } },
    { signingDate: at },
  );
  const pairs = Object.entries(query).flatMap(([name, values]) =>
    [values].flat().map((value): [string, string] => [name, value]),
  );
  return {
    ...{ method, host: 'h.example', path, query: new URLSearchParams(pairs), headers: all },
    ...{ body: Buffer.from(body), secure: true, sourceAddress: '::1', vpcEndpointId: null },
  };
}

interface Verified {
  readonly principals?: readonly Principal[];
  readonly service?: string;
  readonly region?: string;
  readonly now?: Date;
}

function verify(
  request: StandInRequest,
  { principals = [OTHER, OWN], service = 'dynamodb', region = REGION, now = NOW }: Verified = {},
) {
  return verifySignature(request, { principals, region, signingName: service, now });
}

/** The request with headers changed; undefined takes one out. */
function withHeaders(
  request: StandInRequest,
  headers: Record<string, string | string[] | undefined>,
): StandInRequest {
  const all = { ...request.headers, ...headers };
  return {
    ...request,
    headers: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)),
  };
}

const withAuthorization = (request: StandInRequest, change: (header: string) => string) =>
  withHeaders(request, { authorization: change(String(request.headers.authorization)) });

test('the principal is found that signed, wherever it stands', async () => {
  const request = await signed();
  expect(await verify(request)).toBe(OWN);
  expect(await verify(request, { principals: [OWN, OTHER] })).toBe(OWN);
  expect(await verify(await signed({ credentials: OTHER.credentials }))).toBe(OTHER);
});

/** The examples come from the test suite that AWS published with its documentation of Signature Version 4. */
describe('AWS’s own examples', () => {
  const credentials = {
    accessKeyId: 'AKIDEXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  };
  const example = principal('', { credentials: credentials as Principal['credentials'] });
  const now = new Date('2015-08-30T12:36:00Z');

  test.each([
    ['get-vanilla', 'GET', '', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
    [
      'get-vanilla-query-order-key-case',
      'GET',
      'Param2=value2&Param1=value1',
      'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
    ],
    ['post-vanilla', 'POST', '', '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
  ])('%s', async (_, method, query, signature) => {
    const authorization = `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=${signature}`;
    const request: StandInRequest = {
      ...(await signed()),
      ...{ method, host: 'example.amazonaws.com', query: new URLSearchParams(query), body: Buffer.alloc(0) },
      headers: { host: 'example.amazonaws.com', 'x-amz-date': '20150830T123600Z', authorization },
    };
    const props = { principals: [example], service: 'service', region: 'us-east-1', now };
    expect(await verify(request, props)).toBe(example);
    expect(await verify({ ...request, method: 'PUT' }, props)).toBe('wrong-signature');
  });
});

describe('a request counts as unsigned', () => {
  test.each<[string, (header: string) => string]>([
    ['with another algorithm', (header) => header.replace('AWS4-HMAC-SHA256', 'AWS4-ECDSA-P256-SHA256')],
    ['with text before the header', (header) => `x${header}`],
    ['with text after the header', (header) => `${header}0`],
    ['without a credential', (header) => header.replace(/Credential=[^,]+, /, '')],
    [
      'with a credential without a scope',
      (header) => header.replace(/Credential=([^/]+)[^,]+/, 'Credential=$1/'),
    ],
    ['with a credential without a key', (header) => header.replace(/Credential=[^/]+/, 'Credential=')],
    ['without signed headers', (header) => header.replace(/SignedHeaders=[^,]+/, 'SignedHeaders=')],
    ['with a signature that is too short', (header) => header.slice(0, -1)],
    ['with a signature that is not hexadecimal', (header) => `${header.slice(0, -1)}g`],
    [
      'with a signature in upper case',
      (header) => header.replace(/\w+$/, (hex) => hex.toUpperCase().replace(/\d/g, 'A')),
    ],
  ])('%s', async (_, change) => {
    expect(await verify(withAuthorization(await signed(), change))).toBe('unsigned');
  });

  test.each([
    ['authorization', undefined],
    ['authorization', ''],
    ['x-amz-date', undefined],
    ['x-amz-date', 'Mon, 23 Nov 2026 12:00:00 GMT'],
    ['x-amz-date', '2026-11-23T12:00:00Z'],
    ['x-amz-date', '20261123T120000'],
    ['x-amz-date', '120261123T120000Z'],
    ['x-amz-date', '20261123T120000Z1'],
    ['x-amz-date', '20261323T120000Z'],
    ['x-amz-date', '20261123T250000Z'],
  ])('with %s: %s', async (name, value) => {
    expect(await verify(withHeaders(await signed(), { [name]: value }))).toBe('unsigned');
  });
});

describe('credentials are refused', () => {
  test('with a key that was not issued', async () => {
    expect(await verify(await signed(), { principals: [OTHER] })).toBe('unknown-access-key');
    expect(await verify(await signed(), { principals: [] })).toBe('unknown-access-key');
  });

  test('with another token, or none', async () => {
    for (const token of [OTHER.credentials.sessionToken, '', undefined])
      expect(await verify(withHeaders(await signed(), { 'x-amz-security-token': token }))).toBe(
        'wrong-token',
      );
  });

  test('with another secret', async () => {
    const credentials = { ...OWN.credentials, secretAccessKey: OTHER.credentials.secretAccessKey };
    expect(await verify(await signed({ credentials }))).toBe('wrong-signature');
  });

  test('from the moment on in which they expire', async () => {
    const at = async (milliseconds: number) =>
      verify(await signed(), { principals: [{ ...OWN, expiresAt: new Date(NOW.getTime() + milliseconds) }] });
    expect(await at(1)).toMatchObject({ credentials: OWN.credentials });
    expect(await at(0)).toBe('expired-token');
    expect(await at(-1)).toBe('expired-token');
  });
});

test('a clock may be off by five minutes in each direction, and no second more', async () => {
  for (const direction of [-1, 1]) {
    const off = (milliseconds: number) =>
      signed({ at: new Date(NOW.getTime() + direction * milliseconds) }).then((request) => verify(request));
    expect(await off(5 * MINUTE)).toBe(OWN);
    expect(await off(5 * MINUTE + 1_000)).toBe('clock-skew');
    expect(await off(24 * 60 * MINUTE)).toBe('clock-skew');
  }
});

describe('the declared hash of the content', () => {
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const UNSIGNED = 'UNSIGNED-PAYLOAD';
  const TRAILER = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';

  test.each<[service: string, secure: boolean, hash: string | undefined, taken: boolean]>([
    ['s3', true, sha256('x'), true],
    ['s3', false, sha256('x'), true],
    ['s3', true, sha256('y'), false],
    ['s3', true, undefined, false],
    ['s3', true, UNSIGNED, true],
    ['s3', true, TRAILER, true],
    ['s3', false, UNSIGNED, false],
    ['s3', false, TRAILER, false],
    ['s3', true, 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD', false],
    ['dynamodb', true, undefined, true],
    ['dynamodb', true, sha256('x'), true],
    ['dynamodb', true, sha256('y'), false],
    ['dynamodb', true, UNSIGNED, false],
    ['dynamodb', true, TRAILER, false],
  ])('to %s, over TLS %s, %s: taken %s', async (service, secure, hash, taken) => {
    const request = await signed({
      service,
      headers: hash === undefined ? {} : { 'x-amz-content-sha256': hash },
    });
    expect(await verify({ ...request, secure }, { service })).toBe(taken ? OWN : 'wrong-content-hash');
  });
});

describe('a signature is wrong for', () => {
  const given = { query: { a: '1', b: ['2', '3'] }, headers: { 'x-amz-target': 'T', accept: 'text/plain' } };

  test.each<[string, (request: StandInRequest) => StandInRequest]>([
    ['another method', (request) => ({ ...request, method: 'PUT' })],
    ['another path', (request) => ({ ...request, path: '/other' })],
    ['another host', (request) => withHeaders(request, { host: 'other.example' })],
    ['another body', (request) => ({ ...request, body: Buffer.from('y') })],
    ['no query', (request) => ({ ...request, query: new URLSearchParams() })],
    ['another value in the query', (request) => ({ ...request, query: new URLSearchParams('a=2&b=2&b=3') })],
    ['one value of several less', (request) => ({ ...request, query: new URLSearchParams('a=1&b=2') })],
    ['one name of several less', (request) => ({ ...request, query: new URLSearchParams('b=2&b=3') })],
    ['a value more', (request) => ({ ...request, query: new URLSearchParams('a=1&a=1&b=2&b=3') })],
    ['another signed header', (request) => withHeaders(request, { 'x-amz-target': 'U' })],
    ['another signed header of the application', (request) => withHeaders(request, { accept: '*/*' })],
    ['a signed header less', (request) => withHeaders(request, { accept: undefined })],
    ['an unsigned header of AWS’s', (request) => withHeaders(request, { 'x-amz-meta-added': '1' })],
    [
      'another Region in its scope',
      (request) => withAuthorization(request, (header) => header.replace(REGION, 'us-east-1')),
    ],
    [
      'a scope of another day',
      (request) => withAuthorization(request, (header) => header.replace('20261123', '20261122')),
    ],
    [
      'another signature',
      (request) => withAuthorization(request, (header) => header.replace(/[0-9a-f]{64}$/, '0'.repeat(64))),
    ],
  ])('%s', async (_, change) => {
    const request = await signed(given);
    expect(await verify(request)).toBe(OWN);
    expect(await verify(change(request))).toBe('wrong-signature');
  });

  test('another Region or service', async () => {
    expect(await verify(await signed({ region: 'us-east-1' }))).toBe('wrong-signature');
    expect(await verify(await signed(), { region: 'us-east-1' })).toBe('wrong-signature');
    expect(await verify(await signed({ service: 'sts' }))).toBe('wrong-signature');
  });

  test('headers without Host or its name in HTTP/2', async () => {
    const sign = async (headers: Record<string, string>) => {
      const signer = new SignatureV4({
        ...{ credentials: OWN.credentials, region: REGION, service: 'dynamodb', sha256: Sha256 },
        applyChecksum: false,
      });
      const request = {
        method: 'POST',
        protocol: 'https:',
        hostname: 'h.example',
        path: '/',
        headers,
        body: 'x',
      };
      return { ...(await signed()), headers: (await signer.sign(request, { signingDate: NOW })).headers };
    };
    expect(await verify(await sign({ ':authority': 'h.example' }))).toBe(OWN);
    expect(await verify(await sign({ accept: '*/*' }))).toBe('wrong-signature');
  });
});

describe('a signature is right', () => {
  test('whatever unsigned headers a client adds', async () => {
    expect(await verify(withHeaders(await signed(), { 'user-agent': 'x', 'content-length': '1' }))).toBe(OWN);
  });

  test('with and without blanks behind its commas', async () => {
    for (const blank of ['', ' ', '   '])
      expect(
        await verify(withAuthorization(await signed(), (header) => header.replaceAll(', ', `,${blank}`))),
      ).toBe(OWN);
  });

  test('of a header that came several times', async () => {
    const request = await signed({ headers: { 'x-amz-list': 'a,b' } });
    expect(await verify(withHeaders(request, { 'x-amz-list': ['a', 'b'] }))).toBe(OWN);
    expect(await verify(withHeaders(request, { 'x-amz-list': ['b', 'a'] }))).toBe('wrong-signature');
  });

  test.each(['s3', 'dynamodb'])('of an encoded path, by the rule of %s', async (service) => {
    const hash = { 'x-amz-content-sha256': createHash('sha256').update('x').digest('hex') };
    const request = await signed({ service, path: '/a%20b/c', headers: hash });
    expect(await verify(request, { service })).toBe(OWN);
    expect(await verify({ ...request, path: '/a%2520b/c' }, { service })).toBe('wrong-signature');
  });
});
