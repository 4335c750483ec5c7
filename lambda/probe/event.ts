/** The probe's event: `{}` for everything, `{ "only": ["s3", …] }` for some targets. */
import { TARGET_IDS, type TargetId } from './contract.ts';
import { plainText } from './net/plain-text.ts';

export interface ProbeEvent {
  /** The built-in targets to try; null for all. */
  readonly only: readonly TargetId[] | null;
}

/** A refusal lists so many problems and counts the rest: an event may hold thousands of wrong lines. */
const PROBLEMS_LISTED = 20;

/** What is wrong with an event, a sentence each. */
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
export function parseEvent(event: unknown): ProbeEvent {
  if (event === null || event === undefined) return { only: null };
  if (typeof event !== 'object' || Array.isArray(event)) {
    throw new InvalidEvent([`the event is ${quote(event)}: write an object such as {} or {"only":["s3"]}`]);
  }
  const unknownKeys = Object.keys(event).filter((key) => key !== 'only');
  const only = (event as { only?: unknown }).only;
  const problems = [
    ...unknownKeys.map((key) => `the event has an unknown key ${quote(key)}: the key it may have is "only"`),
    ...problemsOfOnly(only),
  ];
  if (problems.length > 0) throw new InvalidEvent(problems);
  return { only: (only as TargetId[] | undefined) ?? null };
}

function problemsOfOnly(only: unknown): string[] {
  if (only === undefined) return [];
  if (!Array.isArray(only) || only.length === 0) {
    return [`"only" is ${quote(only)}: write a list of targets such as ["s3"]`];
  }
  return only
    .filter((id) => !(TARGET_IDS as readonly unknown[]).includes(id))
    .map((id) => `"only" names an unknown target ${quote(id)}: the targets are ${TARGET_IDS.join(', ')}`);
}

/** The value as JSON, short and free of control characters. */
function quote(value: unknown): string {
  return plainText(JSON.stringify(value) ?? String(value), 80);
}
