/** What the NAT gateways that an account has have cost: their hours, addresses and data, at list prices. */
import type { NatGatewayUsage } from '../inputs/nat-usage.ts';
import { HOURS_IN_MONTH } from './costs.ts';
import type { Rates } from './prices.ts';

/** Of 2^30 bytes: the larger of the two, so that no sum promises more than the bill shows. */
const BYTES_IN_GB = 2 ** 30;

export function gigabytes({ bytes }: NatGatewayUsage): number {
  return bytes / BYTES_IN_GB;
}

/** What a gateway costs in a month in which nothing passes. */
export function idleMonthUsd({ zones, publicAddresses }: NatGatewayUsage, rates: Rates): number {
  return hourUsd({ zones, publicAddresses }, rates) * HOURS_IN_MONTH;
}

/** What a gateway has cost in the time that was looked at. */
export function spentUsd(gateway: NatGatewayUsage, rates: Rates): number {
  return hourUsd(gateway, rates) * gateway.hours + gigabytes(gateway) * rates.natGatewayGb;
}

function hourUsd(
  { zones, publicAddresses }: Pick<NatGatewayUsage, 'zones' | 'publicAddresses'>,
  rates: Rates,
) {
  return zones * rates.natGatewayHour + publicAddresses * rates.publicIpv4AddressHour;
}
