/** What a server sent enters the evidence cut and plain, whatever it is. */
import { describe, expect, test } from 'vitest';
import { describeError, observePhase, recordAnswer, startOperation } from '../../../lambda/probe/observe.ts';

const LONG = '\u001b[31m\u202ex'.repeat(100_000);
const PLAIN = /^[\x20-\x7e]*…?$/;

/** With a message and a code of any kind, as an SDK makes one from what a service answered. */
function serviceError(message: unknown, code: unknown): Error {
  return Object.defineProperties(new Error('x'), { message: { value: message }, code: { value: code } });
}

describe('an error', () => {
  test.each([
    ['in its own', serviceError(LONG, LONG)],
    ['in its name', Object.assign(new Error(LONG), { name: LONG })],
    ['in the first of several', new AggregateError([serviceError(LONG, LONG), new Error('b')])],
  ])('has a code of at most 128 and a message of at most 4,096 plain characters: %s', (_, error) => {
    const { code, message } = describeError(error);
    expect([code.length, message.length]).toEqual([128, 4_096]);
    expect(code).toMatch(PLAIN);
    expect(message).toMatch(PLAIN);
  });

  test.each([
    [{ a: 1 }],
    [[['deep']]],
    [7],
    [null],
    [undefined],
    [Object.create(null)],
    [{ toString: 1, valueOf: 1 }],
  ])('has text where a service answered with something else: %o', (value) => {
    expect(describeError(serviceError(value, value))).toEqual({ code: 'Error', message: '(not a text)' });
    expect(describeError(value)).toEqual({ code: 'Unknown', message: '(not a text)' });
  });

  test('that is short stays as it is', () => {
    expect(describeError(serviceError('Access Denied', 'AccessDenied'))).toEqual({
      ...{ code: 'AccessDenied', message: 'Access Denied' },
    });
  });

  test('is the same in the operation', async () => {
    const operation = startOperation('GET /', 'h', 443);
    const work = observePhase(operation, 'request', () => Promise.reject(serviceError(LONG, LONG)));
    await expect(work).rejects.toMatchObject({ phase: 'request', code: expect.stringMatching(PLAIN) });
    expect(operation.error).toMatchObject({ phase: 'request', message: expect.stringMatching(PLAIN) });
    expect(operation.error?.message).toHaveLength(4_096);
  });
});

describe('an operation', () => {
  test('has a name of at most 512 plain characters', () => {
    const { name } = startOperation(`GET /${LONG}`, 'h', 443);
    expect(name).toMatch(/^GET \/ \[31m/);
    expect(name).toHaveLength(512);
    expect(name).toMatch(PLAIN);
  });

  test('has a host of at most 512 plain characters, and a shorter one as it is', () => {
    expect(startOperation('GET /', LONG, 443).host).toMatch(PLAIN);
    expect(startOperation('GET /', LONG, 443).host).toHaveLength(512);
    expect(startOperation('GET /', '[2600:1f14::1]', 443).host).toBe('[2600:1f14::1]');
  });

  test('has the request id and the status of its answer, once', () => {
    const operation = startOperation('GET /', 'h', 443);
    recordAnswer(operation, 200, LONG);
    expect(operation.httpStatus).toBe(200);
    expect(operation.requestId).toHaveLength(512);
    expect(operation.requestId).toMatch(PLAIN);
    recordAnswer(operation, 500, 'other');
    expect(operation).toMatchObject({ httpStatus: 200, requestId: expect.stringContaining('[31m') });
  });

  test.each([[{}], ['200'], [null], [undefined], [[1]]])('has neither where they are %o', (value) => {
    const operation = startOperation('GET /', 'h', 443);
    recordAnswer(operation, value, typeof value === 'string' ? 7 : value);
    expect(operation).toMatchObject({ httpStatus: null, requestId: null });
  });
});
