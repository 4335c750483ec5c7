/** What every AWS SDK client of an attempt has in common, and how its commands are sent. */

import { describeError } from '../evidence.ts';
import type { AttemptContext } from './attempt.ts';
import { observedHandler } from './observed-handler.ts';

/** A client's configuration: dual-stack endpoint, observed sockets, and no retry that could hide a broken family. */
export function clientConfiguration(context: AttemptContext) {
  return {
    region: context.environment.region,
    useDualstackEndpoint: true,
    maxAttempts: 1,
    requestHandler: observedHandler(context),
  };
}

/** Sends one command, names its operation after it, and notes the service's error on it. */
export async function send<Output>(
  context: AttemptContext,
  name: string,
  command: (options: { abortSignal: AbortSignal }) => Promise<Output>,
): Promise<Output> {
  const index = context.operations.length;
  try {
    return await command({ abortSignal: context.signal });
  } catch (error) {
    const operation = context.operations[index];
    if (operation) operation.error ??= { phase: 'request', ...describeError(error) };
    throw error;
  } finally {
    const operation = context.operations[index];
    if (operation) operation.name = name;
  }
}
