/** What a month without NAT gateways saves, in labelled sentences, for the terminal and the page. Pure. */
import { plainText } from '../../lambda/report/plain-text.ts';
import { count } from '../count.ts';
import { usd } from '../prices/usd.ts';
import { groundsInWords } from './grounds.ts';
import type { Cost } from './savings/costs.ts';
import { isUnknown } from './savings/needs.ts';
import { fallbacksIn, type Savings, WAY_NAMES, type Way } from './savings/savings.ts';

interface SavingsInWords {
  /** Which prices, and for how many zones. */
  readonly basis: string;
  /** Empty where nothing is known yet. */
  readonly lines: readonly SavingsLine[];
  /** Why nothing is known; null where it is. */
  readonly unknown: string | null;
}

interface SavingsLine {
  readonly label: string;
  /** The sum that matters most, apart from what is said of it. */
  readonly sum: string;
  readonly words: string;
}

/** @returns null where the report has no targets */
export function savingsInWords(savings: Savings): SavingsInWords | null {
  if (savings.needs.length === 0) return null;
  const { ways, saving } = savings;
  if (saving === null) return { basis: basis(savings), lines: [], unknown: whyUnknown(savings) };
  const atMost = saving.doubts.length > 0 ? 'at most ' : '';
  const line = (label: string, words: string, sum = '') => ({ label, sum, words });
  const lines = [
    line('can go', gatewaysOf(savings)),
    line(
      'needed',
      ways[0] ? `${price(ways[0])}: ${purpose(ways[0], savings)}` : 'nothing that costs anything',
    ),
    ...otherNames(savings).map((words) => line('', words)),
    ...managedWay(ways).map((way) =>
      line('or', `${price(way)}: ${WAY_NAMES[way.kind]}, with nothing to run yourself`),
    ),
    line(
      'saved',
      ', if these targets are all that your code needs',
      `${atMost}${usd(saving.monthUsd)} USD a month`,
    ),
    ...saving.doubts.map((doubt) => line('', plainText(doubt, 1_000))),
    ...restsOn(savings).map((words, index) => line(index === 0 ? 'rests' : '', words)),
  ];
  return { basis: basis(savings), lines, unknown: null };
}

function whyUnknown({ needs }: Savings): string {
  return needs.every(isUnknown)
    ? 'not known: the lab does not have the hosts'
    : 'not known yet: fix the causes above first';
}

/** A saving in the lab is as good as the lab's records are. */
function restsOn({ records }: Savings): string[] {
  return groundsInWords(records).map((words, index) =>
    index === 0 ? `on the lab's records of hosts: ${words}` : words,
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

/** What is needed may be less: a change of the code. */
function otherNames({ needs }: Savings): string[] {
  const names = fallbacksIn(needs).flatMap(({ tryFirst }) => tryFirst ?? []);
  return names.length === 0 ? [] : [plainText(`less, if these names have IPv6: ${names.join(', ')}`, 1_000)];
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
