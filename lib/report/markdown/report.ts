/** A report as a job summary of GitHub Actions: the conclusion first, then a table for each subnet, then the causes. */
import type { Report, Run, Target } from '../../../lambda/report/report-schema.ts';
import { count } from '../../count.ts';
import { usd } from '../../prices/usd.ts';
import { foldCauses } from '../folded-causes.ts';
import { expectedInWords } from '../outcome-in-words.ts';
import { type Savings, WAY_NAMES } from '../savings/savings.ts';
import { workloadInWords } from '../workload-in-words.ts';
import { code, details, prose, table } from './markup.ts';

/** With a line break at the end. @param savings one for each Region */
export function reportMarkdown({ runs, summary }: Report, savings: readonly Savings[]): string {
  const sections = [
    `### ${prose(summary.sentence)}`,
    ...savings.flatMap(moneyLine),
    ...runs.flatMap(runSection),
    ...causeSection(runs),
  ];
  return `${sections.join('\n\n')}\n`;
}

function moneyLine({ saving, natGateways, prices, ways }: Savings): string[] {
  if (saving === null || natGateways.gateways === 0) return [];
  const atMost = saving.doubts.length > 0 ? 'at most ' : '';
  const needed = ways[0] ? `${usd(ways[0].monthUsd)} USD for ${WAY_NAMES[ways[0].kind]}` : 'nothing';
  return [
    `**Saved: ${atMost}${usd(saving.monthUsd)} USD a month** (${count(natGateways.gateways, 'NAT gateway')}; what is left needs ${needed}; list prices of ${prose(prices.region)}, ${prices.date})`,
  ];
}

const MARKS = { pass: '✅', fail: '❌', inconclusive: '❔' } as const;

function verdictOf(target: Target): string {
  const expected = expectedInWords(target);
  return expected === null ? `${MARKS[target.verdict]} ${target.verdict}` : `🔹 ${expected}`;
}

function runSection(run: Run): string[] {
  const rows = run.targets.map((target) => [
    code(target.id),
    target.path,
    verdictOf(target),
    target.withoutNat ?? '',
    target.cause ? code(target.cause.code) : '',
  ]);
  const { title = run.network.subnetId ?? run.network.availabilityZone ?? run.region } =
    workloadInWords(run) ?? {};
  const disputed = (run.lab?.referee.disagreements ?? []).map((each) => `- ❌ ${prose(each)}`);
  return [
    `#### ${prose(title)}`,
    table(['target', 'path', 'verdict', 'without NAT', 'cause'], rows),
    ...(disputed.length > 0 ? [disputed.join('\n')] : []),
    ...adviceLines(run.targets),
  ];
}

function adviceLines(targets: readonly Target[]): string[] {
  const groups = Map.groupBy(
    targets.filter(({ advice }) => advice?.line),
    ({ advice }) => advice?.line ?? '',
  );
  if (groups.size === 0) return [];
  return [
    [...groups]
      .map(([line, group]) => `- ${code(line)}: ${group.map(({ id }) => code(id)).join(', ')}`)
      .join('\n'),
  ];
}

function causeSection(runs: readonly Run[]): string[] {
  const open = foldCauses(runs).filter(({ severity }) => severity !== 'expected');
  const causes = open.map(({ cause, subjects }) =>
    [
      `- ${code(cause.code)} ${prose(subjects.join(', '))}`,
      `  ${prose(cause.message)}`,
      `  → ${prose(cause.remedy)}`,
    ].join('  \n'),
  );
  return causes.length === 0 ? [] : [details(count(causes.length, 'cause'), causes)];
}
