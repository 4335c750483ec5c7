/** Sums at list prices, and the number of endpoints from which NAT gateways cost no more. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pricesFor, type Rates } from '../../../lib/prices/prices.ts';
import { breakEvenOf, costOf, OPTION_KINDS } from '../../../lib/report/savings/costs.ts';

const { rates: virginia } = pricesFor('us-east-1');
const { rates: tokyo } = pricesFor('ap-northeast-1');

describe('an idle month in two Availability Zones of us-east-1', () => {
  test.each([
    ['nat-gateway', '73.00'],
    ['interface-endpoint', '14.60'],
    ['gateway-endpoint', '0.00'],
    // (0.0042 + 0.005) USD by 730 hours, 0.64 USD for the volume, twice.
    ['nat64-instance', '14.71'],
  ] as const)('%s: %s USD', (kind, usd) => {
    expect(costOf(kind, virginia, 2).monthUsd.toFixed(2)).toBe(usd);
  });
});

test('each way costs the same in every Availability Zone', () => {
  for (const kind of OPTION_KINDS) {
    expect(costOf(kind, tokyo, 3).monthUsd).toBeCloseTo(costOf(kind, tokyo, 1).monthUsd * 3);
    expect(costOf(kind, tokyo, 3).gbUsd).toBe(costOf(kind, tokyo, 1).gbUsd);
  }
});

describe('the break-even', () => {
  test('two NAT gateways cost what five endpoints do in us-east-1', () => {
    expect(breakEvenOf(virginia)).toEqual({ endpoints: 5, same: true });
    const five = costOf('interface-endpoint', virginia, 2).monthUsd * 5;
    expect(costOf('nat-gateway', virginia, 2).monthUsd).toBeCloseTo(five, 10);
  });

  test('in Tokyo five endpoints already cost more', () => {
    expect(breakEvenOf(tokyo)).toEqual({ endpoints: 5, same: false });
  });

  test('does not exist where endpoints are free', () => {
    expect(breakEvenOf({ ...virginia, interfaceEndpointHour: 0 })).toBeNull();
  });

  test('is the least number at which NAT gateways cost no more, for any prices and zones', () => {
    const hour = fc.integer({ min: 1, max: 99_999 }).map((units) => units / 10_000);
    fc.assert(
      fc.property(hour, hour, hour, fc.integer({ min: 1, max: 6 }), (nat, address, endpoint, zones) => {
        const rates: Rates = {
          ...virginia,
          natGatewayHour: nat,
          publicIpv4AddressHour: address,
          interfaceEndpointHour: endpoint,
        };
        const { endpoints, same } = breakEvenOf(rates) ?? { endpoints: Number.NaN, same: false };
        const natGateways = costOf('nat-gateway', rates, zones).monthUsd;
        const endpointsCost = (count: number) => costOf('interface-endpoint', rates, zones).monthUsd * count;
        const cent = 0.005;
        expect(endpointsCost(endpoints)).toBeGreaterThan(natGateways - cent);
        expect(endpointsCost(endpoints - 1)).toBeLessThan(natGateways);
        expect(Math.abs(endpointsCost(endpoints) - natGateways) < cent).toBe(same);
      }),
    );
  });
});
