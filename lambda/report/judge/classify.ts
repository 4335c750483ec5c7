/**
 * Names what went wrong, from the phase and the code that were observed. Error names come before HTTP
 * status codes: DynamoDB denies with status 400.
 */

import { REFUSED } from '../evidence.ts';
import { lookUp } from '../look-up.ts';
import type { CauseCode, Outcome, Phase } from '../vocabulary.ts';

export interface Failure {
  readonly phase: Phase | null;
  readonly code: string;
  readonly message: string;
  readonly httpStatus: number | null;
}

export interface Classified {
  readonly code: CauseCode;
  readonly outcome: Outcome;
}

const RESOLVE: Readonly<Record<string, CauseCode>> = {
  ENOTFOUND: 'NoSuchHost',
  ENODATA: 'NoAaaaRecord',
  ETIMEOUT: 'DnsTimeout',
};

/** Linux: net/ipv6/icmp.c turns "administratively prohibited" and "policy fail" into EACCES. */
const CONNECT: Readonly<Record<string, CauseCode>> = {
  ETIMEDOUT: 'ConnectTimeout',
  ECONNREFUSED: 'ConnectRefused',
  ENETUNREACH: 'NetworkUnreachable',
  EHOSTUNREACH: 'NetworkUnreachable',
  EADDRNOTAVAIL: 'NetworkUnreachable',
  EACCES: 'AdminProhibited',
  EPERM: 'AdminProhibited',
  ECONNRESET: 'ConnectionReset',
};

/** OpenSSL's verification errors as Node spells them. */
const CERTIFICATE = /CERT|UNABLE_TO_|ALTNAME|SELF_SIGNED|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE/;

const DENIED =
  /AccessDenied|UnauthorizedOperation|RequestExpired|NotAuthorized|Forbidden|ExpiredToken|InvalidClientTokenId|UnrecognizedClient|InvalidAccessKeyId|Signature|RequestTimeTooSkewed|AuthFailure|CredentialsProvider/;
const THROTTLED = /Throttl|SlowDown|TooManyRequests|RequestLimitExceeded|ProvisionedThroughputExceeded|Quota/;
const MISSING = /NoSuch|NotFound|NotConfigured|ModelNotReady/;
const INVALID = /^HPE_|EMSGSIZE|ResponseInvalid|ContentMismatch|RedirectLoop|Deserialization|SyntaxError/;
const RESET = /ECONNRESET|EPIPE|ERR_STREAM_PREMATURE_CLOSE/;

/** Every failure has a cause; an unforeseen one is a `ServiceError` that quotes it. */
export function classify(failure: Failure): Classified {
  if (failure.code === REFUSED) return { code: 'TargetRefused', outcome: 'none' };
  if (failure.code === 'ECANCELLED' || failure.code === 'AbortError')
    return { code: 'CutOff', outcome: 'none' };
  switch (failure.phase) {
    case 'resolve':
      return { code: lookUp(RESOLVE, failure.code) ?? 'DnsFailed', outcome: 'none' };
    case 'connect':
      return { code: lookUp(CONNECT, failure.code) ?? 'NetworkUnreachable', outcome: 'none' };
    case 'tls':
      return { code: classifyHandshake(failure.code), outcome: 'none' };
    default:
      return classifyRequest(failure);
  }
}

function classifyHandshake(code: string): CauseCode {
  if (CERTIFICATE.test(code)) return 'TlsCertificateInvalid';
  return RESET.test(code) ? 'ConnectionReset' : 'TlsFailed';
}

function classifyRequest({ code, httpStatus }: Failure): Classified {
  if (code === 'ETIMEDOUT' || code === 'TimeoutError') return { code: 'RequestTimeout', outcome: 'none' };
  if (RESET.test(code)) return { code: 'ConnectionReset', outcome: 'none' };
  if (INVALID.test(code)) return { code: 'ResponseInvalid', outcome: 'error' };
  if (DENIED.test(code)) return { code: 'AccessDenied', outcome: 'denied' };
  if (THROTTLED.test(code)) return { code: 'Throttled', outcome: 'throttled' };
  if (MISSING.test(code)) return { code: 'ResourceMissing', outcome: 'error' };
  return classifyStatus(httpStatus);
}

/** For a name that says nothing. */
function classifyStatus(httpStatus: number | null): Classified {
  if (httpStatus === 401 || httpStatus === 403) return { code: 'AccessDenied', outcome: 'denied' };
  if (httpStatus === 404) return { code: 'ResourceMissing', outcome: 'error' };
  if (httpStatus === 429) return { code: 'Throttled', outcome: 'throttled' };
  return { code: 'ServiceError', outcome: 'error' };
}
