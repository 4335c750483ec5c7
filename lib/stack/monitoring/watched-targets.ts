/** Of which targets an alarm tells, and in which direction. Pure. */
import { TARGET_IDS, UNCERTAIN_TARGETS } from '../../../lambda/probe/contract.ts';
import type { UserTarget } from '../../../lambda/probe/user-targets/parse.ts';

export interface WatchedTarget {
  readonly id: string;
  /** `lost`: it should be reached, and is not; `won`: it need not be, and is; `differs`: it goes another way than it should. */
  readonly direction: 'lost' | 'won' | 'differs';
}

const DIRECTIONS = { reached: 'lost', 'not-reached': 'won', 'vpc-endpoint': 'differs' } as const;

/** @param userTargets those of the settings; without metrics of their own they cannot be watched */
export function watchedTargets(userTargets: readonly UserTarget[], hasVectors: boolean): WatchedTarget[] {
  const builtIn = TARGET_IDS.filter((id) => hasVectors || id !== 's3-vectors').map(
    (id): WatchedTarget => ({ id, direction: UNCERTAIN_TARGETS.includes(id) ? 'won' : 'lost' }),
  );
  const own = userTargets.flatMap(({ id, expect, metrics }): WatchedTarget[] =>
    metrics && expect !== 'any' ? [{ id, direction: DIRECTIONS[expect] }] : [],
  );
  return [...builtIn, ...own];
}
