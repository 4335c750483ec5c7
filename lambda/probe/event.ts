/**
 * The probe's event: `{}` for everything, `{ "only": ["s3", …] }` for some targets, `{ "targets": ["https://…"] }` for
 * more, `{ "pulls": true }` to walk the pulls of container images instead.
 */

import { TARGET_IDS } from '../report/built-in-targets.ts';
import { isNestedDeeperThan } from '../report/nesting.ts';
import { quote } from '../report/plain-text.ts';
import { type ParsedTargets, parseUserTargets, type UserTarget } from '../report/user-targets.ts';

export interface ProbeEvent {
  /** The targets to try, by id; null for all. */
  readonly only: readonly string[] | null;
  /** The user's targets, from the settings and from the event. */
  readonly userTargets: readonly UserTarget[];
  /** The ids of those from the settings, which the stack's owner wrote. */
  readonly settingsTargetIds: readonly string[];
  /** Whether the hosts of AWS's services are checked instead of targets. */
  readonly catalogue: boolean;
}

export interface EventRules {
  /** The targets that the settings name. They are tried in every run. */
  readonly settingsTargets: readonly UserTarget[];
  /** Whether an event may name targets. */
  readonly eventTargets: boolean;
  /** What is tried instead of everything else where the event asks for pulls. */
  readonly pullTargets: () => readonly UserTarget[];
}

/** Enough for a hundred long URLs; anything larger is not meant as an event. */
const EVENT_LIMIT_BYTES = 65_536;

/** An event has three; measuring and quoting it would fail on thousands. */
const EVENT_LEVELS = 10;

/** A refusal lists this many problems and counts the rest: an event may hold thousands of wrong lines. */
const PROBLEMS_LISTED = 20;

/** An event with problems, one sentence each. */
export class InvalidEvent extends Error {
  readonly problems: readonly string[];

  constructor(found: readonly string[]) {
    const rest = found.length - PROBLEMS_LISTED;
    const problems = [...found.slice(0, PROBLEMS_LISTED), ...(rest > 0 ? [`and ${rest} more`] : [])];
    super(problems.join('; '));
    this.name = 'InvalidEvent';
    this.problems = problems;
  }
}

/** @throws InvalidEvent with all problems at once */
export function parseEvent(event: unknown, rules: EventRules): ProbeEvent {
  const { only, targets, catalogue = false, pulls = false } = fieldsOf(event ?? {});
  const named = targets === undefined ? NONE : parseUserTargets(targets, 'targets');
  const others = pulls === true ? rules.pullTargets() : rules.settingsTargets;
  const userTargets = [...others, ...named.targets];
  const known = [...TARGET_IDS, ...userTargets.map(({ id }) => id)];
  const problems = [
    ...(targets !== undefined && !rules.eventTargets ? [FORBIDDEN] : []),
    ...named.problems,
    ...named.targets.filter(({ metrics }) => metrics).map(costsMoney),
    ...duplicateIds(named.targets, [...others, ...rules.settingsTargets]),
    ...problemsOfOnly(only, known),
    ...problemsOfCatalogue(catalogue, { only, targets, pulls }),
    ...problemsOfPulls(pulls, only),
  ];
  if (problems.length > 0) throw new InvalidEvent(problems);
  const chosen = pulls === true ? userTargets.map(({ id }) => id) : only;
  return {
    only: (chosen as string[] | undefined) ?? null,
    userTargets,
    settingsTargetIds: pulls === true ? [] : rules.settingsTargets.map(({ id }) => id),
    catalogue: catalogue === true,
  };
}

const NONE: ParsedTargets = { targets: [], problems: [] };

const FORBIDDEN = 'the event names targets, which the stack forbids: its setting eventTargets is false';

interface Fields {
  readonly only?: unknown;
  readonly targets?: unknown;
  readonly catalogue?: unknown;
  readonly pulls?: unknown;
}

const KEYS = ['only', 'targets', 'catalogue', 'pulls'];

function fieldsOf(event: unknown): Fields {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) {
    throw new InvalidEvent([
      `the event is ${quote(event)}: write an object such as {} or {"only":["s3"]} or {"targets":["https://example.com"]}`,
    ]);
  }
  if (isNestedDeeperThan(EVENT_LEVELS, event)) {
    throw new InvalidEvent([
      `the event is nested more than ${EVENT_LEVELS} levels deep: write an object such as {"targets":[{"url":"https://example.com"}]}`,
    ]);
  }
  const length = Buffer.byteLength(JSON.stringify(event));
  if (length > EVENT_LIMIT_BYTES) {
    throw new InvalidEvent([`the event has ${length} bytes: write at most ${EVENT_LIMIT_BYTES}`]);
  }
  const unknown = Object.keys(event).filter((key) => !KEYS.includes(key));
  if (unknown.length === 0) return event;
  throw new InvalidEvent(
    unknown.map((key) => `the event has an unknown key ${quote(key)}: the keys are ${KEYS.join(', ')}`),
  );
}

function duplicateIds(named: readonly UserTarget[], others: readonly UserTarget[]): string[] {
  return named
    .filter(({ id }) => others.some((other) => other.id === id))
    .map(({ id }) => `targets names ${quote(id)}, which is taken: give it another name`);
}

/** Each metric has a monthly price, and a right to send events must not decide what the stack's owner pays. */
function costsMoney({ id }: UserTarget): string {
  return `targets asks for metrics of ${quote(id)}: only targets of the stack's settings have metrics; leave "metrics" out`;
}

function problemsOfCatalogue(catalogue: unknown, { only, targets, pulls }: Fields): string[] {
  if (typeof catalogue !== 'boolean') return [`"catalogue" is ${quote(catalogue)}: write true or false`];
  if (!catalogue || (only === undefined && targets === undefined && pulls === false)) return [];
  return ['"catalogue" cannot be combined with "only", "targets" or "pulls": leave them out'];
}

function problemsOfPulls(pulls: unknown, only: unknown): string[] {
  if (typeof pulls !== 'boolean') return [`"pulls" is ${quote(pulls)}: write true or false`];
  if (!pulls || only === undefined) return [];
  return ['"pulls" cannot be combined with "only": all pulls are tried'];
}

function problemsOfOnly(only: unknown, known: readonly string[]): string[] {
  if (only === undefined) return [];
  if (!Array.isArray(only) || only.length === 0) {
    return [`"only" is ${quote(only)}: write a list of targets such as ["s3"]`];
  }
  return only
    .filter((id) => !(known as readonly unknown[]).includes(id))
    .map((id) => `"only" names an unknown target ${quote(id)}: the targets are ${known.join(', ')}`);
}
