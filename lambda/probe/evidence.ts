/** What an attempt observed, before anybody judges it. */
import type { Mode, Phase } from './contract.ts';
import type { Operation } from './report-schema.ts';
import type { RouteFinding } from './witness/findings.ts';

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** An operation under way: the report's fields, filled in as they become known. */
export type OperationEvidence = Writable<Operation>;

/** What went wrong outside any connection: no credentials, an answer with other content than was written. */
export interface AttemptFailure {
  readonly code: string;
  readonly message: string;
}

export interface AttemptEvidence {
  readonly mode: Mode;
  readonly operations: readonly OperationEvidence[];
  readonly failure: AttemptFailure | null;
  /** What an echo service answered: the text, judged later; null for other targets. */
  readonly echo: string | null;
  /** What EC2 said about the subnet's routes; null for other targets. */
  readonly route: RouteFinding | null;
  /** Whether the run's deadline ended the attempt. */
  readonly cutOff: boolean;
}

export function startOperation(name: string, host: string, port: number): OperationEvidence {
  return {
    name,
    host,
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

/** The code of an address that a user's target may not lead to. */
export const REFUSED = 'TARGET_REFUSED';

/** An error that already stands in the evidence, with the phase in which it happened. */
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

/** Runs one phase of an operation, measuring it, and notes how it failed. */
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
 * The code and text of anything thrown; of several errors in one (`AggregateError`) the first, and of HTTP/2's
 * ("The pending stream has been canceled") the one that it hides.
 */
export function describeError(error: unknown): { code: string; message: string } {
  if (error instanceof AggregateError && error.errors.length > 0) return describeError(error.errors[0]);
  if (!(error instanceof Error)) return { code: 'Unknown', message: String(error) };
  if (error.cause instanceof Error && isHttp2Cancel(error)) return describeError(error.cause);
  const { code } = error as NodeJS.ErrnoException;
  return { code: typeof code === 'string' ? code : error.name, message: error.message };
}

function isHttp2Cancel({ code }: NodeJS.ErrnoException): boolean {
  return code === 'ERR_HTTP2_STREAM_CANCEL' || code === 'ERR_HTTP2_SESSION_ERROR';
}
