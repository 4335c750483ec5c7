/** One request of a client that connects with Node's defaults: its evidence is what its sockets showed. */

import type { OperationEvidence } from '../../report/evidence.ts';
import { DEFAULTS_TIMEOUT_MS } from '../limits.ts';
import { describeError, recordAnswer, startOperation } from '../observe.ts';
import type { AttemptContext } from './attempt.ts';
import {
  describeSocket,
  phaseOf,
  sinceLastStep,
  type WatchedSocket,
  watchSockets,
} from './watched-sockets.ts';

export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
}

/** What the AWS SDK adds to its outputs and errors. */
interface Metadata {
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
}

/** Adds an operation for the work and fills it in; throws what the work throws. */
export async function watchOperation<Output>(
  context: AttemptContext,
  name: string,
  endpoint: Endpoint,
  work: () => Promise<Output>,
): Promise<Output> {
  const operation = startOperation(name, endpoint.host, endpoint.port);
  context.operations.push(operation);
  const sockets: WatchedSocket[] = [];
  const started = performance.now();
  try {
    const output = await watchSockets(sockets, work);
    describeConnection(operation, sockets, context);
    describeAnswer(operation, output);
    return output;
  } catch (error) {
    describeConnection(operation, sockets, context);
    describeAnswer(operation, error);
    operation.error ??= failure(error, operation, sockets.at(-1), {
      tls: endpoint.tls,
      signal: context.signal,
    });
    const hung = sockets.at(-1);
    if (hung) operation.phasesMs[operation.error.phase] ??= sinceLastStep(hung);
    throw error;
  } finally {
    operation.phasesMs.request = requestTime(sockets.at(-1), operation, started);
  }
}

/** Since the connection was open, or since the start where it already was; null where there was no connection. */
function requestTime(
  socket: WatchedSocket | undefined,
  { remoteAddress }: OperationEvidence,
  started: number,
): number | null {
  const from = socket ? (socket.securedAt ?? socket.connectedAt) : remoteAddress && started;
  return typeof from === 'number' ? Math.round((performance.now() - from) * 10) / 10 : null;
}

/** The last socket carried the answer, or is where the request hung; a client that opened none reused one. */
function describeConnection(
  operation: OperationEvidence,
  sockets: readonly WatchedSocket[],
  { pooled }: AttemptContext,
): void {
  const opened = sockets.at(-1);
  const socket = opened ?? pooled.at(-1);
  if (socket) describeSocket(operation, socket, opened !== undefined);
  pooled.push(...sockets);
}

function describeAnswer(operation: OperationEvidence, answer: unknown): void {
  const { httpStatusCode, requestId } = (answer as Metadata | null)?.$metadata ?? {};
  recordAnswer(operation, httpStatusCode, requestId);
}

function failure(
  error: unknown,
  { httpStatus }: OperationEvidence,
  socket: WatchedSocket | undefined,
  { tls, signal }: { readonly tls: boolean; readonly signal: AbortSignal },
) {
  const phase = httpStatus === null && socket ? phaseOf(socket, tls) : 'request';
  if (!signal.aborted) return { phase, ...describeError(error) };
  return { phase, code: 'ETIMEDOUT', message: `no answer within ${DEFAULTS_TIMEOUT_MS} ms` };
}
