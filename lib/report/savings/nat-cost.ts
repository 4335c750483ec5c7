/** What an account's NAT gateways cost: their hours, addresses and data, at list prices. */
import { HOURS_IN_MONTH, type Rates } from '../../prices/prices.ts';
import type { NatGatewayUsage } from '../inputs/nat-usage.ts';

/** 2^30 bytes, the larger of the two gigabytes, so that no sum promises more than the bill shows. */
const BYTES_IN_GB = 2 ** 30;

export function gigabytes({ bytes }: NatGatewayUsage): number {
  return bytes / BYTES_IN_GB;
}

/** What a gateway costs in a month without traffic. */
export function idleMonthUsd(gateway: NatGatewayUsage, rates: Rates): number {
  return hourUsd(gateway, rates) * HOURS_IN_MONTH;
}

export function addressMonthUsd(addresses: number, rates: Rates): number {
  return addresses * rates.publicIpv4AddressHour * HOURS_IN_MONTH;
}

/** What a gateway has cost within the days that were looked at. */
export function spentUsd(gateway: NatGatewayUsage, rates: Rates): number {
  return hourUsd(gateway, rates) * gateway.hours + gigabytes(gateway) * rates.natGatewayGb;
}

function hourUsd({ zones, publicAddresses }: NatGatewayUsage, rates: Rates): number {
  return zones * rates.natGatewayHour + publicAddresses * rates.publicIpv4AddressHour;
}
