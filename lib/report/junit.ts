/** A report in JUnit's XML, which CI systems show as tests: a suite for each run, a case for each target. Pure. */
import { isOthers, partOf } from '../../lambda/report/judge/sum-without-nat.ts';
import { plainText } from '../../lambda/report/plain-text.ts';
import type { Report, Run, Target } from '../../lambda/report/report-schema.ts';
import type { WithoutNat } from '../../lambda/report/vocabulary.ts';
import { workloadInWords } from './workload-in-words.ts';

interface Case {
  readonly name: string;
  readonly seconds: number;
  /** Why it is not as it should be; null where it is. */
  readonly failure: string | null;
  /** Why nothing is known; null where something is. */
  readonly skipped: string | null;
}

/**
 * With a line break at the end.
 * @param failOn the answers to "without NAT gateways?" that are failures. @default - none
 */
export function junitOf({ runs }: Report, failOn: readonly WithoutNat[] = []): string {
  const { counted } = partOf(runs);
  const suites = runs.map((run) => suiteOf(run, counted.includes(run) ? failOn : []));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites name="natless">',
    ...suites,
    '</testsuites>',
    '',
  ].join('\n');
}

function suiteOf(run: Run, failOn: readonly WithoutNat[]): string {
  const cases = [...run.targets.map((target) => caseOf(target, run, failOn)), refereeCase(run)].filter(
    (each) => each !== null,
  );
  const name = workloadInWords(run)?.title ?? run.network.subnetId ?? run.region;
  const failures = cases.filter(({ failure }) => failure !== null).length;
  const skipped = cases.filter((each) => each.failure === null && each.skipped !== null).length;
  const head = `  <testsuite name="${escaped(name)}" tests="${cases.length}" failures="${failures}" skipped="${skipped}" time="${seconds(run.durationMs)}" timestamp="${escaped(run.startedAt.replace(/\.\d+Z$/, ''))}">`;
  return [head, ...cases.map((each) => caseElement(each, name)), '  </testsuite>'].join('\n');
}

function caseOf(target: Target, run: Run, failOn: readonly WithoutNat[]): Case {
  const took = target.attempts.flatMap(({ operations }) =>
    operations.flatMap(({ phasesMs }) => Object.values(phasesMs).map((ms) => ms ?? 0)),
  );
  return {
    name: target.id,
    seconds: took.reduce((sum, ms) => sum + ms, 0),
    failure: failureOf(target, failOn),
    skipped: skippedBecause(target, run),
  };
}

function failureOf(target: Target, failOn: readonly WithoutNat[]): string | null {
  const { asExpected, expect, verdict, path, withoutNat } = target;
  if (withoutNat && failOn.includes(withoutNat)) return `${answerIn(target)}. ${causeIn(target)}`;
  if (asExpected || verdict === 'inconclusive') return null;
  return `expected ${expect}, got ${verdict} over ${path}. ${causeIn(target)}`;
}

/** In another project's network nothing is expected unasked: what breaks there is no failure, and no success either. */
function skippedBecause(target: Target, run: Run): string | null {
  if (target.verdict === 'inconclusive') return causeIn(target);
  const isLeftOpen = target.withoutNat === 'breaks' || target.withoutNat === 'unknown';
  if (!isLeftOpen || !isOthers(run)) return null;
  return `${answerIn(target)}, which is a failure with --fail-on ${target.withoutNat}. ${causeIn(target)}`;
}

function answerIn({ withoutNat, withoutNatBecause = 'no reason is known' }: Target): string {
  return `${withoutNat} without a NAT gateway: ${withoutNatBecause}`;
}

function causeIn({ cause }: Target): string {
  return cause ? `${cause.code}: ${cause.message}. ${cause.remedy}` : '';
}

/** Only the lab has a referee. */
function refereeCase({ lab }: Run): Case | null {
  if (!lab) return null;
  const { agrees, disagreements } = lab.referee;
  return {
    name: "the kernel's counters confirm the report",
    seconds: 0,
    failure: agrees ? null : disagreements.join('; '),
    skipped: null,
  };
}

function caseElement({ name, seconds: ms, failure, skipped }: Case, suite: string): string {
  const open = `    <testcase classname="${escaped(suite)}" name="${escaped(name)}" time="${seconds(ms)}"`;
  if (failure !== null) return `${open}><failure message="${escaped(failure)}"/></testcase>`;
  return skipped === null ? `${open}/>` : `${open}><skipped message="${escaped(skipped)}"/></testcase>`;
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(3);
}

const LIMIT_CHARACTERS = 2_000;

/** XML 1.0 has no way to write most control characters: they are gone already. */
function escaped(text: string): string {
  return plainText(text, LIMIT_CHARACTERS)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
