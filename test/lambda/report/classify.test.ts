/** What went wrong, by phase, error name and status: every name that is known, beside every status. */
import { describe, expect, test } from 'vitest';
import { type Classified, classify } from '../../../lambda/report/judge/classify.ts';
import { CAUSE_CODES, type CauseCode, PHASES, type Phase } from '../../../lambda/report/vocabulary.ts';

const STATUSES = [null, 200, 400, 401, 403, 404, 429, 500, 503];

function classified(phase: Phase | null, code: string, httpStatus: number | null = null): Classified {
  return classify({ phase, code, message: '', httpStatus });
}

const causeIn = (phase: Phase, code: string) => classified(phase, code).code;

describe('while a name is resolved', () => {
  test.each([
    ['ENOTFOUND', 'NoSuchHost'],
    ['ENODATA', 'NoAaaaRecord'],
    ['ETIMEOUT', 'DnsTimeout'],
    ['ESERVFAIL', 'DnsFailed'],
    ['EREFUSED', 'DnsFailed'],
    ['ETIMEDOUT', 'DnsFailed'],
    ['', 'DnsFailed'],
  ])('%s is %s', (code, cause) => {
    expect(classified('resolve', code)).toEqual({ code: cause, outcome: 'none' });
  });
});

describe('while a connection is opened', () => {
  test.each([
    ['ETIMEDOUT', 'ConnectTimeout'],
    ['ECONNREFUSED', 'ConnectRefused'],
    ['ENETUNREACH', 'NetworkUnreachable'],
    ['EHOSTUNREACH', 'NetworkUnreachable'],
    ['EADDRNOTAVAIL', 'NetworkUnreachable'],
    ['EACCES', 'AdminProhibited'],
    ['EPERM', 'AdminProhibited'],
    ['ECONNRESET', 'ConnectionReset'],
    ['EINVAL', 'NetworkUnreachable'],
    ['', 'NetworkUnreachable'],
  ])('%s is %s', (code, cause) => {
    expect(classified('connect', code)).toEqual({ code: cause, outcome: 'none' });
  });
});

describe('during a handshake', () => {
  test.each([
    ...['CERT_HAS_EXPIRED', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'ERR_TLS_ALTNAME', 'DEPTH_ZERO_SELF_SIGNED'],
    ...['HOSTNAME_MISMATCH', 'INVALID_CA', 'INVALID_PURPOSE', 'SELF_SIGNED_CERT_IN_CHAIN'],
  ])('%s is about the certificate', (code) => {
    expect(classified('tls', code)).toEqual({ code: 'TlsCertificateInvalid', outcome: 'none' });
  });

  test.each([
    ['ECONNRESET', 'ConnectionReset'],
    ['EPIPE', 'ConnectionReset'],
    ['ERR_STREAM_PREMATURE_CLOSE', 'ConnectionReset'],
    ['ETIMEDOUT', 'TlsFailed'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'TlsFailed'],
    ['INVALID', 'TlsFailed'],
  ])('%s is %s', (code, cause) => {
    expect(classified('tls', code)).toEqual({ code: cause, outcome: 'none' });
  });
});

