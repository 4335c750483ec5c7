/** Which addresses are the VPC's own, by the blocks that a VPC can have: with `::/0` every address would be. */
import { isInside } from '../addresses.ts';
import { isVpcBlock } from '../vpc-block.ts';
import type { RunFacts } from './facts.ts';

type Ipv6Blocks = Pick<RunFacts, 'vpcIpv6CidrBlocks'>;
type Blocks = Pick<RunFacts, 'vpcIpv4CidrBlocks' | 'vpcIpv6CidrBlocks'>;

/** Whether any IPv6 block of the VPC is known: without one, an address is neither inside nor outside. */
export function knowsIpv6Blocks({ vpcIpv6CidrBlocks }: Ipv6Blocks): boolean {
  return vpcIpv6CidrBlocks.some(isVpcBlock);
}

export function isOwnIpv6(address: string, { vpcIpv6CidrBlocks }: Ipv6Blocks): boolean {
  return vpcIpv6CidrBlocks.some((block) => isVpcBlock(block) && isInside(address, block));
}

export function isOwnAddress(address: string, { vpcIpv4CidrBlocks, vpcIpv6CidrBlocks }: Blocks): boolean {
  return [...vpcIpv4CidrBlocks, ...vpcIpv6CidrBlocks].some(
    (block) => isVpcBlock(block) && isInside(address, block),
  );
}

/** The blocks that the stack names as the VPC's, and that no VPC can have. */
export function impossibleIpv6Blocks({ vpcIpv6CidrBlocks }: Ipv6Blocks): string[] {
  return vpcIpv6CidrBlocks.filter((block) => !isVpcBlock(block));
}
