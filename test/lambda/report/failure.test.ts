/** How an attempt failed: by its last operation, else by what was thrown; who is to blame; what else is known. */
import { describe, expect, test } from 'vitest';
import type { AttemptEvidence, OperationEvidence } from '../../../lambda/report/evidence.ts';
import { failureOf, type GrantCondition, outcomeOf } from '../../../lambda/report/judge/failure.ts';
import { CAUSE_CODES } from '../../../lambda/report/vocabulary.ts';
import { attempt, facts, operation, unconnected, VPC_BLOCK } from './evidence-builder.ts';

type Facts = ReturnType<typeof facts>;

const CONDITIONS: readonly (GrantCondition | null)[] = ['source-address', 'vpc-endpoint', null];

const silent = (changes: Partial<OperationEvidence> = {}) =>
  unconnected({ error: { phase: 'connect', code: 'ETIMEDOUT', message: 'no answer' }, ...changes });

const denied = (message: string, changes: Partial<OperationEvidence> = {}) =>
  operation({ httpStatus: 403, error: { phase: 'request', code: 'AccessDenied', message }, ...changes });

const throttled = operation({ httpStatus: 503, error: { phase: 'request', code: 'SlowDown', message: '' } });

function failed(
  changes: Partial<AttemptEvidence>,
  known: Partial<Facts> = {},
  condition: GrantCondition | null = null,
) {
  return failureOf(attempt(changes), condition, facts(known));
}

const messageOf = (one: OperationEvidence, known: Partial<Facts> = {}) =>
  failed({ operations: [one] }, known)?.cause.message ?? '';

describe('an attempt', () => {
  test('that succeeded has no failure', () => {
    for (const condition of CONDITIONS) expect(failed({}, {}, condition)).toBeNull();
    expect(outcomeOf(attempt())).toBe('ok');
    expect(outcomeOf(attempt({ operations: [] }))).toBe('ok');
  });

  test('failed as its last operation did', () => {
    expect(outcomeOf(attempt({ operations: [operation(), throttled] }))).toBe('throttled');
    expect(outcomeOf(attempt({ operations: [denied(''), throttled] }))).toBe('throttled');
    expect(outcomeOf(attempt({ operations: [throttled, denied('')] }))).toBe('denied');
    expect(outcomeOf(attempt({ operations: [denied(''), operation()] }))).toBe('ok');
  });

  test('failed by what was thrown where its last operation did not fail', () => {
    const failure = { code: 'ContentMismatch', message: 'other bytes' };
    const found = failed({ operations: [denied(''), operation({ name: 'GetObject', host: 'h' })], failure });
    expect(found).toMatchObject({ outcome: 'error', cause: { code: 'ResponseInvalid' } });
    expect(found?.cause.message).toBe('GetObject to h: ContentMismatch: other bytes');
    expect(failed({ operations: [throttled], failure })?.outcome).toBe('throttled');
  });

  test('that threw before any request says so', () => {
    const failure = { code: 'NotConfigured', message: 'X is not set' };
    const found = failed({ operations: [], failure });
    expect(found?.cause).toMatchObject({ code: 'ResourceMissing' });
    expect(found?.cause.message).toBe('before any request: NotConfigured: X is not set');
  });

  test('that threw after an answer is classified by the status too', () => {
    const failure = { code: 'Odd', message: '' };
    const withStatus = (httpStatus: number) => attempt({ operations: [operation({ httpStatus })], failure });
    expect(outcomeOf(withStatus(429))).toBe('throttled');
    expect(outcomeOf(withStatus(403))).toBe('denied');
    expect(outcomeOf(attempt({ operations: [], failure }))).toBe('none');
  });

  test('that the deadline ended is cut off, whatever else it shows', () => {
    for (const operations of [[operation()], [throttled], [silent(), denied('')], []]) {
      const found = failed({ operations, cutOff: true }, {}, 'source-address');
      expect(found).toMatchObject({ outcome: 'none', cause: { code: 'CutOff' } });
      expect(found?.cause.message).toContain('deadline');
    }
  });

  test('names the operation, the host, the code and what was said', () => {
    const one = denied('because I say so', { name: 'PutItem', host: 'db.example' });
    expect(messageOf(one)).toBe('PutItem to db.example: AccessDenied: because I say so');
  });

  test('of a stored report is read within bounds, and plain', () => {
    const error = {
      phase: 'request' as const,
      code: `E\u202e${'x'.repeat(9_999)}`,
      message: 'm'.repeat(99_999),
    };
    const found = failed({ operations: [operation({ error, httpStatus: 500 })] });
    expect(found?.cause.message).toMatch(/^[\x20-\x7e…]{1,600}$/);
  });
});

