/** Renders what an account's NAT gateways carried, and what that costs at list prices. */
import { plainText } from '../../../lambda/report/plain-text.ts';
import type { NatGatewayUsage } from '../inputs/nat-usage.ts';
import { gigabytes, spentUsd } from '../savings/nat-cost.ts';
import type { Savings } from '../savings/savings.ts';
import type { Look } from './paint.ts';
import { proseTable } from './table.ts';

/** Nothing where it was not read. */
export function renderNatUsage({ natUsage, prices }: Savings, { columns, paint }: Look): string[] {
  if (natUsage === null) return [];
  const { region, days, gateways } = natUsage;
  const title = `${paint('bold', 'NAT gateways')} of the account in ${plainText(region)}, the last ${days} days`;
  if (gateways.length === 0) return [`${title}: none`];
  const head = ['gateway', 'VPC', 'hours', 'GB', 'USD', ''].map((text) => paint('dim', text));
  const spent = gateways.map((gateway) => spentUsd(gateway, prices.rates));
  const rows = [
    ...gateways.map((gateway, index) => rowOf(gateway, spent[index] ?? 0)),
    ['all', '', '', total(gateways.map(gigabytes)).toFixed(1), total(spent).toFixed(2), ''],
  ];
  return [[title, proseTable(head, rows, { columns, cuts: CUTS })].join('\n')];
}

/** The ids, where they are not EC2's. */
const CUTS = [
  { column: 1, least: 12 },
  { column: 0, least: 12 },
];

function rowOf(gateway: NatGatewayUsage, usd: number): string[] {
  const { id, vpcId, hours, isPublic, zones } = gateway;
  return [
    plainText(id, 40),
    plainText(vpcId ?? '-', 40),
    hours.toFixed(0),
    gigabytes(gateway).toFixed(1),
    usd.toFixed(2),
    [
      ...(zones > 1 ? [`in ${zones} zones`] : []),
      ...(isPublic ? [] : ['private: it does not lead to the internet, so IPv6 does not replace it']),
    ].join('; '),
  ];
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0);
}
