/** Egress over IPv6 in each workload's groups, for what they let out over IPv4. */
import { quote } from '../../../lambda/report/plain-text.ts';
import { specialRange } from '../../../lambda/report/special-addresses.ts';
import { isIpv6, parseCidr } from '../../lab/template/cidr.ts';
import type { Edit } from '../../lab/template/edits.ts';
import { APPEND } from '../../lab/template/edits.ts';
import type { SecurityGroup, SecurityGroupRule } from '../../lab/template/model.ts';
import { resourcesOfType } from '../../lab/template/template.ts';
import {
  ANY_IPV4,
  ANY_IPV6,
  addResource,
  type Change,
  type Obstacle,
  type Planned,
  type Situation,
} from '../change.ts';

export function securityGroups(situation: Situation): Planned {
  const { model, workloads, template } = situation;
  const groups = model.securityGroups.filter(
    ({ id, logicalId }) =>
      workloads.some(({ securityGroupIds }) => securityGroupIds.includes(id)) &&
      Object.hasOwn(template.Resources, logicalId),
  );
  return {
    changes: groups.flatMap((group) => egress(group, situation)),
    obstacles: [
      ...groups.flatMap((group) => [...unreadable(group, situation), ...namedAddresses(group, situation)]),
      ...elsewhere(situation),
    ],
  };
}

function egress(group: SecurityGroup, situation: Situation): Change[] {
  const edits = editsFor(group, situation);
  if (edits.length === 0) return [];
  return [
    {
      kind: 'security-group',
      logicalId: group.logicalId,
      what: `let out to ${ANY_IPV6} what it lets out to ${ANY_IPV4}: ${shownPorts(missingRules(group, situation))}`,
      reason: 'a rule of a security group is for one family: one for 0.0.0.0/0 lets no IPv6 out',
      edits,
    },
  ];
}

/**
 * Without inline rules CloudFormation documents 0.0.0.0/0 and ::/0, and people observe 0.0.0.0/0 only. The first inline rule
 * takes what was there away, so both are written.
 */
function editsFor(group: SecurityGroup, situation: Situation): Edit[] {
  const { logicalId } = group;
  const path = ['Resources', logicalId, 'Properties', 'SecurityGroupEgress'];
  const inline = inlineEgress(group, situation);
  const missing = missingRules(group, situation);
  if (missing.length === 0) return [];
  if (Array.isArray(inline) && inline.length > 0) {
    return missing.map((rule) => ({
      path: [...path, APPEND],
      value: ruleProperties(rule, { CidrIpv6: ANY_IPV6 }),
    }));
  }
  if (inline !== undefined && !Array.isArray(inline)) return [];
  if (separateRules(group, situation).length > 0)
    return missing.map((rule) => separateRule(rule, group, situation));
  const everything: SecurityGroupRule = {
    protocol: 'all',
    ports: null,
    peer: { kind: 'cidr', cidrBlock: ANY_IPV4 },
  };
  return [
    {
      path,
      value: [
        ruleProperties(everything, { CidrIp: ANY_IPV4 }),
        ruleProperties(everything, { CidrIpv6: ANY_IPV6 }),
      ],
    },
  ];
}

/** The rules for any IPv4 address that no rule repeats for any IPv6 address. */
function missingRules(group: SecurityGroup, situation: Situation): SecurityGroupRule[] {
  // What EC2 gives a group without rules is not in the template, and not sure to hold for IPv6.
  const declared = hasDeclaredRules(group, situation) ? group.egress : group.egress.filter(leadsTo(ANY_IPV4));
  const ipv6 = declared.filter(leadsTo(ANY_IPV6));
  return declared
    .filter(leadsTo(ANY_IPV4))
    .filter((rule) => rule.protocol !== 'icmp' && !ipv6.some((other) => covers(other, rule)));
}

function hasDeclaredRules(group: SecurityGroup, situation: Situation): boolean {
  const inline = inlineEgress(group, situation);
  return (Array.isArray(inline) && inline.length > 0) || separateRules(group, situation).length > 0;
}

function inlineEgress({ logicalId }: SecurityGroup, { template }: Situation): unknown {
  return template.Resources[logicalId]?.Properties?.SecurityGroupEgress;
}

function separateRules({ logicalId }: SecurityGroup, { template }: Situation): readonly unknown[] {
  // By Ref, or by GetAtt in its long or short form.
  const names = [logicalId, `${logicalId}.GroupId`].map((name) => JSON.stringify(name));
  return resourcesOfType(template, 'AWS::EC2::SecurityGroupEgress').filter(([, { Properties = {} }]) => {
    const groupId = JSON.stringify(Properties.GroupId ?? null);
    return names.some((name) => groupId.includes(name));
  });
}

