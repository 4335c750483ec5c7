/** A report in JUnit's XML, which CI systems show as tests: a suite for each run, a case for each target. Pure. */
import { plainText } from '../../lambda/report/plain-text.ts';
import type { Report, Run, Target } from '../../lambda/report/report-schema.ts';
import { workloadInWords } from './workload-in-words.ts';

interface Case {
  readonly name: string;
  readonly seconds: number;
  /** Why it is not as it should be; null where it is. */
  readonly failure: string | null;
  /** Why nothing is known; null where something is. */
  readonly skipped: string | null;
}

/** With a line break at the end. */
export function junitOf({ runs }: Report): string {
  const suites = runs.map(suiteOf);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites name="natless">',
    ...suites,
    '</testsuites>',
    '',
  ].join('\n');
}

function suiteOf(run: Run): string {
  const cases = [...run.targets.map(caseOf), refereeCase(run)].filter((each) => each !== null);
  const name = workloadInWords(run)?.title ?? run.network.subnetId ?? run.region;
  const failures = cases.filter(({ failure }) => failure !== null).length;
  const skipped = cases.filter((each) => each.skipped !== null).length;
  const head = `  <testsuite name="${escaped(name)}" tests="${cases.length}" failures="${failures}" skipped="${skipped}" time="${seconds(run.durationMs)}" timestamp="${escaped(run.startedAt.replace(/\.\d+Z$/, ''))}">`;
  return [head, ...cases.map((each) => caseElement(each, name)), '  </testsuite>'].join('\n');
}

function caseOf(target: Target): Case {
  const why = target.cause ? `${target.cause.code}: ${target.cause.message}. ${target.cause.remedy}` : '';
  const isOpen = target.verdict === 'inconclusive';
  const took = target.attempts.flatMap(({ operations }) =>
    operations.flatMap(({ phasesMs }) => Object.values(phasesMs).map((ms) => ms ?? 0)),
  );
  return {
    name: target.id,
    seconds: took.reduce((sum, ms) => sum + ms, 0),
    failure:
      target.asExpected || isOpen
        ? null
        : `expected ${target.expect}, got ${target.verdict} over ${target.path}. ${why}`,
    skipped: isOpen ? why : null,
  };
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
