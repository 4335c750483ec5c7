/** Keeps the addresses of the lab's internet apart from those of a template's VPC, which may be any that EC2 takes. */
import {
  addressAt,
  type CidrBlock,
  contains,
  formatCidr,
  isIpv6,
  overlap,
  parseCidr,
} from '../../template/cidr.ts';
import type { Model } from '../../template/model.ts';
import { TemplateError } from '../../template/template-error.ts';
import type { Host, Internet } from './internet.ts';

/** Where the hosts can be, the range of the baseline first. */
const RANGES = [
  ['198.18.0.0/16', '198.19.0.0/16'],
  ['2001:db8:ffff::/48', '2001:db8:7fff::/48', '2001:db8:3fff::/48'],
].map((family) => family.map(parseCidr));

/** @throws TemplateError where the VPC has every range of a family, or the address of a NAT gateway */
export function apartFromVpc(internet: Internet, model: Model): Internet {
  requireOutsideAddresses(model);
  return RANGES.reduce((moved, ranges) => moveOut(moved, ranges, model), internet);
}

function moveOut({ hosts }: Internet, ranges: readonly CidrBlock[], model: Model): Internet {
  const [home] = ranges;
  const range = freeRange(ranges, model);
  if (!home || range === home) return { hosts };
  const moved = (address: string): string => {
    const { first } = hostBlock(address);
    return contains(home, hostBlock(address)) ? addressAt(range, Number(first - home.first)) : address;
  };
  return {
    hosts: hosts.map((host): Host => ({ ...host, ipv4: host.ipv4.map(moved), ipv6: host.ipv6.map(moved) })),
  };
}

/** Outside the VPC, and if possible outside of what its tables send to other networks. */
function freeRange(ranges: readonly CidrBlock[], model: Model): CidrBlock {
  const { logicalId, ipv4CidrBlocks, ipv6CidrBlocks } = model.vpc;
  const blocks = [...ipv4CidrBlocks, ...ipv6CidrBlocks].map(parseCidr);
  const outside = ranges.filter((range) => !blocks.some((block) => overlap(block, range)));
  const others = otherNetworks(model);
  const found = outside.find((range) => !others.some((block) => overlap(block, range))) ?? outside[0];
  if (found) return found;
  throw new TemplateError(
    `${logicalId} (AWS::EC2::VPC): its blocks ${blocks.map(formatCidr).join(', ')} take every range that the lab has for the hosts of its internet (${ranges.map(formatCidr).join(', ')}): give it other blocks`,
  );
}

/** A default route does not say what the other network is. */
function otherNetworks({ routeTables }: Model): CidrBlock[] {
  return routeTables
    .flatMap(({ routes }) => routes.filter(({ toOtherNetworkBy }) => toOtherNetworkBy !== undefined))
    .map(({ destinationCidrBlock }) => parseCidr(destinationCidrBlock))
    .filter(({ prefixLength }) => prefixLength >= NARROW);
}

/** Wider blocks are ways of writing "everything": both halves of IPv4, all of global unicast. */
const NARROW = 4;

function requireOutsideAddresses({ vpc, gateways }: Model): void {
  for (const { logicalId, publicIpv4Address } of gateways) {
    if (publicIpv4Address === null) continue;
    const block = vpc.ipv4CidrBlocks.find((each) => contains(parseCidr(each), hostBlock(publicIpv4Address)));
    if (block === undefined) continue;
    throw new TemplateError(
      `${vpc.logicalId} (AWS::EC2::VPC): its block ${block} has ${publicIpv4Address}, which is the address that the lab gives the NAT gateway ${logicalId}: give the VPC another block`,
    );
  }
}

function hostBlock(address: string): CidrBlock {
  return parseCidr(`${address}/${isIpv6(address) ? 128 : 32}`);
}
