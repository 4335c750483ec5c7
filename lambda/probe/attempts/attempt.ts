/** One try at a target in one mode: runs it against the deadline and keeps what was observed, whatever happened. */
import type { Family, Mode } from '../contract.ts';
import type { ProbeEnvironment } from '../environment.ts';
import { type AttemptEvidence, describeError, ObservedError, type OperationEvidence } from '../evidence.ts';

/** What a target needs for one attempt. It adds an operation for each request it makes. */
export interface AttemptContext {
  readonly mode: Mode;
  readonly family: Family;
  readonly environment: ProbeEnvironment;
  /** Fires at the run's deadline. */
  readonly signal: AbortSignal;
  readonly operations: OperationEvidence[];
}

/** What a target's attempt gives back: an echo service's answer, or nothing. */
export type AttemptResult = { readonly echo: string } | undefined;

export type AttemptFunction = (context: AttemptContext) => Promise<AttemptResult>;

/** Never throws. An attempt that ignores the deadline is left behind, its evidence so far is kept. */
export async function runAttempt(
  mode: Mode,
  attempt: AttemptFunction,
  environment: ProbeEnvironment,
  signal: AbortSignal,
): Promise<AttemptEvidence> {
  const operations: OperationEvidence[] = [];
  const context: AttemptContext = { mode, family: 'IPv6', environment, signal, operations };
  try {
    const result = await Promise.race([attempt(context), rejectedAtDeadline(signal)]);
    return { mode, operations, failure: null, echo: result?.echo ?? null, cutOff: false };
  } catch (error) {
    const failure = describeError(error);
    return { mode, operations: structuredClone(operations), failure, echo: null, cutOff: signal.aborted };
  }
}

function rejectedAtDeadline(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = () => reject(new ObservedError('request', 'ECANCELLED', 'ended by the deadline'));
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}
