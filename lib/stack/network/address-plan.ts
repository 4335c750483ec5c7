/** Where each subnet is in the VPC's blocks: the n-th /24 in IPv4 and the n-th /64 in IPv6, with the same n. */
import ipaddr from 'ipaddr.js';

/** A /56 holds 256 /64s; `Fn::Cidr` returns only as many of them as are used. */
export const SUBNET_BITS = 64;

/** Private subnets start here, so that adding an Availability Zone never moves an existing subnet. */
const FIRST_PRIVATE = 8;

/** IPv6-only subnets follow, with the same number of places. */
const FIRST_IPV6_ONLY = 16;

/** `Fn::Cidr` must count past the last private subnet. */
export const SUBNETS_COUNTED = 16;

/** No Region has more. */
const MOST_ZONES = 6;

/** EC2 does not allow a larger block; a smaller one has no room for the last private subnet. */
const LARGEST_BLOCK = 16;
const SMALLEST_BLOCK = 20;

/** An IPv6-only subnet has a /64 and no /24. */
export type SubnetKind = 'public' | 'private' | 'ipv6-only';

const FIRST: Readonly<Record<SubnetKind, number>> = {
  public: 0,
  private: FIRST_PRIVATE,
  'ipv6-only': FIRST_IPV6_ONLY,
};

export function subnetNumber(kind: SubnetKind, zone: number): number {
  return FIRST[kind] + zone;
}

/** @throws Error for a block or a count that does not fit */
export function requireRoom(ipv4CidrBlock: string, availabilityZones: number): void {
  if (!Number.isInteger(availabilityZones) || availabilityZones < 1 || availabilityZones > MOST_ZONES) {
    throw new Error(
      `availabilityZones is ${availabilityZones}: write a whole number from 1 to ${MOST_ZONES}`,
    );
  }
  const length = ipaddr.IPv4.isValidCIDR(ipv4CidrBlock) ? ipaddr.IPv4.parseCIDR(ipv4CidrBlock)[1] : 0;
  if (length < LARGEST_BLOCK || length > SMALLEST_BLOCK) {
    throw new Error(
      `ipv4CidrBlock is "${ipv4CidrBlock}": write a literal block of /${LARGEST_BLOCK} to /${SMALLEST_BLOCK}, such as "10.0.0.0/16"`,
    );
  }
}

/** The n-th /24 of an IPv4 block. */
export function ipv4SubnetBlock(vpcBlock: string, number: number): string {
  const [first = 0, second = 0, third = 0] = ipaddr.IPv4.networkAddressFromCIDR(vpcBlock).octets;
  return `${first}.${second}.${third + number}.0/24`;
}
