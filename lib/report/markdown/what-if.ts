/** The answer of `what-if` as a job summary of GitHub Actions. */

import { count } from '../../count.ts';
import { usd } from '../../prices/usd.ts';
import { callerInWords } from '../caller-in-words.ts';
import type { CodeWays, EndpointAnswer, WhatIf, WhatIfEndpoints, WhatIfRow } from '../inputs/what-if.ts';
import { code, details, prose, table } from './markup.ts';

/** With a line break at the end. */
export function whatIfMarkdown(answer: WhatIf): string {
  const { rows, changes, obstacles, gaps, money, sentence } = answer;
  const sections = [
    `### ${prose(sentence)}`,
    ...(money
      ? [
          `**${answer.canGo === true ? '' : 'At most '}${usd(money.savedMonthUsd)} USD a month saved** (${usd(money.savedYearUsd)} a year; ${count(money.natGateways, 'NAT gateway')}; list prices of ${prose(money.region)}, ${money.pricesOf})`,
        ]
      : []),
    ...instancesOf(answer),
    table(
      ['target', 'workloads', 'today', 'without NAT', 'with IPv6', 'needs'],
      rows.map((row) => [
        `${code(row.target)}${callerInWords(row.caller)}`,
        prose(row.workloads.join(', ')),
        row.today,
        waysOf(row.withoutNat),
        waysOf(row.withIpv6),
        `${MARKS[row.needs]} ${row.needs}${row.line === null ? '' : `: ${code(row.line)}`}`,
      ]),
    ),
    ...listed('lines of code', rows.flatMap(adviceOf)),
    ...listed(
      `${count(changes.length, 'change')} to the infrastructure`,
      changes.map(
        ({ logicalId, what, reason }) => `${code(logicalId)}: ${prose(what)}  \n  ${prose(reason)}`,
      ),
    ),
    ...listed(
      `${count(obstacles.length, 'change')} to make by hand`,
      obstacles.map(({ logicalId, why }) => `${code(logicalId)}: ${prose(why)}`),
    ),
    ...listed(
      'what may hide targets',
      gaps.map(({ logicalId, where, problem }) => `${code(`${logicalId}, ${where}`)}: ${prose(problem)}`),
    ),
    ...listed('causes', rows.flatMap(causeOf)),
    ...(answer.endpoints ? endpointSections(answer.endpoints) : []),
  ];
  return `${sections.join('\n\n')}\n`;
}

const MARKS: Readonly<Record<WhatIfRow['needs'], string>> = {
  nothing: '✅',
  code: '✅',
  network: '✅',
  'network-and-code': '✅',
  paid: '❌',
  broken: '❔',
  unknown: '❔',
};

function waysOf({ unchanged, dualStack }: CodeWays): string {
  return dualStack === null || dualStack === unchanged ? unchanged : `${unchanged} / ${dualStack}`;
}

const ENDPOINT_MARKS: Readonly<Record<EndpointAnswer['answer'], string>> = {
  'can-go': '✅ can go',
  needed: '❌ needed',
  unknown: '❔ unknown',
};

function endpointSections({ answers, savedMonthUsd, savedYearUsd, limits }: WhatIfEndpoints): string[] {
  return [
    `**Interface endpoints that can go: ${usd(savedMonthUsd)} USD a month** (${usd(savedYearUsd)} a year)`,
    table(
      ['interface endpoint', 'service', 'USD a month', 'answer', 'why'],
      answers.map((each) => [
        code(each.logicalId),
        code(each.serviceName),
        each.monthUsd === null ? 'unknown' : usd(each.monthUsd),
        ENDPOINT_MARKS[each.answer],
        prose(each.remedy === null ? each.because : `${each.because} → ${each.remedy}`),
      ]),
    ),
    ...listed('what the answers on endpoints do not cover', limits.map(prose)),
  ];
}

function instancesOf({ natInstances = [] }: WhatIf): string[] {
  if (natInstances.length === 0) return [];
  const names = natInstances.map(({ logicalId }) => code(logicalId)).join(', ');
  return [`NAT instances: ${names}. The lab does not emulate them, and what they cost is not counted.`];
}

function adviceOf({ advice }: WhatIfRow): string[] {
  const lines = (advice?.lines ?? []).map(
    ({ title, client, all }) =>
      `${prose(title)}: ${code(client)} for one client, ${code(all)} for all of them`,
  );
  return [...lines, ...(advice?.traps ?? []).map(prose)];
}

function causeOf({ target, cause }: WhatIfRow): string[] {
  return cause
    ? [`${code(target)} ${code(cause.code)}: ${prose(cause.message)}  \n  → ${prose(cause.remedy)}`]
    : [];
}

function listed(title: string, items: readonly string[]): string[] {
  if (items.length === 0) return [];
  return [
    details(
      title,
      [...new Set(items)].map((item) => `- ${item}`),
    ),
  ];
}
