/** Renders a report for a terminal: for each subnet a table and its controls, then what all subnets have in common. */

import { decisiveOf } from '../../../lambda/report/judge/decisive.ts';
import { isOthers } from '../../../lambda/report/judge/sum-without-nat.ts';
import { plainText } from '../../../lambda/report/plain-text.ts';
import type { Operation, Report, Run, Target } from '../../../lambda/report/report-schema.ts';
import { routeInWords } from '../route-in-words.ts';
import { workloadInWords } from '../workload-in-words.ts';
import { renderConclusion } from './conclusion.ts';
import { renderControls } from './controls.ts';
import { renderLab } from './lab.ts';
import { type Paint, painter } from './paint.ts';
import { bareTable } from './table.ts';
import { VERDICTS, WITHOUT_NAT } from './verdicts.ts';

export interface TerminalOptions {
  /** The terminal's width in columns. */
  readonly columns: number;
  readonly color: boolean;
  /** Sections to print before the closing sentence. @default - none */
  readonly further?: readonly string[];
}

export function renderReport(
  { runs, summary }: Report,
  { columns, color, further = [] }: TerminalOptions,
): string {
  const paint = painter(color);
  const sections = [
    ...runs.map((run) => renderRun(run, columns, paint)),
    ...renderConclusion({ runs, summary }, paint, further),
  ];
  return `${sections.join('\n\n')}\n`;
}

function renderRun(run: Run, columns: number, paint: Paint): string {
  const lines = [
    renderHeading(run, paint),
    renderTable(run.targets, run, columns, paint),
    ...renderDemonstrations(run, columns, paint),
    renderSource(run),
    ...renderControls(run, paint),
    ...(run.lab ? [renderLab(run.lab, paint)] : []),
  ];
  return lines.join('\n');
}

function renderHeading(run: Run, paint: Paint): string {
  const { region, network, durationMs } = run;
  const zone = plainText(network.availabilityZone ?? region);
  const route = plainText(routeInWords(network.route));
  const workload = workloadInWords(run);
  if (workload) {
    const title = paint('bold', plainText(workload.title, 1_000));
    const place = workload.place.map((line) => plainText(line, 1_000));
    return [`${title}  ${zone}  ${seconds(durationMs)}`, ...place, route].join('\n');
  }
  const subnet = plainText(network.subnetId ?? 'unknown subnet');
  return `${paint('bold', zone)}  ${subnet}  ${seconds(durationMs)}\n${route}`;
}

function renderDemonstrations(run: Run, columns: number, paint: Paint): string[] {
  const { demonstrations = [] } = run;
  if (demonstrations.length === 0) return [];
  return [
    'built-in targets, which are not yours and count nowhere (--only-mine leaves them out):',
    renderTable(demonstrations, run, columns, paint),
  ];
}

/** The width of the other columns at most; the address gets the rest. */
const OTHER_COLUMNS_WIDTH = 58;
const SHORTEST_ADDRESS = 16;

/** In another project's network what becomes of a target without NAT is shown instead of who confirmed its path. */
function renderTable(targets: readonly Target[], run: Run, columns: number, paint: Paint): string {
  const others = isOthers(run);
  const head = [
    ...['target', 'path', others ? 'over IPv6' : 'verdict', ...(others ? ['without NAT'] : [])],
    ...['remote address', 'dns/tcp/tls/http ms'],
  ];
  const width = Math.max(SHORTEST_ADDRESS, columns - OTHER_COLUMNS_WIDTH);
  return bareTable(
    head.map((text) => paint('dim', text)),
    targets.map((target) => renderTarget(target, others, width, paint)),
  );
}

function renderTarget(target: Target, others: boolean, width: number, paint: Paint): string[] {
  const { id, path, verdict, witness, expect, attempts, withoutNat = 'unknown' } = target;
  const { mark, style } = VERDICTS[verdict];
  const judged = paint(style, `${mark} ${verdict}`);
  const last = decisiveOf(expect, attempts).operations.at(-1);
  return [
    plainText(id, 40),
    path,
    ...(others
      ? [judged, paint(WITHOUT_NAT[withoutNat].style, WITHOUT_NAT[withoutNat].words)]
      : [judged + (witness ? ` (${witness})` : '')]),
    plainText(last?.remoteAddress ?? '-', width),
    last ? renderPhases(last) : '-',
  ];
}

function renderPhases({ phasesMs: { resolve, connect, tls, request } }: Operation): string {
  return [resolve, connect, tls, request]
    .map((phase) => (phase === null ? '-' : Math.round(phase)))
    .join('/');
}

function renderSource({ source, network }: Run): string {
  if (source.address === null) return 'source address unknown: no echo service answered';
  const seenBy = source.seenBy.map(({ target }) => target).join(', ');
  const blocks = network.vpcIpv6CidrBlocks.join(', ');
  const place = `${source.insideVpc ? 'inside' : 'NOT inside'} the VPC's ${blocks}`;
  const where = source.insideVpc === null ? "the VPC's blocks are unknown" : place;
  return plainText(`source: ${source.address}, ${where}, seen by ${seenBy}`);
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(1)} s`;
}
