/** What only the lab knows of a run, for the judge: its template, its internet, and who dropped which packets. Pure. */
import type { LabFacts } from '../../../lambda/report/judge/facts.ts';
import type { Run } from '../../../lambda/report/report-schema.ts';
import type { Drop } from '../kernel/kernel.ts';
import type { Internet } from '../services/internet/internet.ts';
import { unknownHosts, unknownPorts } from '../services/internet/unknown-hosts.ts';
import { isIpv6 } from '../template/cidr.ts';
import type { Model } from '../template/model.ts';
import { labDrop } from './blame.ts';
import { labResource, type NamedResource } from './lab-resource.ts';
import type { Member } from './start/members.ts';
import { workloadRecord } from './workload-record.ts';

interface Surroundings {
  readonly model: Model;
  readonly isOwn: boolean;
  /** Every host with all its addresses. */
  readonly served: Internet;
  /** Those of the member's interface. */
  readonly drops: readonly Drop[];
  readonly expectedTargets: readonly string[];
}

export function labFacts(
  run: Run,
  member: Member,
  { model, isOwn, served, drops, expectedTargets }: Surroundings,
): LabFacts {
  return {
    ownTemplate: isOwn,
    expectedTargets,
    unknownHosts: unknownHosts(run, served, model),
    unknownPorts: unknownPorts(run, served),
    drops: drops.flatMap((drop) => labDrop(drop, member, model)),
    resources: Object.fromEntries(resourcesIn(model).map((each) => [each.id, labResource(each)])),
    vpc: labResource(model.vpc),
    subnet: labResource(member.subnet),
    ipv6: {
      vpcHasBlock: model.vpc.ipv6CidrBlocks.length > 0,
      subnetHasBlock: member.subnet.ipv6CidrBlock !== null,
      allowed: member.fn.ipv6AllowedForDualStack,
      groupsLetOut: letOutIpv6(member, model),
    },
    workload: workloadRecord(member, model),
  };
}

/** Groups admit one another inside the VPC only. */
function letOutIpv6({ fn }: Member, { securityGroups, prefixLists }: Model): boolean {
  const groups = securityGroups.filter(({ id }) => fn.securityGroupIds.includes(id));
  return groups
    .flatMap(({ egress }) => egress)
    .some(({ peer }) => {
      if (peer.kind === 'cidr') return isIpv6(peer.cidrBlock);
      return (
        peer.kind === 'prefix-list' &&
        prefixLists.find(({ id }) => id === peer.prefixListId)?.family !== 'IPv4'
      );
    });
}

function resourcesIn(model: Model): NamedResource[] {
  const { subnets, gateways, endpoints, routeTables, networkAcls, securityGroups } = model;
  const forwarders = model.forwarders.flatMap(({ logicalId, id }) =>
    logicalId === null ? [] : [{ logicalId, id }],
  );
  return [
    ...[...subnets, ...gateways, ...forwarders, ...endpoints],
    ...[...routeTables, ...networkAcls, ...securityGroups],
  ];
}
