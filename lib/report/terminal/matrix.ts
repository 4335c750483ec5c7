/** Renders a report of many subnets for a terminal: one matrix of targets and subnets, then what they have in common. */
import width from 'string-width';
import { plainText } from '../../../lambda/report/plain-text.ts';
import type { Report, Run } from '../../../lambda/report/report-schema.ts';
import { renderConclusion } from './conclusion.ts';
import { fitted } from './fitted.ts';
import { type Paint, painter } from './paint.ts';
import type { TerminalOptions } from './report.ts';
import { shortened } from './shortened.ts';
import { bareTable } from './table.ts';
import { verdictLook } from './verdicts.ts';

type Options = Pick<TerminalOptions, 'color' | 'columns'>;

export function renderMatrix({ runs, summary }: Report, { color, columns }: Options): string {
  const paint = painter(color);
  const ids = [...new Set(runs.flatMap(({ targets }) => targets.map(({ id }) => id)))];
  const matrices = fittingParts(runs, columns).map((part) => matrix(ids, part, paint));
  const sections = [...matrices, ...renderConclusion({ runs, summary }, paint)];
  return `${fitted(sections.join('\n\n'), columns)}\n`;
}

/** The widths that names are cut to, and that the words of a cell need at most. */
const ID_WIDTH = 28;
const HEAD_WIDTH = 24;
const CELL_WIDTH = 14;
const GAP = 2;

/** As many subnets beside one another as fit. */
function fittingParts(runs: readonly Run[], columns: number): Run[][] {
  const parts: Run[][] = [];
  let room = 0;
  for (const run of runs) {
    const needed = GAP + Math.max(CELL_WIDTH, width(columnHead(run)));
    if (needed > room || parts.length === 0) {
      parts.push([]);
      room = columns - ID_WIDTH;
    }
    parts.at(-1)?.push(run);
    room -= needed;
  }
  return parts;
}

function matrix(ids: readonly string[], runs: readonly Run[], paint: Paint): string {
  return bareTable(
    ['target', ...runs.map(columnHead)].map((text) => paint('dim', text)),
    [
      ...ids.map((id) => [shortened(plainText(id), ID_WIDTH), ...runs.map((run) => cell(id, run, paint))]),
      ['IPv4 controls', ...runs.map(controls)],
    ],
  );
}

/** The name of an Availability Zone includes its Region. */
function columnHead({ network, region }: Run): string {
  const name = network.availabilityZone ?? `${region} ${network.subnetId ?? ''}`.trim();
  return shortened(plainText(name), HEAD_WIDTH);
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
