/** Renders what happens when the NAT gateways go: the table, the changes, the money, and the conclusion last. */
import { plainText } from '../../../lambda/report/plain-text.ts';
import { count } from '../../count.ts';
import { usd } from '../../prices/usd.ts';
import { callerInWords } from '../caller-in-words.ts';
import { groundsInWords, guessedIpv6 } from '../grounds.ts';
import type { CodeWays, Way, WhatIf, WhatIfMoney, WhatIfNeed, WhatIfRow } from '../inputs/what-if.ts';
import { fitted } from './fitted.ts';
import { type Paint, painter } from './paint.ts';
import { shellLines } from './shell-lines.ts';
import { bareTable, cutTable } from './table.ts';
import { renderEndpoints } from './what-if-endpoints.ts';
import { renderLines } from './what-if-lines.ts';
import { wrapped } from './wrap.ts';

export interface WhatIfOptions {
  readonly columns: number;
  readonly color: boolean;
}

/** With a line break at the end. */
export function renderWhatIf(answer: WhatIf, { columns, color }: WhatIfOptions): string {
  const paint = painter(color);
  const inWidth = (section: string) => fitted(section, columns);
  const sections = [
    inWidth(renderRows(answer.rows, columns, paint)),
    // What is there to be copied is never cut, however long it is.
    ...renderLines(answer.rows, columns, paint),
    ...renderCauses(answer.rows, columns, paint).map(inWidth),
    ...renderChanges(answer, columns, paint),
    ...renderRest(answer, columns, paint).map(inWidth),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function renderRest(answer: WhatIf, columns: number, paint: Paint): string[] {
  return [
    ...renderObstacles(answer, columns, paint),
    ...renderGaps(answer, columns, paint),
    ...renderRecords(answer, columns),
    ...(answer.money ? [renderMoney(answer.money, answer.canGo === true, paint)] : []),
    ...renderInstances(answer, columns),
    ...(answer.endpoints ? [renderEndpoints(answer.endpoints, answer, columns, paint)] : []),
    ...(answer.disagreements.length > 0
      ? [answer.disagreements.map((each) => paint('red', plainText(each))).join('\n')]
      : []),
    ...(answer.written
      ? [
          `written: ${plainText(answer.written.file)} (sha256 ${answer.written.sha256.slice(0, 12)}…), and the answer comes from it`,
        ]
      : []),
    wrapped(paint('bold', plainText(answer.sentence, 1_000)), columns),
  ];
}

const HEAD = ['target', 'today', 'without NAT', 'with IPv6', 'needs'];
const READABLE_TARGET = 28;
const LEAST_TARGET = 16;

const NEED_WORDS: Readonly<Record<WhatIfNeed, string>> = {
  nothing: 'nothing',
  code: 'code',
  network: 'IPv6',
  'network-and-code': 'IPv6, code',
  paid: 'breaks',
  broken: 'broken today',
  unknown: 'unknown',
};

const NEED_STYLES: Readonly<Record<WhatIfNeed, 'green' | 'yellow' | 'red'>> = {
  nothing: 'green',
  code: 'green',
  network: 'green',
  'network-and-code': 'green',
  paid: 'red',
  broken: 'yellow',
  unknown: 'yellow',
};

function renderRows(rows: readonly WhatIfRow[], columns: number, paint: Paint): string {
  const named = Map.groupBy(rows, ({ workloads }) => workloads.join(', '));
  const tables = [...named].map(([workloads, group]) => {
    const title = workloads === '' ? [] : [wrapped(paint('bold', plainText(workloads, 1_000)), columns)];
    return [...title, tableOf(group, columns, paint)].join('\n');
  });
  return tables.join('\n\n');
}

/** Short words for the ways leave the names more room, where they need it. */
function tableOf(rows: readonly WhatIfRow[], columns: number, paint: Paint): string {
  const cells = (none: string) =>
    rows.map((row) => [
      targetOf(row),
      wayWords(row.today),
      codeWays(row.withoutNat, none),
      codeWays(row.withIpv6, none),
      paint(NEED_STYLES[row.needs], NEED_WORDS[row.needs]),
    ]);
  const cut = (none: string, least: number) =>
    cutTable(HEAD, cells(none), { columns, cuts: [{ column: 0, least }] });
  return cut(NONE, READABLE_TARGET) ?? cut('✗', LEAST_TARGET) ?? bareTable(HEAD, cells('✗'));
}

function targetOf({ target, caller }: WhatIfRow): string {
  return `${plainText(target.replace(/^https:\/\//, ''), 1_000)}${callerInWords(caller)}`;
}

const NONE = '✗ none';

function wayWords(way: Way, none = NONE): string {
  return way === 'none' ? none : way === 'vpc-endpoint' ? 'endpoint' : way;
}

/** The way of unchanged code, and after a slash that of code with dual-stack endpoints where it differs. */
function codeWays({ unchanged, dualStack }: CodeWays, none: string): string {
  if (dualStack === null || dualStack === unchanged) return wayWords(unchanged);
  return `${wayWords(unchanged, none)} / ${wayWords(dualStack, none)}`;
}

function renderCauses(rows: readonly WhatIfRow[], columns: number, paint: Paint): string[] {
  const failed = rows.filter(({ cause }) => cause !== null);
  const groups = Map.groupBy(failed, ({ cause }) => `${cause?.code}\n${cause?.message}\n${cause?.remedy}`);
  return [...groups.values()].map((group) => {
    const [{ cause, needs } = { cause: null, needs: 'paid' as const }] = group;
    const targets = [...new Set(group.map(({ target }) => target.replace(/^https:\/\//, '')))].join(', ');
    return [
      wrapped(`${paint(NEED_STYLES[needs], cause?.code ?? '')} ${plainText(targets, 1_000)}`, columns, '  '),
      wrapped(`  ${plainText(cause?.message ?? '', 1_000)}`, columns, '  '),
      wrapped(`  → ${plainText(cause?.remedy ?? '', 1_000)}`, columns, '    '),
    ].join('\n');
  });
}

function renderChanges({ changes }: WhatIf, columns: number, paint: Paint): string[] {
  if (changes.length === 0) return [];
  const items = changes.map(({ logicalId, what, reason, commands = [] }) =>
    [
      fitted(
        wrapped(`  ${paint('bold', plainText(logicalId))}: ${plainText(what, 1_000)}`, columns, '    '),
        columns,
      ),
      fitted(wrapped(`    ${paint('dim', plainText(reason, 1_000))}`, columns, '    '), columns),
      ...commands.map((command) => shellLines(plainText(command, 4_000), columns, '    ')),
    ].join('\n'),
  );
  return [[`${paint('bold', 'changes to the infrastructure')}, all free`, ...items].join('\n')];
}

function renderObstacles({ obstacles }: WhatIf, columns: number, paint: Paint): string[] {
  if (obstacles.length === 0) return [];
  const items = obstacles.map(({ logicalId, why }) =>
    wrapped(`  ${plainText(logicalId)}: ${plainText(why, 1_000)}`, columns, '    '),
  );
  return [[paint('yellow', 'to do by hand'), ...items].join('\n')];
}

function renderGaps({ gaps }: WhatIf, columns: number, paint: Paint): string[] {
  if (gaps.length === 0) return [];
  const items = gaps.map(({ logicalId, where, problem }) =>
    wrapped(`  ${plainText(`${logicalId}, ${where}`, 1_000)}: ${plainText(problem, 1_000)}`, columns, '    '),
  );
  return [[`${paint('yellow', 'may hide targets')}: name them with --target`, ...items].join('\n')];
}

/** How sure it is that the names have the records that the lab gave them. */
function renderRecords({ records }: WhatIf, columns: number): string[] {
  if (records.length === 0) return [];
  const guessed = plainText(guessedIpv6(records).join(', '), 2_000);
  const lines = [
    `names in the lab: ${groundsInWords(records).join('; ')}`,
    ...(guessed === '' ? [] : [`guessed by the name to have IPv6: ${guessed}`]),
  ];
  return [lines.map((line) => wrapped(line, columns, '  ')).join('\n')];
}

/** The lab does not emulate them, and the price table does not have them. */
function renderInstances({ natInstances = [] }: WhatIf, columns: number): string[] {
  if (natInstances.length === 0) return [];
  const names = natInstances.map(({ logicalId }) => plainText(logicalId)).join(', ');
  const [noun, it, does] =
    natInstances.length === 1 ? ['NAT instance', 'it', 'it costs'] : ['NAT instances', 'them', 'they cost'];
  const text = `${noun}: ${names}: today's way over IPv4 through ${it} is unknown, since the lab does not emulate ${it}; what ${does} is not counted`;
  return [wrapped(text, columns, '  ')];
}

function renderMoney(money: WhatIfMoney, isSure: boolean, paint: Paint): string {
  const data =
    money.dataUsd === null ? ', and the data that passes (--nat-gb)' : ` + ${usd(money.dataUsd)} data`;
  const parts = `${usd(money.hoursUsd)} hours + ${usd(money.addressesUsd)} addresses${data}`;
  return [
    `${paint('bold', 'money')} at list prices of ${plainText(money.region)} (${money.pricesOf}), in USD a month`,
    `  today   ${usd(money.hoursUsd + money.addressesUsd + (money.dataUsd ?? 0))}: ${count(money.natGateways, 'NAT gateway')}, ${parts}`,
    `  needed  ${usd(money.neededUsd)}${money.neededFor === null ? '' : `: ${plainText(money.neededFor, 1_000)}`}`,
    `  saved   ${isSure ? '' : 'at most '}${paint('bold', usd(money.savedMonthUsd))}, ${usd(money.savedYearUsd)} a year, if these targets are all that your code needs`,
  ].join('\n');
}
