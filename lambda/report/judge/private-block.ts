/** Whether a private IPv6 block explains that nothing answered: no gateway to the internet carries its addresses. Pure. */
import { isInside, NAT64_PREFIX, parseBlock } from '../addresses.ts';
import type { OperationEvidence } from '../evidence.ts';
import type { CauseCode } from '../vocabulary.ts';
import type { JudgeFacts } from './facts.ts';
import { isOwnAddress } from './own-address.ts';
import { gatewayTo } from './path.ts';

/** Unique local addresses, of which IPAM's private scope gives VPCs their blocks (RFC 4193). */
const PRIVATE = 'fc00::/7';

export function isPrivateIpv6Block(
  code: CauseCode,
  operation: Pick<OperationEvidence, 'dns' | 'port' | 'remoteAddress'> | undefined,
  facts: JudgeFacts,
): boolean {
  if (code !== 'ConnectTimeout' || operation === undefined || operation.remoteAddress !== null) return false;
  const blocks = ownBlocks(facts);
  const tried = operation.dns?.aaaa ?? [];
  return (
    blocks.length > 0 &&
    blocks.every((block) => isInside(parseBlock(block)?.prefix ?? '', PRIVATE)) &&
    tried.length > 0 &&
    tried.every((address) => leavesAws(address, facts) && !wasDropped(address, operation.port, facts))
  );
}

/** The subnet's block, else every block of the VPC: which one the function has is unknown then. */
function ownBlocks({ subnetIpv6CidrBlock, vpcIpv6CidrBlocks }: JudgeFacts): readonly string[] {
  return subnetIpv6CidrBlock ? [subnetIpv6CidrBlock] : vpcIpv6CidrBlocks;
}

/** By a gateway to the internet, and not through NAT64, which gives the packets another source. */
function leavesAws(address: string, facts: JudgeFacts): boolean {
  if (isInside(address, NAT64_PREFIX) || isOwnAddress(address, facts)) return false;
  return /^(?:eigw|igw)-/.test(gatewayTo(address, facts.route) ?? '');
}

/** Where the lab knows what stopped the packets before they reached the gateway, that is the first thing to fix. */
function wasDropped(address: string, port: number, { lab }: JudgeFacts): boolean {
  return lab?.drops.some((drop) => drop.remoteAddress === address && drop.port === port) ?? false;
}
