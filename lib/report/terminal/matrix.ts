/** Renders a report of many subnets for a terminal: one matrix of targets and subnets, then what they have in common. */
import { plainText } from '../../../lambda/report/plain-text.ts';
import type { Report, Run } from '../../../lambda/report/report-schema.ts';
import { renderConclusion } from './conclusion.ts';
import { type Paint, painter } from './paint.ts';
import type { TerminalOptions } from './report.ts';
import { bareTable } from './table.ts';
import { verdictLook } from './verdicts.ts';

export function renderMatrix({ runs, summary }: Report, { color }: Pick<TerminalOptions, 'color'>): string {
  const paint = painter(color);
  return `${[matrix(runs, paint), ...renderConclusion({ runs, summary }, paint)].join('\n\n')}\n`;
}

function matrix(runs: readonly Run[], paint: Paint): string {
  const ids = [...new Set(runs.flatMap(({ targets }) => targets.map(({ id }) => id)))];
  return bareTable(
    ['target', ...runs.map(columnHead)].map((text) => paint('dim', text)),
    [
      ...ids.map((id) => [plainText(id, 40), ...runs.map((run) => cell(id, run, paint))]),
      ['IPv4 controls', ...runs.map(controls)],
    ],
  );
}

/** The name of an Availability Zone includes its Region. */
function columnHead({ network, region }: Run): string {
  return plainText(network.availabilityZone ?? `${region} ${network.subnetId ?? ''}`.trim());
}

function cell(id: string, { targets }: Run, paint: Paint): string {
  const target = targets.find((each) => each.id === id);
  if (!target) return '-';
  const { mark, style } = verdictLook(target);
  return `${paint(style, mark)} ${target.path}`;
}

function controls({ controls: all }: Run): string {
  const ipv4 = all.filter(({ kind }) => kind === 'ipv4');
  const unexpected = ipv4.filter(({ asExpected }) => !asExpected);
  if (unexpected.length > 0) return `${unexpected.length} answered`;
  if (ipv4.length > 0 && ipv4.every(({ unsent }) => unsent)) return 'no IPv4';
  return ipv4.some(({ meaningful }) => meaningful) ? 'blocked' : 'no proof';
}
