/** What each way to keep a target costs a month, idle and for each GB. Pure arithmetic on list prices. */
import { HOURS_IN_MONTH, type Rates } from '../../prices/prices.ts';

/** Each is in every Availability Zone, so that a zone that fails takes nothing else with it. */
export const OPTION_KINDS = [
  'gateway-endpoint',
  'interface-endpoint',
  'nat64-instance',
  'nat-gateway',
] as const;
export type OptionKind = (typeof OPTION_KINDS)[number];

export interface Cost {
  /** For a month without traffic. */
  readonly monthUsd: number;
  readonly gbUsd: number;
}

export function costOf(kind: OptionKind, rates: Rates, zones: number): Cost {
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
  /** With this many interface endpoints or more, NAT gateways cost no more while idle. */
  readonly endpoints: number;
  /** Whether both then cost the same. */
  readonly same: boolean;
}

/** List prices have a few decimals at most; sums of binary fractions would have more. */
const UNITS_PER_USD = 1e9;

/** The number of Availability Zones does not matter: both are in each. Null where endpoints are free. */
export function breakEvenOf(rates: Rates): BreakEven | null {
  const natGateway = units(rates.natGatewayHour) + units(rates.publicIpv4AddressHour);
  const endpoint = units(rates.interfaceEndpointHour);
  if (endpoint === 0) return null;
  return { endpoints: Math.ceil(natGateway / endpoint), same: natGateway % endpoint === 0 };
}

function units(usd: number): number {
  return Math.round(usd * UNITS_PER_USD);
}
