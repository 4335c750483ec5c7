/** One try at a target in one mode: runs it against the deadline and keeps what was observed, whatever happens. */

import type { AttemptEvidence, OperationEvidence } from '../../report/evidence.ts';
import type { AddressGuard } from '../../report/public-address.ts';
import type { EchoAnswer } from '../../report/report-schema.ts';
import type { Mode } from '../../report/vocabulary.ts';
import type { RouteFinding } from '../../report/witnesses.ts';
import { DEFAULTS_GRACE_MS, DEFAULTS_TIMEOUT_MS } from '../limits.ts';
import { describeError, ObservedError } from '../observe.ts';
import type { RunContext } from '../run-context.ts';
import type { WatchedSocket } from './watched-sockets.ts';

/** What a target needs for one attempt. It adds an operation for each request that it makes. */
export interface AttemptContext extends RunContext {
  readonly mode: Mode;
  /** Fires when the attempt must end: at the run's deadline, or at the mode's own. */
  readonly signal: AbortSignal;
  readonly operations: OperationEvidence[];
  /** Refuses addresses, for targets that a user named. @default - every address is allowed */
  readonly refusalOf?: AddressGuard | undefined;
  /** The connections that clients with Node's defaults have opened so far, and may use again. */
  readonly pooled: WatchedSocket[];
}

/** What a target's attempt gives back besides its operations. */
export interface AttemptResult {
  readonly echo?: EchoAnswer;
  /** What EC2 answered about the subnet's routes. */
  readonly route?: RouteFinding;
}

export type AttemptFunction = (context: AttemptContext) => Promise<AttemptResult>;

export interface AttemptRecord extends AttemptEvidence {
  /** What EC2 answered about the subnet's routes; null for other targets. */
  readonly route: RouteFinding | null;
}

/** Never throws. An attempt that ignores the deadline is left behind; its evidence so far is kept. */
export async function runAttempt(
  mode: Mode,
  attempt: AttemptFunction,
  run: RunContext,
): Promise<AttemptRecord> {
  const operations: OperationEvidence[] = [];
  const { own, end } = signalsOf(mode, run.signal);
  const context: AttemptContext = { ...run, mode, signal: own, operations, pooled: [] };
  try {
    const { echo = null, route = null } = await Promise.race([attempt(context), rejectedAtDeadline(end)]);
    return { mode, operations, failure: null, echo, route, cutOff: false };
  } catch (error) {
    return {
      ...{ mode, operations: structuredClone(operations), failure: failureBeside(operations, error) },
      ...{ echo: null, route: null, cutOff: run.signal.aborted },
    };
  }
}

/** An error that the last operation holds is not reported twice. */
function failureBeside(operations: readonly OperationEvidence[], error: unknown) {
  return operations.at(-1)?.error ? null : describeError(error);
}

/** The mode `ipv6` has a time-out for each phase. Node's defaults have none, so the other modes have one for all phases. */
function signalsOf(mode: Mode, deadline: AbortSignal): { own: AbortSignal; end: AbortSignal } {
  if (mode === 'ipv6') return { own: deadline, end: deadline };
  const within = (milliseconds: number) => AbortSignal.any([deadline, AbortSignal.timeout(milliseconds)]);
  return { own: within(DEFAULTS_TIMEOUT_MS), end: within(DEFAULTS_TIMEOUT_MS + DEFAULTS_GRACE_MS) };
}

function rejectedAtDeadline(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = () => reject(new ObservedError('request', 'ECANCELLED', 'ended by the deadline'));
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}
