/** Renders a report for a terminal: a table per subnet, its controls, then each cause once with its remedy. */

import { decisiveOf } from '../../../lambda/report/judge/decisive.ts';
import { isAnsweredByEndpoint } from '../../../lambda/report/judge/judge-control.ts';
import { plainText } from '../../../lambda/report/plain-text.ts';
import type {
  Control,
  LabFindings,
  Operation,
  Report,
  Run,
  Target,
} from '../../../lambda/report/report-schema.ts';
import { ADVICE_KINDS } from '../../../lambda/report/vocabulary.ts';
import { foldCauses } from '../folded-causes.ts';
import { renderPulls } from '../pulls.ts';
import { routeInWords } from '../route-in-words.ts';
import { renderImagePulls } from './image-pulls.ts';
import { type Paint, painter } from './paint.ts';
import { bareTable } from './table.ts';

export interface TerminalOptions {
  /** The terminal's width in columns. */
  readonly columns: number;
  readonly color: boolean;
  /** What else is to be said before the closing sentence. @default - nothing */
  readonly further?: readonly string[];
}

export function renderReport(
  { runs, summary }: Report,
  { columns, color, further = [] }: TerminalOptions,
): string {
  const paint = painter(color);
  const sections = [
    ...runs.map((run) => renderRun(run, columns, paint)),
    ...renderCauses({ runs, summary }, paint, further),
  ];
  return `${sections.join('\n\n')}\n`;
}

/** What all runs have in common: each cause once, the advice or what the pulls show, what else is to be said, the sentence. */
export function renderCauses(
  { runs, summary }: Pick<Report, 'runs' | 'summary'>,
  paint: Paint,
  further: readonly string[] = [],
): string[] {
  return [
    ...renderFoldedCauses(runs, paint),
    ...(runs.some(({ pulls }) => pulls) ? renderPulls(runs, paint) : renderAdvice(runs, paint)),
    ...renderImagePulls(runs, paint),
    ...further,
    paint('bold', plainText(summary.sentence, 1_000)),
  ];
}

function renderRun(run: Run, columns: number, paint: Paint): string {
  const lines = [
    renderHeading(run, paint),
    renderTable(run.targets, columns, paint),
    renderSource(run),
    renderControls(run.controls, paint),
    ...(run.lab ? [renderLab(run.lab, paint)] : []),
  ];
  return lines.join('\n');
}

function renderHeading({ region, network, durationMs }: Run, paint: Paint): string {
  const zone = plainText(network.availabilityZone ?? region);
  const subnet = plainText(network.subnetId ?? 'unknown subnet');
  return `${paint('bold', zone)}  ${subnet}  ${seconds(durationMs)}\n${plainText(routeInWords(network.route))}`;
}

/** What the other columns of the table take at most; the address has what is left. */
const OTHER_COLUMNS_WIDTH = 58;
const SHORTEST_ADDRESS = 16;

function renderTable(targets: readonly Target[], columns: number, paint: Paint): string {
  const head = ['target', 'path', 'verdict', 'remote address', 'dns/tcp/tls/http ms'];
  const width = Math.max(SHORTEST_ADDRESS, columns - OTHER_COLUMNS_WIDTH);
  return bareTable(
    head.map((text) => paint('dim', text)),
    targets.map((target) => renderTarget(target, width, paint)),
  );
}

export const VERDICTS = {
  pass: { mark: '✓', style: 'green' },
  fail: { mark: '✗', style: 'red' },
  inconclusive: { mark: '?', style: 'yellow' },
} as const;

