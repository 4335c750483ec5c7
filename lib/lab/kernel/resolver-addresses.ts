/** Where the VPC's resolver listens. */
import { addressAt, isIpv6, parseCidr } from '../template/cidr.ts';
import type { Model } from '../template/model.ts';

/** The VPC's base plus two, and two addresses that every VPC has (VPC User Guide). */
export function resolverAddresses({ vpc }: Model): string[] {
  const [base] = vpc.ipv4CidrBlocks;
  if (!vpc.dnsSupport || base === undefined) return [];
  return [addressAt(parseCidr(base), 2), '169.254.169.253', 'fd00:ec2::253'];
}

/** The first one that an interface with or without IPv4 can send to; null where the VPC has no resolver. */
export function resolverAddressFor(ipv4Address: string | null, model: Model): string | null {
  return resolverAddresses(model).find((address) => ipv4Address !== null || isIpv6(address)) ?? null;
}
