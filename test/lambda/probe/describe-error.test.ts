/** The code and text of anything thrown, even where another error hides them. */
import { describe, expect, test } from 'vitest';
import { describeError } from '../../../lambda/probe/observe.ts';

const coded = (code: string, message: string, cause?: Error) =>
  Object.assign(new Error(message, { cause }), { code });

describe('an error is described', () => {
  test('by its code, else by its name', () => {
    expect(describeError(coded('ECONNRESET', 'read'))).toEqual({ code: 'ECONNRESET', message: 'read' });
    expect(describeError(new TypeError('no'))).toEqual({ code: 'TypeError', message: 'no' });
    expect(describeError('text')).toEqual({ code: 'Unknown', message: 'text' });
  });

  test('by the first of several', () => {
    const several = new AggregateError([coded('ETIMEDOUT', 'a'), coded('ENETUNREACH', 'b')]);
    expect(describeError(several).code).toBe('ETIMEDOUT');
  });

  test('by what HTTP/2 hides behind a cancelled stream', () => {
    const hidden = coded(
      'ERR_HTTP2_STREAM_CANCEL',
      'The pending stream has been canceled',
      coded('ENOTFOUND', 'dns'),
    );
    expect(describeError(hidden)).toEqual({ code: 'ENOTFOUND', message: 'dns' });
  });

  test('by itself where its cause only adds to it', () => {
    const own = coded('AccessDenied', 'no', coded('ENOTFOUND', 'dns'));
    expect(describeError(own).code).toBe('AccessDenied');
  });
});
