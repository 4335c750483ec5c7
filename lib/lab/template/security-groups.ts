/** The VPC's security groups: those of the template, with inline and separate rules, and the default one. */

import { z } from 'zod';
import { lookUp } from '../../../lambda/report/look-up.ts';
import { defaultSecurityGroupId } from './attributes.ts';
import { formatCidr, parseCidr } from './cidr.ts';
import type { SecurityGroup, SecurityGroupRule, Vpc } from './model.ts';
import { requireSameVpc } from './one-vpc.ts';
import { requireIcmp, requirePorts } from './ports.ts';
import { cidrBlock, number, optionalText, refused, text } from './property-types.ts';
import { PROTOCOLS } from './protocols.ts';
import { shownName } from './shown-name.ts';
import type { Stack, StackResource } from './stack.ts';
import { errorAt, unknownId } from './template-error.ts';

const ruleShape = {
  IpProtocol: text,
  FromPort: number.optional(),
  ToPort: number.optional(),
  CidrIp: cidrBlock('IPv4', 'CidrIpv6').optional(),
  CidrIpv6: cidrBlock('IPv6', 'CidrIp').optional(),
  SourceSecurityGroupId: optionalText,
  DestinationSecurityGroupId: optionalText,
  SourceSecurityGroupName: refused('groups are known by id in a VPC'),
  SourcePrefixListId: optionalText,
  DestinationPrefixListId: optionalText,
};

const ruleSchema = z.object(ruleShape);
const ownRuleSchema = z.object({ GroupId: text, ...ruleShape });

const groupSchema = z.object({
  VpcId: text,
  SecurityGroupIngress: z.array(ruleSchema).optional(),
  SecurityGroupEgress: z.array(ruleSchema).optional(),
});

const PROTOCOL_NAMES = Object.values(PROTOCOLS).filter((name) => name !== 'all');

type MutableGroup = SecurityGroup & { ingress: SecurityGroupRule[]; egress: SecurityGroupRule[] };

export function buildSecurityGroups(stack: Stack, vpc: Vpc): SecurityGroup[] {
  const groups: MutableGroup[] = [
    defaultGroup(vpc),
    ...stack.resourcesOfType('AWS::EC2::SecurityGroup').map((resource) => buildGroup(stack, resource, vpc)),
  ];
  addRules(stack, 'AWS::EC2::SecurityGroupIngress', groups, ({ ingress }) => ingress);
  addRules(stack, 'AWS::EC2::SecurityGroupEgress', groups, ({ egress }) => egress);
  return groups;
}

function buildGroup(stack: Stack, resource: StackResource, vpc: Vpc): MutableGroup {
  const { VpcId, SecurityGroupIngress = [], SecurityGroupEgress = [] } = stack.read(resource, groupSchema);
  requireSameVpc(resource, VpcId, vpc);
  return {
    logicalId: resource.logicalId,
    id: stack.refOf(resource.logicalId),
    name: shownName(stack, resource, 'GroupName'),
    ingress: SecurityGroupIngress.map((rule) => buildRule(resource, rule)),
    egress:
      SecurityGroupEgress.length > 0
        ? SecurityGroupEgress.map((rule) => buildRule(resource, rule))
        : everything(vpc),
  };
}

/** The egress of a new group until inline rules replace it: all traffic, over IPv6 if the VPC has a block. */
function everything(vpc: Vpc): SecurityGroupRule[] {
  const blocks = vpc.ipv6CidrBlocks.length > 0 ? ['0.0.0.0/0', '::/0'] : ['0.0.0.0/0'];
  return blocks.map((cidrBlock) => ({ protocol: 'all', ports: null, peer: { kind: 'cidr', cidrBlock } }));
}

/** The VPC's default group lets everything out and its own members in. */
function defaultGroup(vpc: Vpc): MutableGroup {
  const id = defaultSecurityGroupId(vpc.logicalId);
  return {
    logicalId: `${vpc.logicalId}.DefaultSecurityGroup`,
    id,
    name: 'default',
    ingress: [{ protocol: 'all', ports: null, peer: { kind: 'security-group', securityGroupId: id } }],
    egress: everything(vpc),
  };
}

function addRules(
  stack: Stack,
  type: string,
  groups: readonly MutableGroup[],
  side: (group: MutableGroup) => SecurityGroupRule[],
): void {
  for (const resource of stack.resourcesOfType(type)) {
    const { GroupId, ...rule } = stack.read(resource, ownRuleSchema);
    const group = groups.find(({ id }) => id === GroupId);
    if (!group) {
      throw unknownId(resource, 'GroupId', GroupId, 'security group');
    }
    side(group).push(buildRule(resource, rule));
  }
}

function buildRule(resource: StackResource, rule: z.output<typeof ruleSchema>): SecurityGroupRule {
  const protocol = lookUp(PROTOCOLS, rule.IpProtocol) ?? rule.IpProtocol.toLowerCase();
  if (protocol !== 'all' && !PROTOCOL_NAMES.includes(protocol)) {
    throw errorAt(
      resource,
      `IpProtocol "${rule.IpProtocol}" is unknown to the lab: write ${PROTOCOL_NAMES.join(', ')} or -1`,
    );
  }
  return { protocol, ports: portsOf(resource, protocol, rule), peer: peerOf(resource, rule) };
}

function portsOf(
  resource: StackResource,
  protocol: string,
  { FromPort: from, ToPort: to }: z.output<typeof ruleSchema>,
): SecurityGroupRule['ports'] {
  if (protocol === 'all' || (protocol === 'icmpv6' && from === undefined && to === undefined)) return null;
  if (from === undefined || to === undefined) {
    throw errorAt(resource, `a rule for ${protocol} needs FromPort and ToPort`);
  }
  return protocol.startsWith('icmp')
    ? requireIcmp(resource, { type: from, code: to })
    : requirePorts(resource, { from, to });
}

function peerOf(resource: StackResource, rule: z.output<typeof ruleSchema>): SecurityGroupRule['peer'] {
  const cidrBlock = rule.CidrIp ?? rule.CidrIpv6;
  const securityGroupId = rule.SourceSecurityGroupId ?? rule.DestinationSecurityGroupId;
  const prefixListId = rule.SourcePrefixListId ?? rule.DestinationPrefixListId;
  const peers = [rule.CidrIp, rule.CidrIpv6, securityGroupId, prefixListId];
  const given = peers.filter((peer) => peer !== undefined).length;
  if (given === 1 && cidrBlock !== undefined)
    return { kind: 'cidr', cidrBlock: formatCidr(parseCidr(cidrBlock)) };
  if (given === 1 && securityGroupId !== undefined) return { kind: 'security-group', securityGroupId };
  if (given === 1 && prefixListId !== undefined) return { kind: 'prefix-list', prefixListId };
  throw errorAt(
    resource,
    `a rule has exactly one of CidrIp, CidrIpv6, a security group and a prefix list, this one ${given}`,
  );
}
