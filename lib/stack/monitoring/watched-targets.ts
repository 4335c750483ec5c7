/** The targets with an alarm, and in which direction. Pure. */
import {
  expectationIn,
  TARGET_IDS,
  type TargetId,
  targetsThrough,
} from '../../../lambda/report/built-in-targets.ts';
import type { Expectation } from '../../../lambda/report/vocabulary.ts';
import type { Settings } from '../settings.ts';

export interface WatchedTarget {
  readonly id: string;
  /** `lost`: it should be reached, and is not; `won`: it should not be reached, and is; `differs`: it takes another path than it should. */
  readonly direction: 'lost' | 'won' | 'differs';
}

const DIRECTIONS = { reached: 'lost', 'not-reached': 'won', 'vpc-endpoint': 'differs' } as const;

interface WatchedOptions {
  /** The built-in targets that the stack's probes do not try. */
  readonly absent: readonly TargetId[];
  /** Null where only the deployment decides: the probe then knows what to expect. */
  readonly region: string | null;
}

/** Where neither result is wrong there is no alarm: it would stay on. The user's targets count only where they have metrics. */
export function watchedTargets(
  { targets, interfaceEndpoints, gatewayEndpoints }: Settings,
  { absent, region }: WatchedOptions,
): WatchedTarget[] {
  const carried = [...interfaceEndpoints.map(({ service }) => service), ...gatewayEndpoints].flatMap(
    targetsThrough,
  );
  const builtIn = TARGET_IDS.filter((id) => !absent.includes(id)).flatMap((id) =>
    watched(id, carried.includes(id) ? 'vpc-endpoint' : expectationIn(region, id)),
  );
  const own = targets.flatMap(({ id, expect, metrics }) => (metrics ? watched(id, expect) : []));
  return [...builtIn, ...own];
}

function watched(id: string, expect: Expectation): WatchedTarget[] {
  return expect === 'any' ? [] : [{ id, direction: DIRECTIONS[expect] }];
}
