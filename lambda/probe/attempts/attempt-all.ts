/** Tries targets, all at the same time: first with IPv6 forced, then as existing code would. */
import type { TargetEvidence } from '../../report/evidence.ts';
import type { RunContext } from '../run-context.ts';
import type { ProbeTarget } from '../targets/target.ts';
import { type AttemptRecord, runAttempt } from './attempt.ts';

/** A target with its evidence so far. */
export interface Attempted extends TargetEvidence {
  readonly target: ProbeTarget;
  readonly attempts: readonly [AttemptRecord, ...AttemptRecord[]];
}

/** @param onAttempt is called as soon as each has ended */
export function attemptAll(
  targets: readonly ProbeTarget[],
  run: RunContext,
  onAttempt: (attempted: Attempted) => void,
): Promise<Attempted[]> {
  const attempts = targets.map(async (target): Promise<Attempted> => {
    const attempted: Attempted = { target, attempts: [await runAttempt('ipv6', target.attempt, run)] };
    onAttempt(attempted);
    return attempted;
  });
  return Promise.all(attempts);
}

/**
 * As existing code would reach each target, whether or not IPv6 reached it: a NAT gateway or an endpoint may. A plain URL has
 * only one name, so there is no mode `unchanged` for it.
 */
export function attemptByDefaults(forced: readonly Attempted[], run: RunContext): Promise<Attempted[]> {
  const tried = forced.map(async ({ target, attempts: [first] }): Promise<Attempted> => {
    const modes = target.sdk ? (['natural', 'unchanged'] as const) : (['natural'] as const);
    const further = modes.map((mode) => runAttempt(mode, target.attempt, run));
    return { target, attempts: [first, ...(await Promise.all(further))] };
  });
  return Promise.all(tried);
}
