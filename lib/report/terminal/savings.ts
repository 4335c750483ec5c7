/** Renders for a terminal, in a few lines, what a month without NAT gateways saves. */
import { plainText } from '../../../lambda/report/plain-text.ts';
import { count } from '../../count.ts';
import { usd } from '../../prices/usd.ts';
import { groundsInWords } from '../grounds.ts';
import type { Cost } from '../savings/costs.ts';
import { isUnknown } from '../savings/needs.ts';
import { fallbacksIn, type Savings, WAY_NAMES, type Way } from '../savings/savings.ts';
import type { Paint } from './paint.ts';

/** Nothing where the report has no targets. */
export function renderSavings(savings: Savings, paint: Paint): string[] {
  if (savings.needs.length === 0) return [];
  const title = `${paint('bold', 'savings')} at ${basis(savings)}`;
  const { ways, saving } = savings;
  if (saving === null) return [`${title}\n  ${whyUnknown(savings)}`];
  const atMost = saving.doubts.length > 0 ? 'at most ' : '';
  const lines = [
    `  can go  ${gatewaysOf(savings)}`,
    `  needed  ${ways[0] ? `${price(ways[0])}: ${purpose(ways[0], savings)}` : 'nothing that costs anything'}`,
    ...managedWay(ways).map(
      (way) => `  or      ${price(way)}: ${WAY_NAMES[way.kind]}, with nothing to run yourself`,
    ),
    `  saved   ${paint('bold', `${atMost}${usd(saving.monthUsd)} USD a month`)}, if these targets are all that your code needs`,
    ...saving.doubts.map((doubt) => `          ${plainText(doubt, 1_000)}`),
    ...restsOn(savings),
  ];
  return [[title, ...lines].join('\n')];
}

function whyUnknown({ needs }: Savings): string {
  return needs.every(isUnknown)
    ? 'not known: the lab does not have the hosts'
    : 'not known yet: fix the causes above first';
}

/** A saving in the lab is as good as the lab's records are. */
function restsOn({ records }: Savings): string[] {
  return groundsInWords(records).map((words, index) =>
    index === 0 ? `  rests   on the lab's records of hosts: ${words}` : `          ${words}`,
  );
}

function basis({ prices, region, availabilityZones }: Savings): string {
  const standIn = prices.standIn
    ? `, which stand in for those of ${plainText(region)} (--price FILE takes your own)`
    : '';
  return `list prices of ${prices.region} (${prices.date})${standIn}, in ${count(availabilityZones.length, 'Availability Zone')}`;
}

function price({ monthUsd, gbUsd }: Cost): string {
  return `${usd(monthUsd)} USD a month${gbUsd > 0 ? ` and ${gbUsd} USD a GB` : ''}`;
}

function gatewaysOf({ natGateways, region }: Savings): string {
  const { basis: known, gateways, gb, gbUsd } = natGateways;
  if (gateways === 0) return `nothing: there is no public NAT gateway in ${plainText(region)}`;
  const total = `${price(natGateways)}: ${count(gateways, 'NAT gateway')}`;
  if (known === 'assumed') return `${total}, assuming one in each zone (${partsOf(natGateways)})`;
  const data = gb ?? 0;
  return `${total} in ${plainText(region)} (${partsOf(natGateways)}), and ${usd(data * gbUsd)} USD for the ${data.toFixed(1)} GB of 30 days`;
}

function partsOf({ monthUsd, addressesUsd }: Savings['natGateways']): string {
  return `${usd(monthUsd - addressesUsd)} hours + ${usd(addressesUsd)} addresses`;
}

/** Where the cheapest way is an instance that the user runs: the cheapest one that AWS runs. */
function managedWay([first, ...others]: readonly Way[]): Way[] {
  if (first?.kind !== 'nat64-instance') return [];
  return others.filter(({ kind }) => kind !== 'nat64-instance').slice(0, 1);
}

function purpose({ kind, services }: Way, { needs }: Savings): string {
  const ids = fallbacksIn(needs).map(({ target }) => target);
  const what = kind === 'endpoints' ? services.join(', ') : [WAY_NAMES[kind], ...services].join(', ');
  return plainText(`${what}, for ${ids.join(', ')}`, 1_000);
}
