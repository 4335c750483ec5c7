/** The VPC's network ACLs with their entries, including the default one, and which subnet has which. */

import { z } from 'zod';
import { lookUp } from '../../../lambda/report/look-up.ts';
import { readAssociations } from './associations.ts';
import { defaultNetworkAclId } from './attributes.ts';
import { formatCidr, parseCidr } from './cidr.ts';
import type { NetworkAcl, NetworkAclEntry, Subnet, Vpc } from './model.ts';
import { ofVpc } from './one-vpc.ts';
import { requireIcmp, requirePorts } from './ports.ts';
import { cidrBlock, flag, number, text } from './property-types.ts';
import { PROTOCOLS } from './protocols.ts';
import { idIn, readEach } from './read-each.ts';
import type { Stack, StackResource } from './stack.ts';
import { errorAt, unknownId } from './template-error.ts';

/** The highest rule number; 32767 is the rule at the end of every list that denies the rest. */
const MAX_RULE_NUMBER = 32766;
const LAST_PROTOCOL = 255;

const entrySchema = z.object({
  NetworkAclId: text,
  RuleNumber: number,
  Protocol: text,
  RuleAction: z.enum(['allow', 'deny']),
  Egress: flag,
  CidrBlock: cidrBlock('IPv4', 'Ipv6CidrBlock').optional(),
  Ipv6CidrBlock: cidrBlock('IPv6', 'CidrBlock').optional(),
  PortRange: z.object({ From: number, To: number }).optional(),
  Icmp: z.object({ Type: number, Code: number }).optional(),
});

type EntryProperties = z.output<typeof entrySchema>;
type MutableAcl = NetworkAcl & { ingress: NetworkAclEntry[]; egress: NetworkAclEntry[] };

export function buildNetworkAcls(stack: Stack, vpc: Vpc): NetworkAcl[] {
  const own = ownAcls(stack, vpc);
  const acls = own.some((acl) => acl.default) ? own : [defaultAcl(vpc), ...own];
  const affects = (resource: StackResource) => [idIn(stack, resource, 'NetworkAclId') ?? []].flat();
  readEach(stack, stack.resourcesOfType('AWS::EC2::NetworkAclEntry'), affects, (resource) => {
    const properties = stack.read(resource, entrySchema);
    const acl = acls.find(({ id }) => id === properties.NetworkAclId);
    if (!acl) throw unknownId(resource, 'NetworkAclId', properties.NetworkAclId, 'network ACL');
    const entries = properties.Egress ? acl.egress : acl.ingress;
    entries.push(buildEntry(resource, properties, entries));
    entries.sort((a, b) => a.ruleNumber - b.ruleNumber);
  });
  return acls;
}

function ownAcls(stack: Stack, vpc: Vpc): MutableAcl[] {
  const own = (resource: StackResource) => [stack.refOf(resource.logicalId)];
  return readEach(stack, ofVpc(stack, 'AWS::EC2::NetworkAcl', vpc), own, (resource) => {
    stack.read(resource, z.object({ VpcId: text }));
    const { logicalId } = resource;
    const id = stack.refOf(logicalId);
    const isDefault = id === stack.described?.defaultNetworkAclId;
    return { logicalId, id, default: isDefault, ingress: [], egress: [] };
  });
}

/** Every VPC comes with one that lets everything pass (VPC User Guide, "Default network ACL"). */
function defaultAcl(vpc: Vpc): MutableAcl {
  const everything = ['0.0.0.0/0', ...(vpc.ipv6CidrBlocks.length > 0 ? ['::/0'] : [])].map(
    (cidrBlock, index): NetworkAclEntry => ({
      ruleNumber: 100 + index,
      action: 'allow',
      protocol: 'all',
      ports: null,
      cidrBlock,
    }),
  );
  return {
    logicalId: `${vpc.logicalId}.DefaultNetworkAcl`,
    id: defaultNetworkAclId(vpc.logicalId),
    default: true,
    ingress: [...everything],
    egress: [...everything],
  };
}

function buildEntry(
  resource: StackResource,
  properties: EntryProperties,
  siblings: readonly NetworkAclEntry[],
): NetworkAclEntry {
  const { RuleNumber: ruleNumber, CidrBlock, Ipv6CidrBlock, RuleAction } = properties;
  if (ruleNumber < 1 || ruleNumber > MAX_RULE_NUMBER) {
    throw errorAt(resource, `RuleNumber ${ruleNumber} is not from 1 to ${MAX_RULE_NUMBER}`);
  }
  if (siblings.some((entry) => entry.ruleNumber === ruleNumber)) {
    throw errorAt(resource, `the network ACL already has a rule ${ruleNumber} in this direction`);
  }
  const cidrBlock = CidrBlock ?? Ipv6CidrBlock;
  if (cidrBlock === undefined || (CidrBlock !== undefined && Ipv6CidrBlock !== undefined)) {
    throw errorAt(resource, `an entry has exactly one of CidrBlock and Ipv6CidrBlock`);
  }
  const protocol = requireProtocol(resource, properties.Protocol);
  return {
    ruleNumber,
    action: RuleAction,
    protocol,
    ports: portsOf(resource, protocol, properties),
    cidrBlock: formatCidr(parseCidr(cidrBlock)),
  };
}

/** Required where the protocol has them; ignored where it has none (AWS::EC2::NetworkAclEntry). */
function portsOf(
  resource: StackResource,
  protocol: string,
  { PortRange, Icmp }: EntryProperties,
): NetworkAclEntry['ports'] {
  if (protocol === 'tcp' || protocol === 'udp') {
    if (PortRange) return requirePorts(resource, { from: PortRange.From, to: PortRange.To });
    throw errorAt(resource, `an entry for ${protocol} needs a PortRange, From to To`);
  }
  if (protocol !== 'icmp' && protocol !== 'icmpv6') return null;
  if (!Icmp) throw errorAt(resource, `an entry for ${protocol} needs Icmp`);
  return requireIcmp(resource, { type: Icmp.Type, code: Icmp.Code });
}

/** The protocol is a byte of the IP header. */
function requireProtocol(resource: StackResource, protocol: string): string {
  const known = lookUp(PROTOCOLS, protocol);
  if (known !== undefined) return known;
  if (/^(0|[1-9]\d{0,2})$/.test(protocol) && Number(protocol) <= LAST_PROTOCOL) return protocol;
  throw errorAt(
    resource,
    `Protocol "${protocol}" is not a protocol number: write 6 for TCP, 17 for UDP, -1 for all, at most ${LAST_PROTOCOL}`,
  );
}

/** A subnet without an association has the default one. */
export function networkAclOfSubnets(
  stack: Stack,
  subnets: readonly Pick<Subnet, 'id' | 'logicalId'>[],
  acls: readonly NetworkAcl[],
): (subnetId: string) => string {
  const associated = readAssociations(stack, subnets, {
    type: 'AWS::EC2::SubnetNetworkAclAssociation',
    property: 'NetworkAclId',
    noun: 'network ACL',
    known: acls.map(({ id }) => id),
  });
  const fallback = acls.find((acl) => acl.default)?.id ?? '';
  return (subnetId) => associated.get(subnetId) ?? fallback;
}
