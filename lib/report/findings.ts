/** Folds the causes of many targets and subnets, so that each is told once. */
import type { Cause, Run } from '../../lambda/probe/report-schema.ts';

export interface Finding {
  /** The first of its kind: code and remedy are the same for all, messages may differ. */
  readonly cause: Cause;
  readonly severity: 'failure' | 'warning';
  /** The targets and controls that have it, with the subnet where not all subnets agree. */
  readonly subjects: readonly string[];
}

interface Occurrence {
  readonly cause: Cause;
  readonly severity: Finding['severity'];
  readonly subject: string;
}

/** Failures first, in the order of the report. */
export function findings(runs: readonly Run[]): Finding[] {
  const occurrences = runs.flatMap(occurrencesIn);
  const sorted = [...only('failure', occurrences), ...only('warning', occurrences)];
  return [...Map.groupBy(sorted, ({ cause, severity }) => `${severity} ${cause.code}`).values()].flatMap(
    (group) => {
      const [first] = group;
      return first
        ? [{ cause: first.cause, severity: first.severity, subjects: subjectsOf(group, runs.length) }]
        : [];
    },
  );
}

function occurrencesIn({ targets, controls }: Run): Occurrence[] {
  return [
    ...targets.flatMap(({ id, cause, warnings }) => [
      ...(cause ? [{ cause, severity: 'failure' as const, subject: id }] : []),
      ...warnings.map((warning) => ({ cause: warning, severity: 'warning' as const, subject: id })),
    ]),
    ...controls.flatMap(({ id, cause }) =>
      cause ? [{ cause, severity: 'failure' as const, subject: `control of ${id}` }] : [],
    ),
  ];
}

function only(severity: Finding['severity'], occurrences: readonly Occurrence[]): Occurrence[] {
  return occurrences.filter((occurrence) => occurrence.severity === severity);
}

/** Each subject once; with a count where only some of the subnets have it. */
function subjectsOf(group: readonly Occurrence[], subnets: number): string[] {
  const counts = Map.groupBy(group, ({ subject }) => subject);
  return [...counts].map(([subject, { length }]) =>
    length < subnets ? `${subject} (in ${length} of ${subnets} subnets)` : subject,
  );
}
