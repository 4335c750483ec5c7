/** Renders a report of many subnets for a terminal: one matrix of targets and subnets, then the causes as ever. */
import { plainText } from '../../../lambda/report/plain-text.ts';
import type { Report, Run } from '../../../lambda/report/report-schema.ts';
import { type Paint, painter } from './paint.ts';
import { renderCauses, type TerminalOptions, VERDICTS } from './report.ts';
import { bareTable } from './table.ts';

export function renderMatrix({ runs, summary }: Report, { color }: Pick<TerminalOptions, 'color'>): string {
  const paint = painter(color);
  return `${[matrix(runs, paint), ...renderCauses({ runs, summary }, paint)].join('\n\n')}\n`;
}

function matrix(runs: readonly Run[], paint: Paint): string {
  const ids = [...new Set(runs.flatMap(({ targets }) => targets.map(({ id }) => id)))];
  return bareTable(
    ['target', ...runs.map(placeOf)].map((text) => paint('dim', text)),
    [
      ...ids.map((id) => [plainText(id, 40), ...runs.map((run) => cell(id, run, paint))]),
      ['IPv4 controls', ...runs.map(controls)],
    ],
  );
}

/** The name of an Availability Zone holds its Region. */
function placeOf({ network, region }: Run): string {
  return plainText(network.availabilityZone ?? `${region} ${network.subnetId ?? ''}`.trim());
}

function cell(id: string, { targets }: Run, paint: Paint): string {
  const target = targets.find((each) => each.id === id);
  if (!target) return '-';
  const { mark, style } = VERDICTS[target.verdict];
  return `${paint(style, mark)} ${target.path}`;
}

function controls({ controls: all }: Run): string {
  const ipv4 = all.filter(({ kind }) => kind === 'ipv4');
  const strange = ipv4.filter(({ asExpected }) => !asExpected);
  if (strange.length > 0) return `${strange.length} answered`;
  if (ipv4.length > 0 && ipv4.every(({ unsent }) => unsent)) return 'no IPv4';
  return ipv4.some(({ meaningful }) => meaningful) ? 'silent' : 'meaningless';
}
