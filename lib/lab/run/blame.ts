/** Which resource of the template dropped packets, by what the kernel counted about them. Pure. */
import type { LabDrop } from '../../../lambda/report/judge/facts.ts';
import { LAB_DROP_REASONS } from '../../../lambda/report/judge/facts.ts';
import { type Drop, vpcEndpointBetween } from '../kernel/kernel.ts';
import { isIpv6 } from '../template/cidr.ts';
import type { Model } from '../template/model.ts';
import { type Blamed, blamedAcl } from './blamed-acl.ts';
import { named } from './lab-resource.ts';
import { letOutElsewhere } from './let-out-elsewhere.ts';
import type { Member } from './start/members.ts';

/** Nothing for packets that were lost beyond the template's network. */
export function labDrop(drop: Drop, member: Member, model: Model): LabDrop[] {
  const by = LAB_DROP_REASONS.find((each) => each === drop.reason);
  if (by === undefined) return [];
  const { peerAddress: remoteAddress, peerPort: port } = drop;
  const letOutTo = by === 'security-group' ? letOutElsewhere(drop, member, model) : [];
  const found = { remoteAddress, port, by, ...blamed(by, drop, member, model) };
  return [letOutTo.length > 0 ? { ...found, letOutTo } : found];
}

function blamed(by: LabDrop['by'], drop: Drop, member: Member, model: Model): Blamed {
  switch (by) {
    case 'security-group':
      return { resources: named(model.securityGroups, member.fn.securityGroupIds), detail: null };
    case 'endpoint-security-group':
      return blamedEndpoint(drop, member, model);
    case 'no-route':
    case 'other-network':
      return { resources: named(model.routeTables, [member.subnet.routeTableId]), detail: null };
    case 'network-acl':
      return blamedAcl(drop, member, model);
    case 'port-blocked':
      return { resources: [], detail: null };
    case 'block-public-access': {
      const logicalId = model.publicAccessBlock;
      return {
        resources: logicalId === undefined ? [] : named([{ logicalId, id: logicalId }]),
        detail: null,
      };
    }
  }
}

/** The groups of the endpoint at the address. */
function blamedEndpoint({ peerAddress }: Drop, { networkInterface }: Member, model: Model): Blamed {
  const source = isIpv6(peerAddress) ? networkInterface.ipv6Address : networkInterface.ipv4Address;
  const id = vpcEndpointBetween(model, source ?? '', peerAddress);
  const endpoint = model.endpoints.find((each) => each.id === id);
  return {
    resources: named(model.securityGroups, endpoint?.securityGroupIds ?? []),
    detail: endpoint ? `of the VPC endpoint ${endpoint.logicalId}` : null,
  };
}
