/** Notices about groups for which AWS's documentation and what people observe differ. Pure. */
import type { Model } from '../../template/model.ts';
import type { Member } from './members.ts';

/** Only the groups of the probes matter. */
export function unwrittenEgress(
  members: readonly Pick<Member, 'fn'>[],
  { securityGroups, vpc }: Pick<Model, 'securityGroups' | 'vpc'>,
): string[] {
  if (vpc.ipv6CidrBlocks.length === 0) return [];
  const used = members.flatMap(({ fn }) => fn.securityGroupIds);
  return securityGroups
    .filter(({ id, hasUnwrittenEgress }) => hasUnwrittenEgress && used.includes(id))
    .map(
      ({ logicalId }) =>
        `${logicalId} (AWS::EC2::SecurityGroup) has no SecurityGroupEgress: CloudFormation documents rules for 0.0.0.0/0 and ::/0 then, and people observe 0.0.0.0/0 only, as the lab takes it: write a rule for ::/0`,
    );
}
