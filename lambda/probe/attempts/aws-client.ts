/** What every AWS SDK client of an attempt has in common, and how its commands are sent. */
import { describeError } from '../observe.ts';
import type { AttemptContext } from './attempt.ts';
import { observedHandler } from './observed-handler.ts';
import { watchOperation } from './watched-operation.ts';

/**
 * A client's configuration, never with a retry, which could hide a broken family. In the mode `ipv6` the sockets are
 * the probe's own; in `natural` only the endpoint is the dual-stack one; in `unchanged` nothing is changed.
 */
export function clientConfiguration(context: AttemptContext) {
  return {
    region: context.environment.region,
    maxAttempts: 1,
    // A custom endpoint (AWS_ENDPOINT_URL) would say nothing about AWS, and does not go together with dual-stack.
    ignoreConfiguredEndpointUrls: true,
    ...(context.mode === 'unchanged' ? {} : { useDualstackEndpoint: true }),
    ...(context.mode === 'ipv6' ? { requestHandler: observedHandler(context) } : {}),
  };
}

/** Sends one command as an operation of that name, and notes the service's error on it. */
export function send<Output>(
  context: AttemptContext,
  name: string,
  command: (options: { abortSignal: AbortSignal }) => Promise<Output>,
): Promise<Output> {
  const work = () => command({ abortSignal: context.signal });
  if (context.mode === 'ipv6') return sendObserved(context, name, work);
  return watchOperation(context, name, { host: '', port: 443, tls: true }, work);
}

async function sendObserved<Output>(
  context: AttemptContext,
  name: string,
  work: () => Promise<Output>,
): Promise<Output> {
  const index = context.operations.length;
  try {
    return await work();
  } catch (error) {
    const operation = context.operations[index];
    if (operation) operation.error ??= { phase: 'request', ...describeError(error) };
    throw error;
  } finally {
    const operation = context.operations[index];
    if (operation) operation.name = name;
  }
}
