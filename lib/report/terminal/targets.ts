/** Renders what a template's code talks to: the targets, what may hide others, and what flow logs name. */
import stringWidth from 'string-width';
import { count } from '../../count.ts';
import type {
  CountedTarget,
  FlowDestination,
  Flows,
  Ground,
  TargetGap,
  TargetsDocument,
} from '../inputs/found-targets.ts';
import { fitted } from './fitted.ts';
import { type Paint, painter } from './paint.ts';
import { shortened } from './shortened.ts';
import { bareTable } from './table.ts';
import { wrapped } from './wrap.ts';

interface TargetsOptions {
  readonly columns: number;
  readonly color: boolean;
}

/** With a line break at the end. */
export function renderTargets(found: TargetsDocument, { columns, color }: TargetsOptions): string {
  const paint = painter(color);
  const sections = [
    targetTable(found.targets, columns),
    ...gapSections(found.gaps, columns, paint),
    ...(found.outside.length > 0 ? [outside(found.outside, columns)] : []),
    ...(found.flows ? [flowTable(found.flows, paint)] : []),
    ...found.notices.map((notice) => wrapped(notice, columns)),
  ];
  return `${fitted(sections.join('\n\n'), columns)}\n`;
}

/** A URL on each line, as `--targets` reads them. */
export function renderTargetList({ targets, flows }: TargetsDocument): string {
  const addresses = (flows?.destinations ?? []).map(urlOf);
  return [...new Set([...targets.map(({ url }) => url), ...addresses])].map((url) => `${url}\n`).join('');
}

function urlOf({ address, port }: FlowDestination): string {
  return `tcp://${address.includes(':') ? `[${address}]` : address}:${port}`;
}

/** What "found in" needs to be readable, and the least that a target gets beside it. */
const GROUND_WIDTH = 24;
const LEAST_TARGET_WIDTH = 24;
const GAP = 2;

function targetTable(targets: readonly CountedTarget[], columns: number): string {
  if (targets.length === 0) return 'no targets were found';
  const hasCounts = targets.some(({ lookups }) => lookups !== null);
  const head = ['target', 'service', ...(hasCounts ? ['lookups'] : [])];
  const others = targets.map(({ service, lookups }) => [
    service ?? '',
    ...(hasCounts ? [String(lookups ?? '')] : []),
  ]);
  const used = widthOf(head.slice(1), others);
  const names = targets.map(({ url }) => url.replace(/^https:\/\//, ''));
  const most = Math.max(LEAST_TARGET_WIDTH, columns - used - GROUND_WIDTH - GAP);
  const shown = names.map((name) => shortened(name, most));
  const room = Math.max(
    GROUND_WIDTH,
    columns -
      used -
      widthOf(
        ['target'],
        shown.map((name) => [name]),
      ),
  );
  const rows = targets.flatMap(({ foundIn }, index) =>
    grounds(foundIn, room).map((line, number) =>
      number === 0 ? [shown[index] ?? '', ...(others[index] ?? []), line] : [...head.map(() => ''), line],
    ),
  );
  return bareTable([...head, 'found in'], rows);
}

/** The gaps behind the columns included. */
function widthOf(head: readonly string[], rows: readonly (readonly string[])[]): number {
  const widths = head.map((title, column) =>
    rows.reduce((widest, row) => Math.max(widest, stringWidth(row[column] ?? '')), title.length),
  );
  return widths.reduce((sum, width) => sum + width + GAP, 0);
}

const SHOWN_GROUNDS = 2;

function grounds(foundIn: readonly Ground[], room: number): string[] {
  const shown = foundIn.slice(0, SHOWN_GROUNDS).map(({ logicalId, where }) => `${logicalId} ${where}`);
  const more = foundIn.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${count(more, 'other place')}`] : [])].flatMap((text) =>
    wrapped(text, room, '  ')
      .split('\n')
      .map((line) => shortened(line, room)),
  );
}

const TITLES: Readonly<Record<TargetGap['kind'], string>> = {
  wildcard: 'every service is allowed',
  unreadable: 'not in the template',
  unknown: 'host not known',
  inside: 'inside the network, and left out',
};

function gapSections(gaps: readonly TargetGap[], columns: number, paint: Paint): string[] {
  return Object.entries(TITLES).flatMap(([kind, title]) => {
    const own = gaps.filter((gap) => gap.kind === kind);
    if (own.length === 0) return [];
    const lines = own.map(({ logicalId, where, problem }) =>
      wrapped(`  ${logicalId} ${where}${kind === 'inside' ? '' : `: ${problem}`}`, columns, '    '),
    );
    return [[paint('bold', `${title} (${own.length})`), ...lines].join('\n')];
  });
}

function outside(logicalIds: readonly string[], columns: number): string {
  const functions = count(logicalIds.length, 'function');
  return wrapped(`${functions} without a VpcConfig left out: ${logicalIds.join(', ')}`, columns, '  ');
}

function flowTable({ logGroup, days, destinations }: Flows, paint: Paint): string {
  const title = paint('bold', `sent to public addresses in ${count(days, 'day')}, by ${logGroup}`);
  if (destinations.length === 0) return `${title}: none`;
  const rows = destinations.map(({ address, port, bytes }) => [address, String(port), size(bytes)]);
  return [title, bareTable(['address', 'port', 'sent'], rows)].join('\n');
}

const MEGABYTE = 1_000_000;

function size(bytes: number): string {
  return bytes < MEGABYTE ? count(bytes, 'byte') : `${(bytes / MEGABYTE).toFixed(1)} MB`;
}