function renderTarget(
  { id, path, verdict, witness, expect, attempts }: Target,
  width: number,
  paint: Paint,
): string[] {
  const { mark, style } = VERDICTS[verdict];
  const last = decisiveOf(expect, attempts)?.operations.at(-1);
  return [
    plainText(id, 40),
    path,
    paint(style, `${mark} ${verdict}`) + (witness ? ` (${witness})` : ''),
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
  if (source.address === null) return 'source: nobody named the address that the packets came from';
  const seenBy = source.seenBy.map(({ target }) => target).join(', ');
  const where = `${source.insideVpc ? 'inside' : 'NOT inside'} the VPC's ${network.vpcIpv6CidrBlock ?? 'unknown block'}`;
  return plainText(`source: ${source.address}, ${where}, seen by ${seenBy}`);
}

function renderControls(controls: readonly Control[], paint: Paint): string {
  if (controls.length === 0) return 'controls: none could be tried';
  const ipv4 = controls.filter((control) => control.kind === 'ipv4' && !isAnsweredByEndpoint(control));
  const carried = controls.filter(isAnsweredByEndpoint).map(({ id }) => id);
  const iam = controls.filter(({ kind }) => kind === 'iam');
  const lines = [
    renderIpv4Controls(ipv4, paint),
    ...(carried.length > 0
      ? [plainText(`VPC endpoints answered over IPv4, as expected: ${carried.join(', ')}`)]
      : []),
    ...iam.map((control) => renderIamControl(control, paint)),
  ];
  return `controls: ${lines.join('\n          ')}`;
}

function renderIpv4Controls(controls: readonly Control[], paint: Paint): string {
  const answered = controls.filter(({ succeeded }) => succeeded).map(({ id }) => id);
  if (answered.length > 0) {
    const text = `${answered.length} of ${controls.length} answered over IPv4 that must not: ${answered.join(', ')}`;
    return paint('yellow', plainText(text));
  }
  if (controls.length > 0 && controls.every(({ unsent }) => unsent))
    return `${controls.length} tried over IPv4, and none could be sent: there is no IPv4 here`;
  const meaning = controls.some(({ meaningful }) => meaningful)
    ? 'which means something, since IPv6 worked'
    : 'which means nothing, since IPv6 did not work either';
  return `${controls.length} tried over IPv4, all silent, ${meaning}`;
}

function renderIamControl({ succeeded, meaningful }: Control, paint: Paint): string {
  if (succeeded) return paint('yellow', "IAM allowed what it must deny to the VPC's IPv6 addresses");
  return meaningful
    ? "IAM denied what it must deny to the VPC's IPv6 addresses, and allowed the rest"
    : "IAM's own control means nothing, since IAM did not vouch for the rest";
}

function renderLab({ world, referee, counters, inbound }: LabFindings, paint: Paint): string {
  const { egressOnlyInternetGateway: eigw, internetGateway: igw, natGateway: nat } = counters;
  const packets = [
    `egress-only gateway ${eigw.out} out, ${eigw.in} in`,
    `internet gateway ${igw.out} out, ${igw.in} in`,
    `NAT gateway ${nat.out} out`,
    ...(counters.vpcEndpoint.out > 0 ? [`VPC endpoints ${counters.vpcEndpoint.out} out`] : []),
    `${counters.noRouteDropped} without a route`,
    `${counters.securityGroupDropped} stopped by the security group`,
    ...(counters.networkAclDropped > 0 ? [`${counters.networkAclDropped} by a network ACL`] : []),
    ...(counters.blockPublicAccessDropped > 0
      ? [`${counters.blockPublicAccessDropped} by VPC Block Public Access`]
      : []),
  ].join('; ');
  const verdict = referee.agrees
    ? paint('green', '✓ the kernel confirms every claim')
    : paint(
        'red',
        `✗ the kernel disagrees:\n  ${referee.disagreements.map((text) => plainText(text)).join('\n  ')}`,
      );
  const dialIn = inbound.reachedFunction
    ? paint('yellow', 'a connection from the internet reached the function')
    : 'a connection from the internet was refused';
  return `lab: world ${world}; ${verdict}\n     packets: ${packets}\n     ${inbound.attempted ? dialIn : 'no connection from the internet was tried'}`;
}

function renderFoldedCauses(runs: readonly Run[], paint: Paint): string[] {
  return foldCauses(runs).map(({ cause, subjects, severity }) => {
    const style = severity === 'warning' ? 'yellow' : 'red';
    return [
      `${paint(style, cause.code)} ${severity === 'warning' ? '(warning) ' : ''}${plainText(subjects.join(', '), 1_000)}`,
      `  ${plainText(cause.message)}`,
      `  → ${plainText(cause.remedy, 1_000)}`,
    ].join('\n');
  });
}

/** The advice: the targets by what has to be added to reach them. */
function renderAdvice(runs: readonly Run[], paint: Paint): string[] {
  const advised = runs.flatMap(({ targets }) =>
    targets.flatMap(({ id, advice }) => (advice ? [{ id, ...advice }] : [])),
  );
  const steps = Map.groupBy(advised, ({ kind, line, explanation }) => [kind, line, explanation].join('\n'));
  if (steps.size === 0) return [];
  const lines = [...steps.values()].flatMap((members) => {
    const ids = [...new Set(members.map(({ id }) => id))].join(', ');
    const [{ kind = '', line = null, explanation = '' } = {}] = members;
    return [
      `  ${kind.padEnd(KIND_WIDTH)} ${plainText(ids, 1_000)}${line ? `: ${paint('bold', line)}` : ''}`,
      `  ${' '.repeat(KIND_WIDTH)} ${plainText(explanation, 1_000)}`,
    ];
  });
  return [[paint('bold', 'what your code needs'), ...lines].join('\n')];
}

const KIND_WIDTH = Math.max(...ADVICE_KINDS.map(({ length }) => length));

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(1)} s`;
}
