/** One try at a target in one mode: runs it against the deadline and keeps what was observed, whatever happened. */
import type { Family, Mode } from '../contract.ts';
import type { ProbeEnvironment } from '../environment.ts';
import { type AttemptEvidence, describeError, ObservedError, type OperationEvidence } from '../evidence.ts';
import type { RouteFinding } from '../witness/findings.ts';

/** What a target needs for one attempt. It adds an operation for each request it makes. */
export interface AttemptContext {
  readonly mode: Mode;
  readonly family: Family;
  readonly environment: ProbeEnvironment;
  /** Fires at the run's deadline. */
  readonly signal: AbortSignal;
  readonly operations: OperationEvidence[];
}

/** What a target's attempt gives back besides its operations. */
export interface AttemptResult {
  /** An echo service's answer. */
  readonly echo?: string;
  /** EC2's word on the subnet's routes. */
  readonly route?: RouteFinding;
}

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
    const { echo = null, route = null } = result;
    return { mode, operations, failure: null, echo, route, cutOff: false };
  } catch (error) {
    const failure = describeError(error);
    return {
      mode,
      operations: structuredClone(operations),
      failure,
      echo: null,
      route: null,
      cutOff: signal.aborted,
    };
  }
}

function rejectedAtDeadline(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = () => reject(new ObservedError('request', 'ECANCELLED', 'ended by the deadline'));
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}
