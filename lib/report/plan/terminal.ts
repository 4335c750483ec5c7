/** Renders plans for a terminal: what a month without NAT gateways saves, in a few lines or as full tables. */
import { plainText } from '../../../lambda/report/plain-text.ts';
import { bareTable } from '../bare-table.ts';
import type { Paint } from '../paint.ts';
import type { BreakEven, WayKind } from './costs.ts';
import type { Need } from './needs.ts';
import { fallbacksIn, type Plan, WAY_NAMES, type Way } from './plan.ts';
import type { Rates } from './prices.ts';

/** In a few lines; nothing where the report has no targets. */
export function renderSaving(plan: Plan, paint: Paint): string[] {
  if (plan.needs.length === 0) return [];
  const title = `${paint('bold', 'what it saves')}, ${basis(plan)}`;
  if (plan.saving === null)
    return [`${title}\n  nothing is shown yet: first mend the causes that are named above`];
  const { ways, saving } = plan;
  const lines = [
    `  can go  ${gatewaysOf(plan)}`,
    `  needed  ${ways[0] ? `${price(ways[0])}: ${whatFor(ways[0], plan)}` : 'nothing that costs'}`,
    ...otherWay(ways).map(
      (way) => `  or      ${price(way)}: ${WAY_NAMES[way.kind]}, with nothing to run yourself`,
    ),
    `  saved   ${paint('bold', `${saving.doubts.length > 0 ? 'at most ' : ''}${usd(saving.monthUsd)} USD a month`)}, if these targets are all that your code needs`,
    ...saving.doubts.map((doubt) => `          ${plainText(doubt, 1_000)}`),
  ];
  return [[title, ...lines].join('\n')];
}

function basis({ prices, region, availabilityZones }: Plan): string {
  const standIn = prices.standIn
    ? `, which stand in for ${plainText(region)}'s: --price FILE takes yours`
    : '';
  return `by list prices of ${prices.region} (${prices.date})${standIn}, in ${counted(availabilityZones.length, 'Availability Zone')}`;
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

function price({ monthUsd, gbUsd }: { readonly monthUsd: number; readonly gbUsd: number }): string {
  return `${usd(monthUsd)} USD a month${gbUsd > 0 ? ` and ${gbUsd} USD a GB` : ''}`;
}

function gatewaysOf({ natGateways, region }: Plan): string {
  const { basis: known, gateways, gb, gbUsd } = natGateways;
  if (gateways === 0) return `nothing: there is no public NAT gateway in ${plainText(region)}`;
  const count = `${price(natGateways)}: ${counted(gateways, 'NAT gateway')}`;
  if (known === 'assumed') return `${count}, if one stands in each zone`;
  const data = gb ?? 0;
  return `${count} in ${plainText(region)}, and ${usd(data * gbUsd)} USD for the ${data.toFixed(1)} GB of 30 days`;
}

/** Where the cheapest way is an instance of one's own: the cheapest that AWS runs. */
function otherWay([first, ...others]: readonly Way[]): Way[] {
  if (first?.kind !== 'nat64-instance') return [];
  return others.filter(({ kind }) => kind !== 'nat64-instance').slice(0, 1);
}

function whatFor({ kind, services }: Way, { needs }: Plan): string {
  const ids = fallbacksIn(needs).map(({ target }) => target);
  const what = kind === 'endpoints' ? services.join(', ') : [WAY_NAMES[kind], ...services].join(', ');
  return plainText(`${what}, for ${ids.join(', ')}`, 1_000);
}

/** Each target, each way, the prices behind them. */
export function renderPlan(plan: Plan, paint: Paint): string[] {
  if (plan.needs.length === 0) return [];
  return [
    [paint('bold', 'what each target needs'), ...renderNeeds(plan, paint)].join('\n'),
    ...renderWays(plan, paint),
  ];
}

function renderNeeds({ needs }: Plan, paint: Paint): string[] {
  const rows = needs.flatMap(rowsOf);
  const head = ['target', 'needs', 'USD a month', 'USD a GB'].map((text) => paint('dim', text));
  return [bareTable(head, rows), ...needs.flatMap(remarkOn)];
}

const OPTION_NAMES: Readonly<Record<WayKind, string>> = {
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
    case 'kept':
      return 'the VPC endpoint that it has';
    case 'mend-first':
      return `first mend the cause: ${need.cause?.code ?? 'the subnets differ'}`;
    case 'other-name':
      return `another name: ${plainText(need.name)}`;
  }
}

function remarkOn(need: Need): string[] {
  if (need.kind !== 'fallback') return [];
  const { target, host, tryFirst, endpointUnknown, options } = need;
  const remarks = [
    ...(tryFirst ? [`try --target https://${tryFirst} first: the name should have IPv6`] : []),
    ...options.flatMap(({ kind, service }) => (service ? [`${service}, ${HOW_TO_USE[kind]}`] : [])),
    ...(endpointUnknown
      ? [`no endpoint for ${host} is known here: aws ec2 describe-vpc-endpoint-services lists what there is`]
      : []),
  ];
  return remarks.map((remark) => plainText(`${target}: ${remark}`, 1_000));
}

const HOW_TO_USE: Readonly<Partial<Record<WayKind, string>>> = {
  'gateway-endpoint':
    "with the subnets' route tables: clients then use the default name, not the dual-stack one",
  'interface-endpoint': 'with private DNS: clients then use the default name, not the dual-stack one',
};

function renderWays({ ways, breakEven, prices: { rates } }: Plan, paint: Paint): string[] {
  if (ways.length === 0) return [];
  const head = ['ways to keep all that is left', 'USD a month', 'USD a GB', ''].map((text) =>
    paint('dim', text),
  );
  const rows = ways.map(({ kind, services, monthUsd, gbUsd }) => [
    kind === 'endpoints' ? counted(services.length, 'VPC endpoint') : WAY_NAMES[kind],
    usd(monthUsd),
    String(gbUsd),
    WAY_REMARKS[kind],
  ]);
  const notes = [
    ...(breakEven ? [breakEvenWords(breakEven, rates)] : []),
    'each stands in every Availability Zone; data transfer out costs the same by all of them, and is left out',
  ];
  return [[bareTable(head, rows), ...notes].join('\n')];
}

function breakEvenWords({ endpoints, same }: BreakEven, rates: Rates): string {
  const idle = `${endpoints} interface endpoints cost ${same ? 'as much as NAT gateways, and more of them more' : 'more than NAT gateways'}`;
  return `${idle}, while nothing passes; a GB costs ${rates.interfaceEndpointGb} USD through them, ${rates.natGatewayGb} USD through NAT gateways`;
}

const WAY_REMARKS: Readonly<Record<Way['kind'], string>> = {
  endpoints: '',
  'nat64-instance': 'yours to run and to patch; the subnets need DNS64',
  'nat-gateway': '',
};

function usd(amount: number): string {
  return amount.toFixed(2);
}
