/**
 * Records an operation while it runs: how long each phase takes, and how it fails. What a server sent enters the evidence
 * only here, cut and plain.
 */
import type { OperationEvidence } from '../report/evidence.ts';
import { codeText, messageText, nameText } from '../report/evidence-text.ts';
import type { Phase } from '../report/vocabulary.ts';

export function startOperation(name: string, host: string, port: number): OperationEvidence {
  return {
    name: nameText(name),
    // A redirect may lead to any text; a name that DNS has is shorter than half the limit.
    host: nameText(host),
    port,
    family: null,
    remoteAddress: null,
    localAddress: null,
    dns: null,
    phasesMs: { resolve: null, connect: null, tls: null, request: null },
    httpStatus: null,
    requestId: null,
    error: null,
  };
}

/** What the head of an answer says; what is known already stays. */
export function recordAnswer(operation: OperationEvidence, httpStatus: unknown, requestId: unknown): void {
  operation.httpStatus ??= typeof httpStatus === 'number' ? httpStatus : null;
  operation.requestId ??= typeof requestId === 'string' ? nameText(requestId) : null;
}

/** An error that is already in the evidence, with the phase in which it happened. */
export class ObservedError extends Error {
  readonly phase: Phase;
  readonly code: string;

  constructor(phase: Phase, code: string, message: string) {
    super(message);
    this.name = code;
    this.phase = phase;
    this.code = code;
  }
}

/** Runs and measures one phase of an operation, and records how it failed. */
export async function observePhase<T>(
  operation: OperationEvidence,
  phase: Phase,
  work: () => Promise<T>,
): Promise<T> {
  const started = performance.now();
  try {
    return await work();
  } catch (error) {
    operation.error ??= { phase, ...describeError(error) };
    throw error instanceof ObservedError
      ? error
      : new ObservedError(phase, operation.error.code, operation.error.message);
  } finally {
    operation.phasesMs[phase] = Math.round((performance.now() - started) * 10) / 10;
  }
}

/**
 * The code and text of anything thrown: for several errors in one (`AggregateError`) those of the first, and for HTTP/2's
 * "The pending stream has been canceled" those of the error behind it.
 */
export function describeError(error: unknown): { code: string; message: string } {
  if (error instanceof AggregateError && error.errors.length > 0) return describeError(error.errors[0]);
  if (!(error instanceof Error)) return { code: 'Unknown', message: messageText(error) };
  if (error.cause instanceof Error && isHttp2Cancel(error)) return describeError(error.cause);
  const { code } = error as NodeJS.ErrnoException;
  return {
    code: codeText(typeof code === 'string' ? code : error.name),
    message: messageText(error.message),
  };
}

function isHttp2Cancel({ code }: NodeJS.ErrnoException): boolean {
  return code === 'ERR_HTTP2_STREAM_CANCEL' || code === 'ERR_HTTP2_SESSION_ERROR';
}
