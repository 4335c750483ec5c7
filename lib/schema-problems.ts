/** What a schema finds wrong with a document, a line each: the path, the value, and what to write. */
import type { z } from 'zod';
import { plainText, quote } from '../lambda/report/plain-text.ts';

export interface DocumentNames {
  /** Where the document is, such as `natless`; empty for the whole file. */
  readonly above: readonly string[];
  /** What its keys are called, such as `setting`. */
  readonly noun: string;
  readonly known: readonly string[];
}

export function problemsFrom(
  issue: z.core.$ZodIssue,
  document: unknown,
  { above, noun, known }: DocumentNames,
): string[] {
  const path = plainText([...above, ...issue.path].join('.'));
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(
      (key) =>
        `${[path, plainText(key, 80)].filter(Boolean).join('.')}: there is no such ${noun}; the ${noun}s are ${known.join(', ')}`,
    );
  }
  const value = issue.path.reduce<unknown>(
    (part, key) => (part as Record<PropertyKey, unknown> | undefined)?.[key],
    document,
  );
  return [`${path || 'the file'} is ${value === undefined ? 'missing' : quote(value)}: ${issue.message}`];
}
