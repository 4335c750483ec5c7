/** Reads a stored report, and refuses one of another version by name. */
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
  const [issue] = parsed.error.issues;
  const path = issue?.path.join('.') || 'the document';
  return { problem: `it is not a report (${path}: ${issue?.message}): store one with --json` };
}

function wrongVersion(version: number): string {
  return version < SCHEMA_VERSION
    ? `it is a report of version ${version}, and natless now reads version ${SCHEMA_VERSION}: run the probe again and store a new one, or use natless 0.1 for this one`
    : `it is a report of version ${version}, and this natless reads version ${SCHEMA_VERSION}: update natless`;
}