function leadsTo(block: string) {
  return ({ peer }: SecurityGroupRule) => peer.kind === 'cidr' && peer.cidrBlock === block;
}

function covers(outer: SecurityGroupRule, inner: SecurityGroupRule): boolean {
  if (outer.protocol === 'all') return true;
  if (outer.protocol !== inner.protocol) return false;
  if (outer.ports === null) return true;
  return inner.ports !== null && outer.ports.from <= inner.ports.from && outer.ports.to >= inner.ports.to;
}

/** EC2 takes the names of TCP, UDP and ICMPv6 for their numbers. */
function ruleProperties(
  { protocol, ports }: SecurityGroupRule,
  peer: Readonly<Record<string, string>>,
): Record<string, unknown> {
  return {
    IpProtocol: protocol === 'all' ? '-1' : protocol,
    ...(ports !== null && { FromPort: ports.from, ToPort: ports.to }),
    ...peer,
  };
}

function separateRule(rule: SecurityGroupRule, { logicalId }: SecurityGroup, situation: Situation): Edit {
  const properties = {
    GroupId: { 'Fn::GetAtt': [logicalId, 'GroupId'] },
    ...ruleProperties(rule, { CidrIpv6: ANY_IPV6 }),
  };
  const resource = { Type: 'AWS::EC2::SecurityGroupEgress', Properties: properties };
  return addResource(situation, situation.freeId(`${logicalId}Ipv6Egress`), resource, logicalId);
}

function shownPorts(rules: readonly SecurityGroupRule[]): string {
  const shown = rules.map(({ protocol, ports }) => {
    if (protocol === 'all') return 'everything';
    if (ports === null) return protocol;
    return ports.from === ports.to ? `${protocol} ${ports.from}` : `${protocol} ${ports.from} to ${ports.to}`;
  });
  return [...new Set(shown)].join(', ');
}

/** Rules that a condition decides, for example, cannot be added to. */
function unreadable(group: SecurityGroup, situation: Situation): Obstacle[] {
  const inline = inlineEgress(group, situation);
  if (inline === undefined || Array.isArray(inline) || missingRules(group, situation).length === 0) return [];
  return [
    {
      kind: 'security-group',
      logicalId: group.logicalId,
      why: `an intrinsic function makes its SecurityGroupEgress, so a rule cannot be added there: add one for ${ANY_IPV6} yourself`,
    },
  ];
}

/** Groups of another stack: nothing is known of their rules, and nothing can be added to them here. */
function elsewhere({ workloads, model }: Situation): Obstacle[] {
  const known = new Set(model.securityGroups.map(({ id }) => id));
  const each = new Map(workloads.map((workload) => [workload.logicalId, workload]));
  return [...each.values()].flatMap(({ logicalId, securityGroupIds }) => {
    const unknown = securityGroupIds.filter((id) => !known.has(id));
    if (unknown.length === 0) return [];
    const ids = unknown.map((id) => quote(id)).join(', ');
    return [
      {
        kind: 'security-group' as const,
        logicalId,
        why: `what its security group ${ids} lets out is unknown, since the template does not have it: let out to ${ANY_IPV6} there what it lets out to ${ANY_IPV4}`,
      },
    ];
  });
}

/** Egress to one address or network over IPv4: its IPv6 address is not in the template. */
function namedAddresses({ logicalId, egress }: SecurityGroup, { model }: Situation): Obstacle[] {
  const blocks = egress.flatMap(({ peer }) => {
    if (peer.kind === 'cidr')
      return isIpv6(peer.cidrBlock) || !isPublic(peer.cidrBlock) ? [] : [peer.cidrBlock];
    return peer.kind === 'prefix-list' && isIpv4List(peer.prefixListId, model) ? [peer.prefixListId] : [];
  });
  if (blocks.length === 0) return [];
  return [
    {
      kind: 'security-group',
      logicalId,
      why: `it lets out to ${[...new Set(blocks)].join(', ')}, and which IPv6 addresses stand for that is unknown: add rules for them yourself`,
    },
  ];
}

/** Not that of a gateway endpoint, which goes on carrying its service; a list that is not in the template may have IPv4 only. */
function isIpv4List(id: string, { prefixLists }: Situation['model']): boolean {
  const list = prefixLists.find((each) => each.id === id);
  return list === undefined || (list.family === 'IPv4' && list.serviceName === null);
}

/** `240.0.0.0/4` is the widest range of IANA's IPv4 registry. */
const WIDEST_SPECIAL = 4;

function isPublic(block: string): boolean {
  const [address = ''] = block.split('/');
  // A wider one than any special range holds public addresses too.
  const isWide = parseCidr(block).prefixLength < WIDEST_SPECIAL;
  return block !== ANY_IPV4 && (isWide || specialRange(address) === null);
}
