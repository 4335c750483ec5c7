/** What each way of keeping a target costs by the month, idle and for each GB. Pure arithmetic on list prices. */
import type { Rates } from './prices.ts';

/** As AWS's own calculator counts them: 8,760 hours of a year by 12. */
export const HOURS_IN_MONTH = 730;

/** Each stands in every Availability Zone, so that a zone that fails takes nothing else with it. */
export const WAYS = ['gateway-endpoint', 'interface-endpoint', 'nat64-instance', 'nat-gateway'] as const;
export type WayKind = (typeof WAYS)[number];

export interface Cost {
  /** For a month in which nothing passes. */
  readonly monthUsd: number;
  readonly gbUsd: number;
}

export function costOf(kind: WayKind, rates: Rates, zones: number): Cost {
  switch (kind) {
    case 'gateway-endpoint':
      return { monthUsd: 0, gbUsd: 0 };
    case 'interface-endpoint':
      return { monthUsd: idle(rates.interfaceEndpointHour) * zones, gbUsd: rates.interfaceEndpointGb };
    case 'nat64-instance':
      return {
        monthUsd:
          (idle(rates.nat64InstanceHour + rates.publicIpv4AddressHour) + rates.nat64InstanceVolumeMonth) *
          zones,
        gbUsd: 0,
      };
    case 'nat-gateway':
      return {
        monthUsd: idle(rates.natGatewayHour + rates.publicIpv4AddressHour) * zones,
        gbUsd: rates.natGatewayGb,
      };
  }
}

function idle(hour: number): number {
  return hour * HOURS_IN_MONTH;
}

export interface BreakEven {
  /** With so many interface endpoints or more, NAT gateways cost no more while nothing passes. */
  readonly endpoints: number;
  /** Whether both then cost the same. */
  readonly same: boolean;
}

/** List prices have at most a few decimals; sums of binary fractions would have more. */
const UNITS_PER_USD = 1e9;

/** How many there are of Availability Zones does not matter: both stand in each. Null where endpoints are free. */
export function breakEvenOf(rates: Rates): BreakEven | null {
  const natGateway = units(rates.natGatewayHour) + units(rates.publicIpv4AddressHour);
  const endpoint = units(rates.interfaceEndpointHour);
  if (endpoint === 0) return null;
  return { endpoints: Math.ceil(natGateway / endpoint), same: natGateway % endpoint === 0 };
}

function units(usd: number): number {
  return Math.round(usd * UNITS_PER_USD);
}
