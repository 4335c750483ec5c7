/** Where a VPC has Amazon's resolver. */
import { addressAt, parseCidr } from './cidr.ts';
import type { Vpc } from './model.ts';

/** The first block's base plus two, and two addresses that every VPC has (VPC User Guide, "Amazon DNS server"). */
export function amazonResolverAddresses({ ipv4CidrBlocks: [base] }: Pick<Vpc, 'ipv4CidrBlocks'>): string[] {
  return base === undefined ? [] : [addressAt(parseCidr(base), 2), '169.254.169.253', 'fd00:ec2::253'];
}
