/** Calls to AWS: each has a deadline of its own, ends on Ctrl-C, and fails with a sentence. */
import { describe, expect, test } from 'vitest';
import { type AwsCallOptions, callAws } from '../../lib/deployed/client.ts';
import { explain } from '../../lib/deployed/explain.ts';
import { UserError } from '../../lib/user-error.ts';

const place = { stackName: 'Natless', region: 'us-west-2', profile: null };
const question = { doing: 'looking around', permission: 'ec2:LookAround' };
const client = { destroy: () => {} };
const never = () => new Promise<never>(() => {});

function asking(changes: Partial<AwsCallOptions> = {}): AwsCallOptions {
  return { ...question, place, timeoutMs: 60_000, signal: new AbortController().signal, ...changes };
}

describe('a call', () => {
  test('returns its answer', async () => {
    expect(await callAws(asking(), client, async () => 'here')).toBe('here');
  });

  test('destroys its client, answered or not', async () => {
    let destroyed = 0;
    const counting = {
      destroy: () => {
        destroyed += 1;
      },
    };
    await callAws(asking(), counting, async () => 'here');
    await expect(callAws(asking(), counting, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(destroyed).toBe(2);
  });

  test('without an answer ends at its deadline, even where the SDK would wait', async () => {
    await expect(callAws(asking({ timeoutMs: 20 }), client, never)).rejects.toThrow(
      'looking around failed: no answer from AWS in us-west-2 within 0.02 s',
    );
  });

  test('ends with the reason of its signal, not with a sentence about the network', async () => {
    const interrupt = new AbortController();
    const waiting = callAws(asking({ signal: interrupt.signal }), client, never);
    interrupt.abort(new Error('Ctrl-C'));
    await expect(waiting).rejects.toThrow('Ctrl-C');
    await expect(waiting).rejects.not.toBeInstanceOf(UserError);
  });
});

describe('an error', () => {
  const error = (name: string, message: string) => Object.assign(new Error(message), { name });

  test.each([
    ['AccessDeniedException', 'User is not authorized', 'add ec2:LookAround to their policy'],
    ['CredentialsProviderError', 'The SSO session has expired', 'have expired'],
    ['CredentialsProviderError', 'Could not load credentials from any providers', 'no AWS credentials'],
    ['ThrottlingException', 'slow down', 'AWS throttled the call'],
    ['Error', 'getaddrinfo ENOTFOUND ec2.us-wset-2.amazonaws.com', 'that --region names a Region'],
    ['KMSAccessDeniedException', 'the key', 'KMSAccessDeniedException: the key'],
  ])('%s: %s', (name, message, words) => {
    expect(explain(error(name, message), question, place).message).toContain(words);
  });

  test('with a profile names it in the command that helps', () => {
    const expired = error('ExpiredToken', 'old');
    expect(explain(expired, question, { ...place, profile: 'work' }).message).toContain('--profile work');
    expect(explain(expired, question, place).message).not.toContain('--profile');
  });

  test('that is unknown is quoted, in plain text', () => {
    const { message } = explain(error('Odd', 'a\u001b[2Jb'), question, place);
    expect(message).toBe('looking around failed: Odd: a [2Jb');
  });

  test('that is already a sentence stays as it is', () => {
    const problem = new UserError('said before');
    expect(explain(problem, question, place)).toBe(problem);
  });
});
