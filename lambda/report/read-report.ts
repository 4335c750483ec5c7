/** Reads a stored report, and refuses one of another version, or of more than a report may hold, by name and number. */
import type { z } from 'zod';
import { plainText } from './plain-text.ts';
import { type Report, reportSchema } from './report-schema.ts';
import { SCHEMA_VERSION } from './vocabulary.ts';

/** @returns the report, or why the document is not one that can be read */
export function readReportDocument(
  document: unknown,
): { readonly report: Report } | { readonly problem: string } {
  const parsed = reportSchema.safeParse(document);
  if (parsed.success) return { report: parsed.data };
  const version = (document as { schemaVersion?: unknown } | null)?.schemaVersion;
  if (typeof version === 'number' && version !== SCHEMA_VERSION) return { problem: wrongVersion(version) };
  return { problem: `it is not a report (${problemIn(parsed.error, document)}): store one with --json` };
}

/** The first problem that a schema finds: where, and what; of a limit both numbers. */
export function problemIn({ issues: [issue] }: z.ZodError, document: unknown): string {
  const path = plainText(issue?.path.join('.') || 'the document');
  const size = issue?.code === 'too_big' ? sizeAt(issue, document) : null;
  return size === null ? plainText(`${path}: ${issue?.message}`) : `${path} has ${size}`;
}

/** Null for a number that is too big. */
function sizeAt({ path, maximum }: z.core.$ZodIssueTooBig, document: unknown): string | null {
  const value = path.reduce<unknown>((part, key) => (part as Record<PropertyKey, unknown>)[key], document);
  const limit = `and a report has at most ${maximum} there`;
  if (typeof value === 'string') return `${value.length} characters, ${limit}`;
  return Array.isArray(value) ? `${value.length} entries, ${limit}` : null;
}

function wrongVersion(version: number): string {
  return version < SCHEMA_VERSION
    ? `it is a report of version ${version}, and natless now reads version ${SCHEMA_VERSION}: run the probe again and store a new one, or use natless 0.1 for this one`
    : `it is a report of version ${version}, and this natless reads version ${SCHEMA_VERSION}: update natless`;
}