describe('silence on a port', () => {
  const onPort = (port: number, openPorts: number[] | null) => messageOf(silent({ port }), { openPorts });

  test.each([
    [5432, [80, 443]],
    [80, [443, 5432]],
    [22, []],
  ])('%i that the security group does not let out names both, and how to open it: %j', (port, openPorts) => {
    const message = onPort(port, openPorts);
    expect(message).toContain(`lets out ${openPorts.join(', ')} and not ${port}`);
    expect(message).toContain('add the target to the settings');
  });

  test.each([
    [443, [80, 443]],
    [443, [443, 80]],
    [80, [80]],
    [5432, null],
  ])('%i that is let out, or may be, is not explained by it: %j', (port, openPorts) => {
    expect(onPort(port, openPorts)).not.toContain('security group');
  });

  test('is not the reason of another failure', () => {
    const refused = silent({ port: 5432, error: { phase: 'connect', code: 'ECONNREFUSED', message: '' } });
    expect(messageOf(refused, { openPorts: [443] })).not.toContain('security group');
    const failure = { code: 'NotConfigured', message: '' };
    expect(failed({ operations: [], failure }, { openPorts: [] })?.cause.message).not.toContain('security');
  });
});

describe('a name that leads into the VPC', () => {
  const inside = ['2001:db8:1234:1a02::9', '2001:db8:1234:1aff::1'];
  const outside = '2001:db8:ffff::1';
  const lookedUp = (aaaa: string[] | null) => messageOf(silent({ dns: { a: ['10.1.0.5'], aaaa } }));

  test.each([
    [[inside[0], outside], inside[0]],
    [[outside, inside[0]], inside[0]],
    [inside, inside[0]],
    [inside.toReversed(), inside[1]],
  ])('is named with its address: %j', (aaaa, first) => {
    expect(lookedUp(aaaa as string[])).toContain(`${first} is inside the VPC`);
    expect(lookedUp(aaaa as string[])).toContain('what answers for the name');
  });

  test('does not explain a failure elsewhere, or after a connection', () => {
    expect(lookedUp([outside])).not.toContain('inside the VPC');
    expect(lookedUp([])).not.toContain('inside the VPC');
    expect(lookedUp(null)).not.toContain('inside the VPC');
    expect(messageOf(silent({ dns: null }))).not.toContain('inside the VPC');
    const connected = denied('', { remoteAddress: inside[0] ?? '', dns: { a: null, aaaa: inside } });
    expect(messageOf(connected)).not.toContain('inside the VPC');
  });
});

describe('a denial', () => {
  const causeOf = (message: string, condition: GrantCondition | null, one = denied(message)) =>
    failed({ operations: [one] }, {}, condition)?.cause;

  const NOTHING = [
    'is not authorized because no identity-based policy allows the s3:PutObject action',
    'because no resource-based policy allows',
    'because no session policy allows',
    'Access Denied',
    'Access Denied.',
  ];

  test.each(NOTHING)('because nothing allows it shows that the condition was missed: %s', (message) => {
    expect(causeOf(message, 'source-address')?.code).toBe('WitnessDenied');
    expect(causeOf(message, 'vpc-endpoint')?.code).toBe('WitnessDenied');
    expect(causeOf(message, null)?.code).toBe('AccessDenied');
  });

  test.each([
    'with an explicit deny in an identity-based policy',
    'because no VPC endpoint policy allows the action',
    'because no policy allows the action',
    "You don't have access to the model",
    'Access Denied by the owner',
    'Not Access Denied',
    'Access Denied..',
    'access denied',
    '',
  ])('for another reason does not: %j', (message) => {
    for (const condition of CONDITIONS) expect(causeOf(message, condition)?.code).toBe('AccessDenied');
  });

  test.each([404, 429, 500])('is one by its name or its status, and not by status %i', (httpStatus) => {
    const [message = ''] = NOTHING;
    const odd = denied(message, { httpStatus, error: { phase: 'request', code: 'Odd', message } });
    for (const condition of CONDITIONS)
      expect(causeOf(message, condition, odd)?.code).not.toBe('WitnessDenied');
  });

  test('that missed the address names the block that AWS should have seen', () => {
    expect(causeOf('Access Denied', 'source-address')?.remedy).toContain(VPC_BLOCK);
    expect(causeOf('Access Denied', 'source-address')?.remedy).not.toContain('VPC endpoint');
  });

  test('that missed the endpoint names what leads there, and the setting that tells them apart', () => {
    const remedy = causeOf('Access Denied', 'vpc-endpoint')?.remedy ?? '';
    for (const term of ['VPC endpoint', 'route', 'private DNS name', 'iamWitness', 'false'])
      expect(remedy).toContain(term);
    expect(remedy).not.toContain(VPC_BLOCK);
    const explicit = causeOf('with an explicit deny in a session policy', 'vpc-endpoint')?.remedy;
    expect(explicit).toContain('a session policy');
  });
});

test('a code that every object inherits has a cause of the list', () => {
  for (const code of Object.getOwnPropertyNames(Object.prototype))
    for (const phase of ['resolve', 'connect', 'tls', 'request'] as const) {
      const found = failed({ operations: [unconnected({ error: { phase, code, message: code } })] });
      expect(CAUSE_CODES).toContain(found?.cause.code);
      expect(found?.cause.remedy).toEqual(expect.any(String));
    }
});