/** By AWS's services, Node and the probe itself. */
const NAMES: readonly (readonly [Classified, ...string[]])[] = [
  [{ code: 'RequestTimeout', outcome: 'none' }, 'ETIMEDOUT', 'TimeoutError'],
  [{ code: 'ConnectionReset', outcome: 'none' }, 'ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'],
  [
    { code: 'ResponseInvalid', outcome: 'error' },
    ...(['HPE_INVALID_CONSTANT', 'EMSGSIZE', 'ResponseInvalid', 'ContentMismatch', 'RedirectLoop'] as const),
    ...['DeserializationError', 'SyntaxError'],
  ],
  [
    { code: 'AccessDenied', outcome: 'denied' },
    ...(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'RequestExpired'] as const),
    ...['NotAuthorized', 'NotAuthorizedException', 'Forbidden', 'ForbiddenException', 'ExpiredToken'],
    ...['ExpiredTokenException', 'InvalidClientTokenId', 'UnrecognizedClientException', 'InvalidAccessKeyId'],
    ...['SignatureDoesNotMatch', 'InvalidSignatureException', 'RequestTimeTooSkewed', 'AuthFailure'],
    'CredentialsProviderError',
  ],
  [
    { code: 'Throttled', outcome: 'throttled' },
    ...(['Throttling', 'ThrottlingException', 'ThrottledException', 'SlowDown', 'TooManyRequests'] as const),
    ...['TooManyRequestsException', 'RequestLimitExceeded', 'ProvisionedThroughputExceededException'],
    'ServiceQuotaExceededException',
  ],
  [
    { code: 'ResourceMissing', outcome: 'error' },
    ...(['NoSuchBucket', 'NoSuchKey', 'NotFound', 'ResourceNotFoundException', 'NotConfigured'] as const),
    'ModelNotReadyException',
  ],
];

describe('after a request', () => {
  test.each(NAMES.flatMap(([as, ...names]) => names.map((name) => [name, as] as const)))(
    '%s counts before any status: %o',
    (name, as) => {
      for (const status of STATUSES) {
        expect(classified('request', name, status), String(status)).toEqual(as);
        expect(classified(null, name, status), String(status)).toEqual(as);
      }
    },
  );

  test.each([
    [401, { code: 'AccessDenied', outcome: 'denied' }],
    [403, { code: 'AccessDenied', outcome: 'denied' }],
    [404, { code: 'ResourceMissing', outcome: 'error' }],
    [429, { code: 'Throttled', outcome: 'throttled' }],
    [400, { code: 'ServiceError', outcome: 'error' }],
    [402, { code: 'ServiceError', outcome: 'error' }],
    [500, { code: 'ServiceError', outcome: 'error' }],
    [503, { code: 'ServiceError', outcome: 'error' }],
    [200, { code: 'ServiceError', outcome: 'error' }],
    [null, { code: 'ServiceError', outcome: 'error' }],
  ] as const)('an unknown name with status %s is %o', (status, as) => {
    for (const name of ['InternalError', 'Unknown', 'X', '', 'AN_HPE_ERROR', 'Resource', 'Access'])
      expect(classified('request', name, status), name).toEqual(as);
  });
});

describe('whatever the phase', () => {
  test.each([
    ['TARGET_REFUSED', 'TargetRefused'],
    ['ECANCELLED', 'CutOff'],
    ['AbortError', 'CutOff'],
  ])('%s is %s', (code, cause) => {
    for (const phase of [...PHASES, null])
      for (const status of STATUSES)
        expect(classified(phase, code, status)).toEqual({ code: cause, outcome: 'none' });
  });

  test('a name means what its own phase makes of it', () => {
    const phasesOf = (code: string): CauseCode[] => PHASES.map((phase) => causeIn(phase, code));
    expect(phasesOf('ETIMEDOUT')).toEqual(['DnsFailed', 'ConnectTimeout', 'TlsFailed', 'RequestTimeout']);
    expect(phasesOf('ECONNRESET')).toEqual([
      ...['DnsFailed', 'ConnectionReset', 'ConnectionReset', 'ConnectionReset'],
    ]);
    expect(phasesOf('ENOTFOUND')).toEqual(['NoSuchHost', 'NetworkUnreachable', 'TlsFailed', 'ServiceError']);
  });

  test('a word that every object inherits is an unknown name', () => {
    for (const code of [...Object.getOwnPropertyNames(Object.prototype), '__proto__'])
      for (const phase of [...PHASES, null])
        expect(CAUSE_CODES, `${phase} ${code}`).toContain(classified(phase, code).code);
    expect(causeIn('resolve', 'constructor')).toBe('DnsFailed');
    expect(causeIn('connect', '__proto__')).toBe('NetworkUnreachable');
  });
});
