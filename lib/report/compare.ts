/** Compares a report with one that was stored: what changed, and whether for the better. Pure. */

import { isAnsweredByEndpoint } from '../../lambda/report/judge/judge-control.ts';
import type { Control, Report, Run, Target } from '../../lambda/report/report-schema.ts';
import type { Verdict } from '../../lambda/report/vocabulary.ts';
import { zoneOf } from './zone.ts';

export interface Change {
  /** `other`: neither better nor worse, such as another path that fails as well, or a target that is new. */
  readonly kind: 'improvement' | 'regression' | 'other';
  /** For a person: where, what, how it was and how it is. */
  readonly words: string;
}

/** Runs are matched by Availability Zone: a new deployment has new subnets in the same zones. */
export function changesSince(stored: Report, now: Report): Change[] {
  const zones = [...new Set([...stored.runs, ...now.runs].map(zoneOf))];
  return zones.flatMap((zone) => {
    const before = stored.runs.find((run) => zoneOf(run) === zone);
    const after = now.runs.find((run) => zoneOf(run) === zone);
    if (before && after) return changesIn(zone, before, after);
    return [
      {
        kind: 'other' as const,
        words: `${zone}: ${after ? 'was not probed before' : 'is not probed any more'}`,
      },
    ];
  });
}

function changesIn(zone: string, before: Run, after: Run): Change[] {
  return [
    ...pair(before.targets, after.targets, ({ id }) => id).flatMap(([old, now]) =>
      changeOfTarget(zone, old, now),
    ),
    ...pair(before.controls, after.controls, ({ id, kind }) => `${kind} ${id}`).flatMap(([old, now]) =>
      changeOfControl(zone, old, now),
    ),
  ];
}

/** Each item with its counterpart, in the order of the first list and then of the second. */
function pair<T>(
  before: readonly T[],
  after: readonly T[],
  key: (item: T) => string,
): [T | undefined, T | undefined][] {
  const keys = [...new Set([...before, ...after].map(key))];
  return keys.map((each) => [
    before.find((item) => key(item) === each),
    after.find((item) => key(item) === each),
  ]);
}

function changeOfTarget(zone: string, old: Target | undefined, now: Target | undefined): Change[] {
  if (!old || !now) {
    const words = now
      ? `is new, and is ${describe(now)}`
      : `is not tried any more, and was ${old ? describe(old) : ''}`;
    return [{ kind: 'other', words: `${zone}: ${now?.id ?? old?.id} ${words}` }];
  }
  if (describe(old) === describe(now)) return [];
  return [
    {
      kind: kindOf(old.verdict, now.verdict),
      words: `${zone}: ${now.id} was ${describe(old)}, and is ${describe(now)}`,
    },
  ];
}

function describe({ path, verdict, cause }: Target): string {
  return `${verdict} over ${path}${cause ? ` (${cause.code})` : ''}`;
}

/** The higher, the better. */
const RANKS: Readonly<Record<Verdict, number>> = { pass: 2, inconclusive: 1, fail: 0 };

function kindOf(before: Verdict, now: Verdict): Change['kind'] {
  if (RANKS[now] === RANKS[before]) return 'other';
  return RANKS[now] > RANKS[before] ? 'improvement' : 'regression';
}

/** A control that answers is worse, whatever it is about; one without a counterpart says nothing of its own. */
function changeOfControl(zone: string, old: Control | undefined, now: Control | undefined): Change[] {
  if (!old || !now || old.succeeded === now.succeeded) return [];
  const { kind, word } =
    CONTROL_CHANGES[isAnsweredByEndpoint(now) ? 'carried' : now.succeeded ? 'answered' : 'silent'];
  return [{ kind, words: `${zone}: the ${now.kind} control of ${now.id} ${word}` }];
}

const CONTROL_CHANGES = {
  answered: { kind: 'regression', word: 'answered, which it must not' },
  carried: { kind: 'other', word: 'answered through a VPC endpoint, as expected' },
  silent: { kind: 'improvement', word: 'stays silent again' },
} as const;
