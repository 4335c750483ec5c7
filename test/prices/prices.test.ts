/** The price table: dated, complete, and overridable by a file whose mistakes are all reported at once. */
import { describe, expect, test } from 'vitest';
import { InvalidPrices, withPriceFile } from '../../lib/prices/price-file.ts';
import builtIn from '../../lib/prices/price-table.json' with { type: 'json' };
import { PRICE_TABLE, pricesFor } from '../../lib/prices/prices.ts';

const OWN = {
  natGatewayHour: 0.05,
  natGatewayGb: 0.05,
  interfaceEndpointHour: 0.011,
  interfaceEndpointGb: 0.01,
  publicIpv4AddressHour: 0.005,
  nat64InstanceHour: 0.0047,
  nat64InstanceVolumeMonth: 0.76,
};

function problemsOf(document: unknown): string[] {
  try {
    withPriceFile(document);
  } catch (error) {
    if (error instanceof InvalidPrices) return error.message.split('\n').slice(1);
    throw error;
  }
  return [];
}

describe('the built-in table', () => {
  test('has the form that it requires of files', () => {
    expect(withPriceFile(builtIn, new Map())).toEqual(PRICE_TABLE);
  });

  test('has its Regions and date', () => {
    expect([...PRICE_TABLE.keys()]).toEqual(['us-east-1', 'us-west-2', 'ap-northeast-1']);
    expect(pricesFor('us-west-2')).toMatchObject({ region: 'us-west-2', standIn: false, date: '2026-11' });
  });

  test("us-east-1's prices stand in for a Region that it does not have, and are marked", () => {
    expect(pricesFor('eu-west-1')).toEqual({ ...pricesFor('us-east-1'), standIn: true });
  });
});

describe('a price file', () => {
  test('adds a Region that the table does not have', () => {
    const table = withPriceFile({ date: '2027-03', regions: { 'eu-west-1': OWN } });
    expect(pricesFor('eu-west-1', table)).toEqual({
      region: 'eu-west-1',
      standIn: false,
      date: '2027-03',
      // What only the stack costs is not asked of the file.
      rates: { ...pricesFor('us-east-1').rates, ...OWN },
    });
  });

  test('changes the prices that it names, and their date, in one Region only', () => {
    const table = withPriceFile({ date: '2027-03-01', regions: { 'us-east-1': { natGatewayHour: 0.03 } } });
    const { rates, date } = pricesFor('us-east-1', table);
    expect(rates).toEqual({ ...pricesFor('us-east-1').rates, natGatewayHour: 0.03 });
    expect(date).toBe('2027-03-01');
    expect(pricesFor('us-west-2', table)).toEqual(pricesFor('us-west-2'));
  });

  test('reports everything that is wrong at once, with the path, the value and what would be right', () => {
    const problems = problemsOf({
      currency: 'EUR',
      regions: {
        'us-east-1': { natGatewayHour: '0.03', natGateway: 1 },
        'eu-west-1': { ...OWN, natGatewayGb: -1, publicIpv4AddressHour: undefined },
        'eu-west-2': 7,
      },
    });
    expect(problems).toEqual([
      '  date is missing: write when the prices were looked up, such as "2026-11"',
      '  currency: there is no such field; the fields are date, sources, regions',
      '  regions.us-east-1.natGatewayHour is "0.03": write a price in USD, such as 0.045',
      `  regions.us-east-1.natGateway: there is no such field; the fields are ${Object.keys(pricesFor('us-east-1').rates).join(', ')}`,
      '  regions.eu-west-1.natGatewayGb is -1: write a price of 0 or more',
      '  regions.eu-west-1.publicIpv4AddressHour is missing: write a price in USD, such as 0.045',
      '  regions.eu-west-2 is 7: write an object of prices',
    ]);
  });

  test.each([null, [], 'x', { date: 'yesterday', regions: {} }, { date: '2027-01', regions: [] }])(
    'is refused where it is not one (%j)',
    (document) => {
      expect(problemsOf(document)).not.toEqual([]);
    },
  );
});
