/** Where the VPC's resolver listens. */
import { amazonResolverAddresses } from '../template/amazon-resolver.ts';
import { isIpv6 } from '../template/cidr.ts';
import type { Model } from '../template/model.ts';

/** None where the VPC has no DNS support. */
export function resolverAddresses({ vpc }: Model): string[] {
  return vpc.dnsSupport ? amazonResolverAddresses(vpc) : [];
}

/** The first one that an interface with or without IPv4 can send to; null where the VPC has no resolver. */
export function resolverAddressFor(ipv4Address: string | null, model: Model): string | null {
  return resolverAddresses(model).find((address) => ipv4Address !== null || isIpv6(address)) ?? null;
}
