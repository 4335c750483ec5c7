/** What the NAT gateways that an account has have cost: their hours, addresses and data, at list prices. */
import { HOURS_IN_MONTH } from './costs.ts';
import type { Rates } from './prices.ts';

/** A NAT gateway as EC2 and CloudWatch know it. */
export interface NatGateway {
  readonly id: string;
  readonly vpcId: string | null;
  /** Whether it leads to the internet; a private one leads to other networks, and no IPv6 of a VPC's replaces it. */
  readonly isPublic: boolean;
  /** A regional one stands, and is paid, in several Availability Zones. */
  readonly zones: number;
  readonly publicAddresses: number;
  /** For how long it was there in the time that was looked at. */
  readonly hours: number;
  /** What it took in from both sides in that time: each byte that passed, once. */
  readonly bytes: number;
}

export interface NatUsage {
  readonly region: string;
  /** How far back was looked. */
  readonly days: number;
  readonly gateways: readonly NatGateway[];
}

/** Of 2^30 bytes: the larger of the two, so that no sum promises more than the bill shows. */
const BYTES_IN_GB = 2 ** 30;

export function gigabytes({ bytes }: NatGateway): number {
  return bytes / BYTES_IN_GB;
}

/** What a gateway costs in a month in which nothing passes. */
export function idleMonthUsd({ zones, publicAddresses }: NatGateway, rates: Rates): number {
  return hourUsd({ zones, publicAddresses }, rates) * HOURS_IN_MONTH;
}

/** What a gateway has cost in the time that was looked at. */
export function spentUsd(gateway: NatGateway, rates: Rates): number {
  return hourUsd(gateway, rates) * gateway.hours + gigabytes(gateway) * rates.natGatewayGb;
}

function hourUsd({ zones, publicAddresses }: Pick<NatGateway, 'zones' | 'publicAddresses'>, rates: Rates) {
  return zones * rates.natGatewayHour + publicAddresses * rates.publicIpv4AddressHour;
}
