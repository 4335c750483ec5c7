/** Entries for IPv6 in the subnets' network ACLs that repeat those for any IPv4 address. */
import type { Edit } from '../../lab/template/edits.ts';
import type { NetworkAcl, NetworkAclEntry } from '../../lab/template/model.ts';
import { PROTOCOLS } from '../../lab/template/protocols.ts';
import {
  ANY_IPV4,
  ANY_IPV6,
  addResource,
  type Change,
  type Planned,
  ref,
  type Situation,
} from '../change.ts';

export function networkAcls(situation: Situation): Planned {
  const { model, subnets, template } = situation;
  // The default one is a resource only in what stands for a VPC that exists.
  const acls = model.networkAcls.filter(
    (acl) =>
      Object.hasOwn(template.Resources, acl.logicalId) &&
      subnets.some(({ networkAclId }) => networkAclId === acl.id),
  );
  return { changes: acls.flatMap((acl) => entries(acl, situation)), obstacles: [] };
}

function entries(acl: NetworkAcl, situation: Situation): Change[] {
  const edits = [
    ...missingEntries(acl.egress).map((entry) => entryEdit(acl, entry, 'egress', situation)),
    ...missingEntries(acl.ingress).map((entry) => entryEdit(acl, entry, 'ingress', situation)),
  ];
  if (edits.length === 0) return [];
  return [
    {
      kind: 'network-acl',
      logicalId: acl.logicalId,
      what: `repeat its ${edits.length} entries for ${ANY_IPV4} for ${ANY_IPV6}`,
      reason: 'an entry of a network ACL is for one family, and replies need one too: to ports 1024 to 65535',
      edits,
    },
  ];
}

/** Each gets the next free number after that of the entry that it repeats, so that their order stays. */
function missingEntries(present: readonly NetworkAclEntry[]): NetworkAclEntry[] {
  const taken = new Set(present.map(({ ruleNumber }) => ruleNumber));
  const added: NetworkAclEntry[] = [];
  for (const entry of present) {
    if (entry.cidrBlock !== ANY_IPV4 || entry.protocol === 'icmp') continue;
    if (present.some((other) => isSameFor(ANY_IPV6, other, entry))) continue;
    let ruleNumber = Math.max(entry.ruleNumber, added.at(-1)?.ruleNumber ?? 0) + 1;
    while (taken.has(ruleNumber)) ruleNumber += 1;
    taken.add(ruleNumber);
    added.push({ ...entry, ruleNumber, cidrBlock: ANY_IPV6 });
  }
  return added;
}

function isSameFor(block: string, a: NetworkAclEntry, b: NetworkAclEntry): boolean {
  return (
    a.cidrBlock === block &&
    a.action === b.action &&
    a.protocol === b.protocol &&
    a.ports?.from === b.ports?.from &&
    a.ports?.to === b.ports?.to
  );
}

function entryEdit(
  { logicalId }: NetworkAcl,
  { ruleNumber, action, protocol, ports }: NetworkAclEntry,
  direction: 'egress' | 'ingress',
  situation: Situation,
): Edit {
  const name = `${logicalId}Ipv6${direction === 'egress' ? 'Egress' : 'Ingress'}${ruleNumber}`;
  const properties = {
    NetworkAclId: ref(logicalId),
    RuleNumber: ruleNumber,
    Protocol: numberOf(protocol),
    RuleAction: action,
    Egress: direction === 'egress',
    Ipv6CidrBlock: ANY_IPV6,
    ...(ports !== null && { PortRange: { From: ports.from, To: ports.to } }),
  };
  const resource = { Type: 'AWS::EC2::NetworkAclEntry', Properties: properties };
  return addResource(situation, situation.freeId(name), resource, logicalId);
}

/** Network ACLs name protocols by number. */
function numberOf(protocol: string): number {
  const [number = protocol] = Object.entries(PROTOCOLS).find(([, name]) => name === protocol) ?? [];
  return Number(number);
}
