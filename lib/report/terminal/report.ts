/** Renders a report for a terminal: for each subnet a table and its controls, then what all subnets have in common. */

import { decisiveOf } from '../../../lambda/report/judge/decisive.ts';
import { isOthers } from '../../../lambda/report/judge/sum-without-nat.ts';
import { plainText } from '../../../lambda/report/plain-text.ts';
import type { Operation, Report, Run, Target } from '../../../lambda/report/report-schema.ts';
import { alikeRuns } from '../alike.ts';
import { routeInWords } from '../route-in-words.ts';
import { renderConclusion } from './conclusion.ts';
import { renderControls } from './controls.ts';
import { fitted } from './fitted.ts';
import { renderLab } from './lab.ts';
import { type Look, type Paint, painter } from './paint.ts';
import { renderPlaces } from './places.ts';
import { bareTable, cutTable } from './table.ts';
import { verdictLook, WITHOUT_NAT } from './verdicts.ts';

export interface TerminalOptions {
  /** The terminal's width in columns. */
  readonly columns: number;
  readonly color: boolean;
  /** Whether to show the times apart where a table leaves them out. @default false */
  readonly verbose?: boolean;
  /** Sections to print before the closing sentence. @default - none */
  readonly further?: readonly string[];
}

export function renderReport(
  { runs, summary }: Report,
  { columns, color, verbose = false, further = [] }: TerminalOptions,
): string {
  const paint = painter(color);
  const look = { columns, verbose, paint };
  const sections = [
    ...alikeRuns(runs).map((alike) => renderAlike(alike, look)),
    ...renderConclusion({ runs, summary }, paint, further),
  ];
  return `${fitted(sections.join('\n\n'), columns)}\n`;
}

interface ReportLook extends Look {
  readonly verbose: boolean;
}

/** The results of runs that are alike, once: the first one's times and addresses stand for all. */
function renderAlike(alike: readonly Run[], look: ReportLook): string {
  const { paint } = look;
  const [first] = alike;
  if (!first) return '';
  const lines = [
    ...renderPlaces(alike, paint),
    plainText(routeInWords(first.network.route, first.lab !== undefined)),
    ...renderTargets(first.targets, first, look),
    ...renderDemonstrations(first, look),
    renderSources(alike),
    ...renderControls(first, paint),
    ...renderLab(
      alike.flatMap(({ lab }) => lab ?? []),
      paint,
    ),
  ];
  return lines.join('\n');
}

function renderDemonstrations(run: Run, look: ReportLook): string[] {
  const { demonstrations = [] } = run;
  if (demonstrations.length === 0) return [];
  return [
    'built-in targets: not yours, count nowhere (--only-mine leaves them out):',
    ...renderTargets(demonstrations, run, look),
  ];
}

const TIMES = 'dns/tcp/tls/http ms';

/** The columns that may be cut: the addresses first, then the names of the targets. */
function cutsOf(addresses: number) {
  return [
    { column: addresses, least: 16 },
    { column: 0, least: 20 },
  ];
}

/** In another project's network what becomes of a target without NAT is shown instead of who confirmed its path. */
function headOf(others: boolean): string[] {
  const judged = others ? ['over IPv6', 'without NAT'] : ['verdict'];
  return ['target', 'path', ...judged, 'remote address', TIMES];
}

/** The times are left out, or stand apart, where they leave too little for names and addresses. */
function renderTargets(
  targets: readonly Target[],
  run: Run,
  { columns, verbose, paint }: ReportLook,
): string[] {
  const others = isOthers(run);
  const head = headOf(others).map((text) => paint('dim', text));
  const rows = targets.map((target) => renderTarget(target, others, paint));
  const cuts = cutsOf(head.length - 2);
  const whole = cutTable(head, rows, { columns, cuts: cuts.slice(0, 1) });
  if (whole !== null) return [whole];
  const short = rows.map((row) => row.slice(0, -1));
  const table = cutTable(head.slice(0, -1), short, { columns, cuts }) ?? bareTable(head.slice(0, -1), short);
  return verbose ? [table, ...timesTable(head, rows, columns)] : [table];
}

function timesTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  columns: number,
): string[] {
  const ends = (row: readonly string[]) => [row[0] ?? '', row.at(-1) ?? ''];
  const cuts = [{ column: 0, least: 20 }];
  return [cutTable(ends(head), rows.map(ends), { columns, cuts }) ?? bareTable(ends(head), rows.map(ends))];
}

function renderTarget(target: Target, others: boolean, paint: Paint): string[] {
  const { id, path, witness, expect, attempts, withoutNat = 'unknown' } = target;
  const { mark, style, word } = verdictLook(target);
  const judged = paint(style, `${mark} ${word}`);
  const last = decisiveOf(expect, attempts).operations.at(-1);
  return [
    plainText(id, LONGEST_ID),
    path,
    ...(others
      ? [judged, paint(WITHOUT_NAT[withoutNat].style, WITHOUT_NAT[withoutNat].words)]
      : [judged + (witness ? ` (${witness})` : '')]),
    plainText(last?.remoteAddress ?? '-'),
    last ? renderPhases(last) : '-',
  ];
}

/** More of a URL does not help in a table. */
const LONGEST_ID = 200;

function renderPhases({ phasesMs: { resolve, connect, tls, request } }: Operation): string {
  return [resolve, connect, tls, request]
    .map((phase) => (phase === null ? '-' : Math.round(phase)))
    .join('/');
}

function renderSources(alike: readonly Run[]): string {
  const addresses = alike.flatMap(({ source }) => source.address ?? []);
  const [{ source, network } = { source: null, network: null }] = alike;
  if (!source || addresses.length === 0) return 'source address unknown: no echo service answered';
  const seenBy = source.seenBy.map(({ target }) => target).join(', ');
  const blocks = network.vpcIpv6CidrBlocks.join(', ');
  const place = `${source.insideVpc ? 'inside' : 'NOT inside'} the VPC's ${blocks}`;
  const where = source.insideVpc === null ? "the VPC's blocks are unknown" : place;
  return plainText(`source: ${[...new Set(addresses)].join(', ')}, ${where}, seen by ${seenBy}`, 2_000);
}
