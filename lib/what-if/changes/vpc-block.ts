/** The VPC's IPv6 block: Amazon's own, which costs nothing. */
import { resourcesOfType } from '../../lab/template/template.ts';
import { addResource, type Planned, ref, type Situation } from '../change.ts';

export interface VpcBlock extends Planned {
  /** The association that the subnets' blocks have to wait for; null where the template has none for the VPC. */
  readonly association: string | null;
  /** Which of the VPC's IPv6 blocks the new subnets' blocks are cut from, and the block itself; null for a new one. */
  readonly index: number;
  readonly block: string | null;
}

/** Unique local addresses, which no gateway carries (VPC User Guide, "Private IPv6 addresses"). */
const PRIVATE = /^f[cd]/i;

export function vpcBlock(situation: Situation): VpcBlock {
  const { vpc } = situation.model;
  const index = vpc.ipv6CidrBlocks.findIndex((block) => !PRIVATE.test(block));
  const block = vpc.ipv6CidrBlocks[index];
  if (block !== undefined) {
    return { changes: [], obstacles: [], association: associationOf(situation), index, block };
  }
  const logicalId = situation.freeId('Ipv6CidrBlock');
  const value = { VpcId: ref(vpc.logicalId), AmazonProvidedIpv6CidrBlock: true };
  return {
    association: logicalId,
    index: vpc.ipv6CidrBlocks.length,
    block: null,
    obstacles: [],
    changes: [
      {
        kind: 'vpc-block',
        logicalId: vpc.logicalId,
        what: 'associate an IPv6 block that Amazon provides',
        reason: 'subnets get their IPv6 blocks from the block of their VPC',
        edits: [
          addResource(
            situation,
            logicalId,
            { Type: 'AWS::EC2::VPCCidrBlock', Properties: value },
            vpc.logicalId,
          ),
        ],
      },
    ],
  };
}

function associationOf({ template, model }: Situation): string | null {
  const found = resourcesOfType(template, 'AWS::EC2::VPCCidrBlock').find(([, { Properties = {} }]) => {
    const isIpv6 = Object.keys(Properties).some((name) => /Ipv6/.test(name));
    return isIpv6 && (Properties.VpcId as { Ref?: unknown } | undefined)?.Ref === model.vpc.logicalId;
  });
  return found?.[0] ?? null;
}
