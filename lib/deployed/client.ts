/** What the clients on the user's side have in common: where they ask, and that no question waits for ever. */

import { UserError } from '../user-error.ts';
import { explain, type Question } from './explain.ts';
import type { Place } from './place.ts';

/** Long enough for a far Region, short enough that a wrong one does not look like work. */
const CONNECTION_TIMEOUT_MS = 10_000;

/** A describing call takes less than a second; the SDK's three tries and slow credentials may make ten of it. */
const DESCRIBE_TIMEOUT_MS = 30_000;

export function clientConfiguration({ region, profile }: Place) {
  return {
    region,
    ...(profile === null ? {} : { profile }),
    requestHandler: { connectionTimeout: CONNECTION_TIMEOUT_MS },
  };
}

/** Who asks, of what, and until when. */
export interface Asking extends Question {
  readonly place: Place;
  /** @default - long enough for a describing call */
  readonly timeoutMs?: number;
  /** The user's Ctrl-C. */
  readonly signal: AbortSignal;
}

/**
 * One or more calls of a client, which is done with then, under a deadline. The SDK's own deadline covers the request alone: a credential process that
 * hangs would hang the command, so this one covers all.
 * @throws UserError; the signal's reason where the user ended it
 */
export async function ask<Client extends { destroy(): void }, Answer>(
  { place, signal, timeoutMs = DESCRIBE_TIMEOUT_MS, ...question }: Asking,
  client: Client,
  send: (client: Client, options: { readonly abortSignal: AbortSignal }) => Promise<Answer>,
): Promise<Answer> {
  const deadline = AbortSignal.timeout(timeoutMs);
  const abortSignal = AbortSignal.any([signal, deadline]);
  try {
    return await Promise.race([send(client, { abortSignal }), whenAborted(abortSignal)]);
  } catch (error) {
    signal.throwIfAborted();
    if (deadline.aborted) throw noAnswer(question, place, timeoutMs);
    throw explain(error, question, place);
  } finally {
    client.destroy();
  }
}

function whenAborted(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  if (signal.aborted) reject(signal.reason);
  signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  return promise;
}

function noAnswer({ doing }: Question, { region }: Place, timeoutMs: number): UserError {
  return new UserError(
    `${doing} failed: no answer from AWS in ${region} within ${timeoutMs / 1_000} s: look at this machine's network, and run the command again`,
  );
}
