/** What filters packets: security groups, network ACLs, prefix lists, as resources of a template. Pure. */
import { ec2Id } from '../lab/template/physical-ids.ts';
import { type Entry, entry, isIpv6Block, withoutNulls } from './resource.ts';
import type { VpcFile } from './vpc-file.ts';

type Rule = NonNullable<VpcFile['securityGroups']>[number]['ingress'][number];
type AclEntry = NonNullable<VpcFile['networkAcls']>[number]['entries'][number];
type PrefixList = NonNullable<VpcFile['prefixLists']>[number];

export function filterResources(file: VpcFile): Entry[] {
  return [
    ...(file.prefixLists ?? []).filter(({ ofAws }) => !ofAws).map(prefixList),
    ...(file.securityGroups ?? []).map((group) => securityGroup(group, file)),
    ...(file.networkAcls ?? []).flatMap((acl) => networkAcl(acl, file)),
  ];
}

/** AWS's lists of services with a gateway endpoint in the VPC: the lab has them, with the addresses of its own internet. */
export function isListOfLab({ name, ofAws }: PrefixList, { vpcEndpoints }: VpcFile): boolean {
  return (
    ofAws &&
    (vpcEndpoints ?? []).some(
      ({ type, serviceName }) => type === 'Gateway' && serviceName === name.replace('.ipv6.', '.'),
    )
  );
}

/** Rules that let in whom a list names that neither the file nor the lab has. */
export function isOfUnknownList({ peer }: Rule, file: VpcFile): boolean {
  if (!('prefixListId' in peer)) return false;
  const list = file.prefixLists?.find(({ id }) => id === peer.prefixListId);
  return list === undefined || (list.ofAws && !isListOfLab(list, file));
}

function prefixList({ id, name, family, cidrBlocks }: PrefixList): Entry {
  const entries = cidrBlocks.map((Cidr) => ({ Cidr }));
  return entry(id, 'AWS::EC2::PrefixList', { PrefixListName: name, AddressFamily: family, Entries: entries });
}

function securityGroup(
  { id, name, ingress, egress }: NonNullable<VpcFile['securityGroups']>[number],
  file: VpcFile,
): Entry {
  return entry(id, 'AWS::EC2::SecurityGroup', {
    VpcId: { Ref: file.vpc.id },
    GroupName: name,
    // They matter only to an endpoint's group, where they are unknown.
    SecurityGroupIngress: ingress
      .filter((rule) => !isOfUnknownList(rule, file))
      .map((rule) => ruleProperties(rule, 'Source', file)),
    SecurityGroupEgress: egress.map((rule) => ruleProperties(rule, 'Destination', file)),
  });
}

function ruleProperties(
  { protocol, fromPort, toPort, peer }: Rule,
  end: 'Source' | 'Destination',
  file: VpcFile,
): Record<string, unknown> {
  return withoutNulls({
    IpProtocol: protocol,
    FromPort: fromPort,
    ToPort: toPort,
    ...('cidrBlock' in peer
      ? { [isIpv6Block(peer.cidrBlock) ? 'CidrIpv6' : 'CidrIp']: peer.cidrBlock }
      : 'securityGroupId' in peer
        ? { [`${end}SecurityGroupId`]: peer.securityGroupId }
        : { [`${end}PrefixListId`]: listId(peer.prefixListId, file) }),
  });
}

/** The lab names the lists of its gateway endpoints itself. */
function listId(id: string, file: VpcFile): string {
  const list = file.prefixLists?.find((each) => each.id === id);
  return list && isListOfLab(list, file) ? ec2Id('pl', list.name) : id;
}

function networkAcl(
  { id, subnetIds, entries }: NonNullable<VpcFile['networkAcls']>[number],
  file: VpcFile,
): Entry[] {
  return [
    entry(id, 'AWS::EC2::NetworkAcl', { VpcId: { Ref: file.vpc.id } }),
    ...subnetIds
      .filter((subnetId) => file.subnets.some((subnet) => subnet.id === subnetId))
      .map((SubnetId) =>
        entry(`${SubnetId} of ${id}`, 'AWS::EC2::SubnetNetworkAclAssociation', {
          SubnetId,
          NetworkAclId: id,
        }),
      ),
    ...entries.map((each) => aclEntry(id, each)),
  ];
}

function aclEntry(acl: string, { ruleNumber, egress, action, protocol, cidrBlock, ports, icmp }: AclEntry) {
  return entry(`${acl} ${egress ? 'egress' : 'ingress'} ${ruleNumber}`, 'AWS::EC2::NetworkAclEntry', {
    NetworkAclId: acl,
    RuleNumber: ruleNumber,
    Egress: egress,
    RuleAction: action,
    Protocol: protocol,
    [isIpv6Block(cidrBlock) ? 'Ipv6CidrBlock' : 'CidrBlock']: cidrBlock,
    ...(ports && { PortRange: { From: ports.from, To: ports.to } }),
    ...(icmp && { Icmp: { Type: icmp.type, Code: icmp.code } }),
  });
}
