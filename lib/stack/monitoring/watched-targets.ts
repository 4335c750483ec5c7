/** The targets with an alarm, and in which direction. Pure. */
import {
  TARGET_IDS,
  type TargetId,
  targetsThrough,
  UNCERTAIN_TARGETS,
} from '../../../lambda/report/built-in-targets.ts';
import type { Settings } from '../settings.ts';

export interface WatchedTarget {
  readonly id: string;
  /** `lost`: it should be reached, and is not; `won`: it need not be reached, and is; `differs`: it takes another path than it should. */
  readonly direction: 'lost' | 'won' | 'differs';
}

const DIRECTIONS = { reached: 'lost', 'not-reached': 'won', 'vpc-endpoint': 'differs' } as const;

/**
 * The user's targets count only where they have metrics.
 * @param absent the built-in targets that the stack's probes do not try
 */
export function watchedTargets(
  { targets, interfaceEndpoints, gatewayEndpoints }: Settings,
  absent: readonly TargetId[] = [],
): WatchedTarget[] {
  const carried = [...interfaceEndpoints.map(({ service }) => service), ...gatewayEndpoints].flatMap(
    targetsThrough,
  );
  const directionOf = (id: TargetId) => {
    if (carried.includes(id)) return 'differs';
    return UNCERTAIN_TARGETS.includes(id) ? 'won' : 'lost';
  };
  const builtIn = TARGET_IDS.filter((id) => !absent.includes(id)).map(
    (id): WatchedTarget => ({ id, direction: directionOf(id) }),
  );
  const own = targets.flatMap(({ id, expect, metrics }): WatchedTarget[] =>
    metrics && expect !== 'any' ? [{ id, direction: DIRECTIONS[expect] }] : [],
  );
  return [...builtIn, ...own];
}
