/** Folds the causes of many targets and subnets, so that each is reported once. */
import { subnetOf } from '../../lambda/report/judge/sum-without-nat.ts';
import { placeName } from '../../lambda/report/place-name.ts';
import type { Cause, Run, Target } from '../../lambda/report/report-schema.ts';
import { listed } from './listed.ts';
import { expectedInWords } from './outcome-in-words.ts';

interface FoldedCause {
  readonly cause: Cause;
  /** `expected`: nothing has to be done about it. */
  readonly severity: 'failure' | 'warning' | 'expected';
  /** The targets and controls that have it, with the subnets where not all of them agree. */
  readonly subjects: readonly string[];
}

interface Occurrence {
  readonly cause: Cause;
  readonly severity: FoldedCause['severity'];
  readonly subject: string;
  /** As the remedy names it. */
  readonly subnet: string;
  readonly zone: string;
}

/** Failures first, then warnings, then what was expected, in the order of the report. */
export function foldCauses(runs: readonly Run[]): FoldedCause[] {
  const occurrences = runs.flatMap(occurrencesIn);
  const sorted = SEVERITIES.flatMap((severity) => only(severity, occurrences));
  return [...Map.groupBy(sorted, sharedKey).values()].flatMap((group) => foldedCause(group, runs.length));
}

const SEVERITIES = ['failure', 'warning', 'expected'] as const;

function occurrencesIn(run: Run): Occurrence[] {
  const { targets, controls, network } = run;
  const id = network.subnetId ?? 'unknown subnet';
  const inFull = subnetOf(run);
  const occurrence = (cause: Cause, severity: FoldedCause['severity'], subject: string): Occurrence => ({
    ...{ cause, severity, subject, zone: placeName(run) },
    subnet: cause.remedy.includes(inFull) ? inFull : id,
  });
  return [
    ...targets.flatMap((target) => [
      ...(target.cause ? [occurrence(target.cause, severityOf(target), target.id)] : []),
      ...target.warnings.map((warning) => occurrence(warning, 'warning', target.id)),
    ]),
    ...controls.flatMap((control) =>
      control.cause && !control.asExpected
        ? [occurrence(control.cause, 'failure', `control of ${control.id}`)]
        : [],
    ),
  ];
}

function severityOf(target: Target): FoldedCause['severity'] {
  return expectedInWords(target) === null ? 'failure' : 'expected';
}

function only(severity: FoldedCause['severity'], occurrences: readonly Occurrence[]): Occurrence[] {
  return occurrences.filter((occurrence) => occurrence.severity === severity);
}

/** The same code and remedy, whichever subnet the remedy names. */
function sharedKey({ severity, cause: { code, remedy }, subnet }: Occurrence): string {
  return [severity, code, remedy.replaceAll(subnet, '')].join(' ');
}

function foldedCause(group: readonly Occurrence[], runs: number): FoldedCause[] {
  const [first] = group;
  if (!first) return [];
  const subnets = listed(group.map(({ subnet }) => subnet));
  const remedy = first.cause.remedy.replaceAll(first.subnet, () => subnets);
  return [{ cause: { ...first.cause, remedy }, severity: first.severity, subjects: subjectsOf(group, runs) }];
}

/** Each subject once, grouped by the subnets that have it, which are named unless they are all. */
function subjectsOf(group: readonly Occurrence[], runs: number): string[] {
  const zonesOf = Map.groupBy(group, ({ subject }) => subject);
  const bySubnets = Map.groupBy(zonesOf, ([, occurrences]) => listed(occurrences.map(({ zone }) => zone)));
  return [...bySubnets].map(([zones, members]) => {
    const names = members.map(([subject]) => subject).join(', ');
    const everywhere = members.every(([, { length }]) => length >= runs);
    return everywhere ? names : `${names} (in ${zones} only)`;
  });
}
