/** Where each subnet lies in the VPC's blocks: the n-th /24 in IPv4, the n-th /64 in IPv6, the same n in both. */
import ipaddr from 'ipaddr.js';

/** A /56 holds 256 /64s; `Fn::Cidr` is asked for as many of them as are used, and no more. */
export const SUBNET_BITS = 64;

/** Private subnets start here, so that a further Availability Zone never moves an existing subnet. */
const FIRST_PRIVATE = 8;

/** `Fn::Cidr` must count past the last private subnet of three Availability Zones. */
export const SUBNETS_COUNTED = 16;

export type SubnetKind = 'public' | 'private';

export function subnetNumber(kind: SubnetKind, zone: number): number {
  return kind === 'public' ? zone : FIRST_PRIVATE + zone;
}

/** The n-th /24 of an IPv4 block. */
export function ipv4SubnetBlock(vpcBlock: string, number: number): string {
  const [first = 0, second = 0, third = 0] = ipaddr.IPv4.networkAddressFromCIDR(vpcBlock).octets;
  return `${first}.${second}.${third + number}.0/24`;
}
