/** Renders for a terminal what each target needs without NAT gateways, and every way to keep the rest, with its price. */
import { plainText } from '../../../lambda/report/plain-text.ts';
import { count } from '../../count.ts';
import type { Rates } from '../../prices/prices.ts';
import { usd } from '../../prices/usd.ts';
import type { BreakEven, OptionKind } from '../savings/costs.ts';
import type { Need } from '../savings/needs.ts';
import { type Savings, WAY_NAMES, type Way } from '../savings/savings.ts';
import type { Look } from './paint.ts';
import { proseTable } from './table.ts';

/** Nothing where the report has no targets. */
export function renderNeeds(savings: Savings, look: Look): string[] {
  if (savings.needs.length === 0) return [];
  return [
    [look.paint('bold', 'what each target needs'), ...needsTable(savings, look)].join('\n'),
    ...waysTable(savings, look),
  ];
}

function needsTable({ needs }: Savings, { columns, paint }: Look): string[] {
  const rows = needs.flatMap(rowsOf);
  const head = ['target', 'needs', 'USD a month', 'USD a GB'].map((text) => paint('dim', text));
  return [proseTable(head, rows, { columns, cuts: [{ column: 0, least: 20 }] }), ...needs.flatMap(remarksOn)];
}

const OPTION_NAMES: Readonly<Record<OptionKind, string>> = {
  'gateway-endpoint': 'a gateway endpoint',
  'interface-endpoint': 'an interface endpoint',
  'nat64-instance': 'NAT64 on an instance',
  'nat-gateway': 'a NAT gateway',
};

function rowsOf(need: Need): string[][] {
  const id = plainText(need.target, 40);
  if (need.kind !== 'fallback') return [[id, wordsFor(need), '', '']];
  return need.options.map((option, index) => [
    index === 0 ? id : '',
    `${index === 0 ? '' : 'or '}${OPTION_NAMES[option.kind]}`,
    usd(option.monthUsd),
    String(option.gbUsd),
  ]);
}

function wordsFor(need: Exclude<Need, { kind: 'fallback' }>): string {
  switch (need.kind) {
    case 'nothing':
      return 'nothing: IPv6 reaches it';
    case 'change':
      return 'the advice for your code';
    case 'unknown':
      return `unknown: ${plainText(need.because, 200)}`;
    case 'kept':
      return 'the VPC endpoint that it has';
    case 'fix-first':
      return `fix the cause first: ${need.cause?.code ?? 'the subnets differ'}`;
    case 'other-name':
      return `another name: ${plainText(need.name)}`;
  }
}

function remarksOn(need: Need): string[] {
  if (need.kind !== 'fallback') return [];
  const { target, host, tryFirst, endpointUnknown, options } = need;
  const remarks = [
    ...(tryFirst ? [`try --target https://${tryFirst} first: that name should have IPv6`] : []),
    ...options.flatMap(({ kind, service }) => (service ? [`${service}, ${HOW_TO_USE[kind]}`] : [])),
    ...(endpointUnknown
      ? [
          `no endpoint for ${host} is known here; aws ec2 describe-vpc-endpoint-services lists those that exist`,
        ]
      : []),
  ];
  return remarks.map((remark) => plainText(`${target}: ${remark}`, 1_000));
}

const HOW_TO_USE: Readonly<Partial<Record<OptionKind, string>>> = {
  'gateway-endpoint':
    "with the subnets' route tables; clients then use the default name, not the dual-stack one",
  'interface-endpoint': 'with private DNS; clients then use the default name, not the dual-stack one',
};

function waysTable({ ways, breakEven, prices: { rates } }: Savings, { columns, paint }: Look): string[] {
  if (ways.length === 0) return [];
  const head = ['ways to keep the rest', 'USD a month', 'USD a GB', ''].map((text) => paint('dim', text));
  const rows = ways.map(({ kind, services, monthUsd, gbUsd }) => [
    kind === 'endpoints' ? count(services.length, 'VPC endpoint') : WAY_NAMES[kind],
    usd(monthUsd),
    String(gbUsd),
    WAY_REMARKS[kind],
  ]);
  const notes = [
    ...(breakEven ? [breakEvenWords(breakEven, rates)] : []),
    'each is in every Availability Zone; data transfer out costs the same with all of them and is not included',
  ];
  return [[proseTable(head, rows, { columns }), ...notes].join('\n')];
}

function breakEvenWords({ endpoints, same }: BreakEven, rates: Rates): string {
  const dearer = same ? `as much as NAT gateways, and ${endpoints + 1} cost more` : 'more than NAT gateways';
  return `while idle, ${endpoints} interface endpoints cost ${dearer}; a GB costs ${rates.interfaceEndpointGb} USD through endpoints, ${rates.natGatewayGb} USD through NAT gateways`;
}

const WAY_REMARKS: Readonly<Record<Way['kind'], string>> = {
  endpoints: '',
  'nat64-instance': 'yours to run and patch; the subnets need DNS64',
  'nat-gateway': '',
};
