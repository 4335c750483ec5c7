/** Compares a report with a stored one: what differs, and whether for the better. Pure. */

import { isAnsweredByEndpoint } from '../../lambda/report/judge/judge-control.ts';
import { placeName } from '../../lambda/report/place-name.ts';
import type { Control, Report, Run, Target } from '../../lambda/report/report-schema.ts';
import type { Verdict } from '../../lambda/report/vocabulary.ts';
import { outcomeInWords } from './outcome-in-words.ts';

export interface Difference {
  /** `other`: neither better nor worse, such as a new target, or one that now fails over another path. */
  readonly kind: 'improvement' | 'regression' | 'other';
  /** A sentence: where, what, how it was and how it is. */
  readonly words: string;
}

/** Runs are matched by Availability Zone, since a new deployment has new subnets in the same zones; the lab's by their workload. */
export function differencesSince(stored: Report, now: Report): Difference[] {
  return pair(stored.runs, now.runs, placeName).flatMap(([zone, before, after]) => {
    if (before && after) return differencesIn(zone, before, after);
    const words = `${zone}: ${after ? 'was not probed before' : 'is no longer probed'}`;
    return [{ kind: 'other' as const, words }];
  });
}

function differencesIn(zone: string, before: Run, after: Run): Difference[] {
  const targets = pair(before.targets, after.targets, ({ id }) => id);
  const controls = pair(before.controls, after.controls, ({ id, kind }) => `${kind} ${id}`);
  return [
    ...targets.flatMap(([, old, now]) => differenceOfTarget(zone, old, now)),
    ...controls.flatMap(([, old, now]) => differenceOfControl(zone, old, now)),
  ];
}

/** Each item with its counterpart, in the order of the first list and then of the second. */
function pair<T>(
  before: readonly T[],
  after: readonly T[],
  key: (item: T) => string,
): [key: string, before: T | undefined, after: T | undefined][] {
  const old = Map.groupBy(before, key);
  const now = Map.groupBy(after, key);
  return [...new Set([...old.keys(), ...now.keys()])].map((each) => [
    each,
    old.get(each)?.[0],
    now.get(each)?.[0],
  ]);
}

function differenceOfTarget(zone: string, old: Target | undefined, now: Target | undefined): Difference[] {
  if (!old && !now) return [];
  if (!old || !now) {
    const words = now ? `${now.id} is new: ${describe(now)}` : `${old?.id} is no longer tried`;
    return [{ kind: 'other', words: `${zone}: ${words}` }];
  }
  if (describe(old) === describe(now)) return [];
  const words = `${zone}: ${now.id} was ${describe(old)}, and is now ${describe(now)}`;
  return [{ kind: verdictChange(old.verdict, now.verdict), words }];
}

function describe({ path, verdict, cause }: Target): string {
  return `${outcomeInWords(verdict, path)}${cause ? `, ${cause.code}` : ''}`;
}

/** The higher, the better. */
const RANKS: Readonly<Record<Verdict, number>> = { pass: 2, inconclusive: 1, fail: 0 };

function verdictChange(before: Verdict, now: Verdict): Difference['kind'] {
  if (RANKS[now] === RANKS[before]) return 'other';
  return RANKS[now] > RANKS[before] ? 'improvement' : 'regression';
}

/** A control that starts to answer is a regression; one without a counterpart is not a difference. */
function differenceOfControl(zone: string, old: Control | undefined, now: Control | undefined): Difference[] {
  if (!old || !now || old.succeeded === now.succeeded) return [];
  const { kind, words } = CONTROL_DIFFERENCES[controlState(now)];
  return [{ kind, words: `${zone}: the ${CONTROL_NAMES[now.kind]} control of ${now.id} ${words}` }];
}

function controlState(control: Control): keyof typeof CONTROL_DIFFERENCES {
  if (isAnsweredByEndpoint(control)) return 'throughEndpoint';
  return control.succeeded ? 'answered' : 'blocked';
}

const CONTROL_NAMES = { ipv4: 'IPv4', iam: 'IAM' } as const;

const CONTROL_DIFFERENCES = {
  answered: { kind: 'regression', words: 'now succeeds, but should not' },
  throughEndpoint: { kind: 'other', words: 'now succeeds through a VPC endpoint, as it should' },
  blocked: { kind: 'improvement', words: 'no longer succeeds' },
} as const;
