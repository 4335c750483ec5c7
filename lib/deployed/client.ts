/** What the command line's AWS clients share: where they call, and a deadline for every call. */

import { UserError } from '../user-error.ts';
import { type AwsCall, explain } from './explain.ts';
import type { Place } from './place.ts';

/** Long enough for a distant Region, short enough that a wrong one fails soon. */
const CONNECTION_TIMEOUT_MS = 10_000;

/** A describing call takes less than a second; with the SDK's three tries and slow credentials it may take ten. */
const DESCRIBE_TIMEOUT_MS = 30_000;

export function clientConfiguration({ region, profile }: Place) {
  return {
    region,
    ...(profile === null ? {} : { profile }),
    requestHandler: { connectionTimeout: CONNECTION_TIMEOUT_MS },
  };
}

/** A call, where it goes, and when it ends. */
export interface AwsCallOptions extends AwsCall {
  readonly place: Place;
  /** @default - enough for a describing call */
  readonly timeoutMs?: number;
  /** Ctrl-C. */
  readonly signal: AbortSignal;
}

/**
 * Runs the calls under one deadline, then destroys the client. The SDK's own deadline covers only the request; this one also
 * covers a credential process that hangs.
 * @throws UserError; the signal's reason where Ctrl-C ended it
 */
export async function callAws<Client extends { destroy(): void }, Output>(
  { place, signal, timeoutMs = DESCRIBE_TIMEOUT_MS, ...awsCall }: AwsCallOptions,
  client: Client,
  send: (client: Client, options: { readonly abortSignal: AbortSignal }) => Promise<Output>,
): Promise<Output> {
  const deadline = AbortSignal.timeout(timeoutMs);
  const abortSignal = AbortSignal.any([signal, deadline]);
  try {
    return await Promise.race([send(client, { abortSignal }), whenAborted(abortSignal)]);
  } catch (error) {
    signal.throwIfAborted();
    if (deadline.aborted) throw noAnswer(awsCall, place, timeoutMs);
    throw explain(error, awsCall, place);
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

function noAnswer({ doing }: AwsCall, { region }: Place, timeoutMs: number): UserError {
  return new UserError(
    `${doing} failed: no answer from AWS in ${region} within ${timeoutMs / 1_000} s: check this machine's network and run the command again`,
  );
}
