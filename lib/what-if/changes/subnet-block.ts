/** A /64 of the VPC's block for each subnet that has none. */
import { contains, parseCidr } from '../../lab/template/cidr.ts';
import type { Subnet } from '../../lab/template/model.ts';
import { addDependency, type Change, type Obstacle, type Planned, type Situation } from '../change.ts';
import type { VpcBlock } from './vpc-block.ts';

/** `Fn::Cidr` cuts at most this many blocks. */
const MOST_BLOCKS = 256;
const SUBNET_PREFIX_LENGTH = 64;
/** Amazon provides a /56 (VPC User Guide). */
const PROVIDED_PREFIX_LENGTH = 56;

export function subnetBlocks(situation: Situation, source: VpcBlock): Planned {
  const without = [...situation.subnets, ...situation.besides].filter(
    ({ ipv6CidrBlock }) => ipv6CidrBlock === null,
  );
  const free = freeNumbers(situation, source);
  const changes: Change[] = [];
  const obstacles: Obstacle[] = [];
  for (const subnet of without) {
    const number = free.shift();
    if (number === undefined) obstacles.push(usedUp(subnet, source));
    else changes.push(subnetBlock(subnet, number, situation, source));
  }
  return { changes, obstacles };
}

function subnetBlock({ logicalId }: Subnet, number: number, situation: Situation, source: VpcBlock): Change {
  const blocks = { 'Fn::GetAtt': [situation.model.vpc.logicalId, 'Ipv6CidrBlocks'] };
  const block = { 'Fn::Select': [source.index, blocks] };
  const cut = { 'Fn::Cidr': [block, Math.max(countOf(source), number + 1), SUBNET_PREFIX_LENGTH] };
  return {
    kind: 'subnet-block',
    logicalId,
    what: `give it the /64 number ${number} of the VPC's IPv6 block`,
    reason: situation.subnets.some((each) => each.logicalId === logicalId)
      ? 'without an IPv6 block in the subnet nothing in it has an IPv6 address'
      : 'Lambda gives a function IPv6 only if all of its subnets have it; without a route it opens nothing',
    edits: [
      {
        path: ['Resources', logicalId, 'Properties', 'Ipv6CidrBlock'],
        value: { 'Fn::Select': [number, cut] },
      },
      // GetAtt does not wait for the association: the first deployment would find no block.
      ...(source.association === null ? [] : addDependency(situation, logicalId, source.association)),
    ],
  };
}

function countOf({ block }: VpcBlock): number {
  const length = block === null ? PROVIDED_PREFIX_LENGTH : parseCidr(block).prefixLength;
  return Math.min(MOST_BLOCKS, 2 ** (SUBNET_PREFIX_LENGTH - length));
}

/** The numbers of /64s that no subnet has, in any part. */
function freeNumbers({ model }: Situation, source: VpcBlock): number[] {
  const numbers = Array.from({ length: countOf(source) }, (_, number) => number);
  if (source.block === null) return numbers;
  const outer = parseCidr(source.block);
  const taken = model.subnets.flatMap(({ ipv6CidrBlock }) =>
    ipv6CidrBlock === null ? [] : [parseCidr(ipv6CidrBlock)],
  );
  return numbers.filter((number) => {
    const first = outer.first + (BigInt(number) << 64n);
    const block = { ...outer, first, prefixLength: SUBNET_PREFIX_LENGTH };
    return !taken.some((each) => contains(each, block));
  });
}

function usedUp({ logicalId }: Subnet, { block }: VpcBlock): Obstacle {
  return {
    kind: 'subnet-block',
    logicalId,
    why: `every /64 of ${block ?? 'the block'} that Fn::Cidr can name is taken: associate a second IPv6 block with the VPC, or free a number`,
  };
}
