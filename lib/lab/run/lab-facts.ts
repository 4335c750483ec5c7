/** What only the lab knows of a run, for the judge: its template, its internet, and who dropped which packets. Pure. */
import type { LabDrop, LabFacts, LabResource } from '../../../lambda/report/judge/facts.ts';
import { LAB_DROP_REASONS } from '../../../lambda/report/judge/facts.ts';
import type { Run } from '../../../lambda/report/report-schema.ts';
import type { Drop } from '../kernel/kernel.ts';
import type { Internet } from '../services/internet/internet.ts';
import { unknownHosts, unknownPorts } from '../services/internet/unknown-hosts.ts';
import { isIpv6 } from '../template/cidr.ts';
import type { Model } from '../template/model.ts';
import type { Member } from './start/members.ts';
import { workloadRecord } from './workload-record.ts';

interface Surroundings {
  readonly model: Model;
  readonly isOwn: boolean;
  /** Every host with all its addresses. */
  readonly served: Internet;
  /** Those of the member's interface. */
  readonly drops: readonly Drop[];
}

export function labFacts(run: Run, member: Member, { model, isOwn, served, drops }: Surroundings): LabFacts {
  return {
    ownTemplate: isOwn,
    unknownHosts: unknownHosts(run, served, model),
    unknownPorts: unknownPorts(run, served),
    drops: drops.flatMap((drop) => labDrop(drop, member, model)),
    resources: Object.fromEntries(resourcesIn(model).map((resource) => [resource.id, resource])),
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

function labDrop({ reason, peerAddress, peerPort }: Drop, member: Member, model: Model): LabDrop[] {
  const by = LAB_DROP_REASONS.find((each) => each === reason);
  if (by === undefined) return [];
  return [{ remoteAddress: peerAddress, port: peerPort, by, resources: blamed(by, member, model) }];
}

function blamed(by: LabDrop['by'], { fn, subnet }: Member, model: Model): LabResource[] {
  switch (by) {
    case 'security-group':
      return named(model.securityGroups, fn.securityGroupIds);
    case 'no-route':
      return named(model.routeTables, [subnet.routeTableId]);
    case 'network-acl':
      return named(model.networkAcls, [subnet.networkAclId]);
    default:
      return [];
  }
}

type Resource = { readonly logicalId: string; readonly id: string; readonly name?: string | null };

function named(resources: readonly Resource[], ids: readonly string[]): LabResource[] {
  return resources.filter(({ id }) => ids.includes(id)).map(labResource);
}

function labResource({ logicalId, id, name = null }: Resource): LabResource {
  return { logicalId, id, name };
}

function resourcesIn(model: Model): LabResource[] {
  const { vpc, subnets, gateways, endpoints, routeTables, networkAcls, securityGroups } = model;
  const all: Resource[][] = [
    [vpc],
    [...subnets],
    [...gateways],
    [...endpoints],
    [...routeTables],
    [...networkAcls],
    [...securityGroups],
  ];
  return all.flat().map(labResource);
}
