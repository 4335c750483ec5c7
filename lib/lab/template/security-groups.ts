/** The VPC's security groups: those of the template, with inline and separate rules, and the default one. */

import { z } from 'zod';
import { lookUp } from '../../../lambda/report/look-up.ts';
import { defaultSecurityGroupId } from './attributes.ts';
import { formatCidr, parseCidr } from './cidr.ts';
import { isObject } from './intrinsics.ts';
import type { SecurityGroup, SecurityGroupRule, Vpc } from './model.ts';
import { ofVpc } from './one-vpc.ts';
import { requireIcmp, requirePorts } from './ports.ts';
import { cidrBlock, number, optionalText, refused, text } from './property-types.ts';
import { PROTOCOLS } from './protocols.ts';
import { idIn, isSet, readEach, readOrLeaveOut, withProperties } from './read-each.ts';
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

const PROTOCOL_NAMES = Object.values(PROTOCOLS).filter((name) => name !== 'all');

type MutableGroup = SecurityGroup & { ingress: SecurityGroupRule[]; egress: SecurityGroupRule[] };

type Side = 'ingress' | 'egress';

const INLINE = { ingress: 'SecurityGroupIngress', egress: 'SecurityGroupEgress' } as const;

/** What is unknown where the rules of one side of a group cannot be read: packets meet the sides apart. */
export function sideId(groupId: string, side: Side): string {
  return `${groupId}/${side}`;
}

export function buildSecurityGroups(stack: Stack, vpc: Vpc): SecurityGroup[] {
  const own = ownGroups(stack, vpc).map((resource) => buildGroup(stack, resource));
  const isDefault = ({ id }: SecurityGroup) => id === stack.described?.defaultSecurityGroupId;
  const groups = own.some(isDefault) ? own : [defaultGroup(vpc), ...own];
  addRules(stack, 'ingress', groups);
  addRules(stack, 'egress', groups);
  return groups;
}

/** One without a VpcId is in the default VPC. */
function ownGroups(stack: Stack, vpc: Vpc): StackResource[] {
  return ofVpc(stack, 'AWS::EC2::SecurityGroup', vpc).filter((resource) => {
    if (isSet(stack, resource, 'VpcId')) return true;
    const error = errorAt(resource, 'it has no VpcId, so it is in the default VPC');
    stack.leaveOut({ ...resource, affects: [], error });
    return false;
  });
}

function buildGroup(stack: Stack, resource: StackResource): MutableGroup {
  const { logicalId } = resource;
  const id = stack.refOf(logicalId);
  readOrLeaveOut(
    stack,
    resource,
    () => [sideId(id, 'ingress'), sideId(id, 'egress')],
    () => stack.property(resource, 'VpcId'),
    undefined,
  );
  const egress = inlineRules(stack, resource, 'egress');
  const isUnwritten = egress.length === 0 && stack.described === null;
  return {
    logicalId,
    id,
    name: shownName(stack, resource, 'GroupName'),
    ingress: inlineRules(stack, resource, 'ingress'),
    egress: isUnwritten ? [allTraffic('0.0.0.0/0')] : egress,
    ...(isUnwritten && { hasUnwrittenEgress: true as const }),
  };
}

function inlineRules(stack: Stack, resource: StackResource, side: Side): SecurityGroupRule[] {
  const name = INLINE[side];
  const schema = z.object({ [name]: z.array(ruleSchema).optional() });
  const affects = () => [sideId(stack.refOf(resource.logicalId), side)];
  const rules = resource.resource.Properties?.[name];
  const known = Array.isArray(rules) ? rules.map((rule) => withPeers(stack, resource, rule)) : rules;
  const read = () => stack.read(withProperties(resource, { [name]: known }), schema)[name] ?? [];
  return readOrLeaveOut(stack, resource, affects, () => read().map((rule) => buildRule(resource, rule)), []);
}

const PEER_GROUPS = ['SourceSecurityGroupId', 'DestinationSecurityGroupId'];

/** A group that the template does not have has no member in the lab, so that any id stands for it. */
const ANOTHER_GROUP = 'sg-of-another-stack';

function withPeers(stack: Stack, resource: StackResource, rule: unknown): unknown {
  if (!isObject(rule)) return rule;
  const missing = PEER_GROUPS.filter(
    (name) => Object.hasOwn(rule, name) && idIn(stack, withProperties(resource, rule), name) === null,
  );
  return { ...rule, ...Object.fromEntries(missing.map((name) => [name, ANOTHER_GROUP])) };
}

/** All traffic, over IPv6 if the VPC has a block. */
function everything(vpc: Vpc): SecurityGroupRule[] {
  return ['0.0.0.0/0', ...(vpc.ipv6CidrBlocks.length > 0 ? ['::/0'] : [])].map(allTraffic);
}

function allTraffic(cidrBlock: string): SecurityGroupRule {
  return { protocol: 'all', ports: null, peer: { kind: 'cidr', cidrBlock } };
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

const SEPARATE = {
  ingress: 'AWS::EC2::SecurityGroupIngress',
  egress: 'AWS::EC2::SecurityGroupEgress',
} as const;

function addRules(stack: Stack, side: Side, groups: readonly MutableGroup[]): void {
  const affects = (resource: StackResource) => {
    const groupId = idIn(stack, resource, 'GroupId');
    return groupId === null ? [] : [sideId(groupId, side)];
  };
  readEach(stack, stack.resourcesOfType(SEPARATE[side]), affects, (resource) => {
    const known = withPeers(stack, resource, resource.resource.Properties ?? {});
    const properties = isObject(known) ? known : {};
    const { GroupId, ...rule } = stack.read(withProperties(resource, properties), ownRuleSchema);
    const group = groups.find(({ id }) => id === GroupId);
    if (!group) throw unknownId(resource, 'GroupId', GroupId, 'security group');
    group[side].push(buildRule(resource, rule));
  });
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
