/** What an account's NAT gateways carried, as a table with hours, gigabytes and prices. */
import { describe, expect, test } from 'vitest';
import type { NatGatewayUsage } from '../../../lib/report/inputs/nat-usage.ts';
import { type Savings, savingsOf } from '../../../lib/report/savings/savings.ts';
import { renderNatUsage } from '../../../lib/report/terminal/nat-usage.ts';
import { painter } from '../../../lib/report/terminal/paint.ts';
import { passing, run } from '../run-builder.ts';

const GB = 2 ** 30;

/** With two Availability Zones, one address, a day, and ten gigabytes. */
const USED: NatGatewayUsage = {
  id: 'nat-1',
  vpcId: 'vpc-1',
  isPublic: true,
  zones: 1,
  publicAddresses: 1,
  hours: 24,
  bytes: 10 * GB,
};

/** Prices that make each part of a sum visible: a cent an hour, a tenth of a cent an address and hour, a dollar a GB. */
const RATES = { natGatewayHour: 0.01, publicIpv4AddressHour: 0.001, natGatewayGb: 1 };

function rendered(gateways: readonly NatGatewayUsage[], color = false): string[] {
  const savings = savingsOf([run([passing('s3')])]);
  const { prices } = savings;
  const given: Savings = {
    ...savings,
    prices: { ...prices, rates: { ...prices.rates, ...RATES } },
    natUsage: { region: 'us-west-2', days: 30, gateways },
  };
  return renderNatUsage(given, { columns: 120, paint: painter(color) });
}

/** The table's rows, each split at its gaps. */
function rowsOf(gateways: readonly NatGatewayUsage[]): string[][] {
  const [text = ''] = rendered(gateways);
  return text
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/ {2,}/));
}

describe('the use of NAT gateways', () => {
  test('is not there where it was not read', () => {
    expect(
      renderNatUsage(
        { ...savingsOf([run([passing('s3')])]), natUsage: null },
        { columns: 120, paint: painter(false) },
      ),
    ).toEqual([]);
  });

  test('is a line where the account has none', () => {
    expect(rendered([])).toEqual(['NAT gateways of the account in us-west-2, the last 30 days: none']);
  });

  test('is one text: a title, a head, a row each, and the sum', () => {
    const second = { ...USED, id: 'nat-2', vpcId: null, hours: 12, bytes: 0.5 * GB };
    expect(rendered([USED, second])).toHaveLength(1);
    expect(rendered([USED, second])[0]?.split('\n')[0]).toBe(
      'NAT gateways of the account in us-west-2, the last 30 days',
    );
    expect(rowsOf([USED, second])).toEqual([
      ['gateway', 'VPC', 'hours', 'GB', 'USD'],
      // 24 hours of 0.01 and 0.001, and 10 GB.
      ['nat-1', 'vpc-1', '24', '10.0', '10.26'],
      ['nat-2', '-', '12', '0.5', '0.63'],
      ['all', '10.5', '10.90'],
    ]);
  });

  test('counts the zones and addresses that are paid for, and names several zones', () => {
    const [, row] = rowsOf([{ ...USED, zones: 3, publicAddresses: 2, bytes: 0 }]);
    // 24 hours of 3 times 0.01 and 2 times 0.001.
    expect(row).toEqual(['nat-1', 'vpc-1', '24', '0.0', '0.77', 'in 3 zones']);
  });

  test('says of a private gateway why IPv6 does not replace it', () => {
    const why = 'private: it does not lead to the internet, so IPv6 does not replace it';
    expect(rowsOf([{ ...USED, isPublic: false }])[1]?.at(-1)).toBe(why);
    expect(rowsOf([{ ...USED, isPublic: false, zones: 2 }])[1]?.at(-1)).toBe(`in 2 zones; ${why}`);
    expect(rowsOf([{ ...USED, zones: 2 }])[1]?.at(-1)).toBe('in 2 zones');
    expect(rowsOf([USED])[1]).toHaveLength(5);
  });

  test('rounds hours to the full one', () => {
    expect(rowsOf([{ ...USED, hours: 23.6 }])[1]?.[2]).toBe('24');
  });

  test('cleans and cuts what EC2 named', () => {
    const [, row] = rowsOf([{ ...USED, id: 'nat-\u001b[31m1', vpcId: `vpc-${'x'.repeat(60)}` }]);
    expect(row?.[0]).toBe('nat- [31m1');
    expect(row?.[1]).toBe(`vpc-${'x'.repeat(35)}…`);
  });

  test('paints its title and head, where colours are wanted', () => {
    const [text = ''] = rendered([USED], true);
    const [title = '', head = '', row = ''] = text.split('\n');
    expect([title, head].every((line) => line.includes('\u001b['))).toBe(true);
    expect(row).not.toContain('\u001b[');
    expect(rendered([USED])[0]).not.toContain('\u001b[');
  });
});
