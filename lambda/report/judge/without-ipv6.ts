/** What a workload without an IPv6 address needs: what is missing first, and by what the workload is. Pure. */
import type { WorkloadKind } from '../vocabulary.ts';
import type { JudgeFacts, LabFacts } from './facts.ts';
import { resourceInWords } from './resource-names.ts';

/** How each kind gets an address in a dual-stack subnet; ECS's tasks do by a setting of the account. */
const SWITCHES: Readonly<Partial<Record<WorkloadKind, readonly [noun: string, remedy: string]>>> = {
  own: ['function', 'set Ipv6AllowedForDualStack: true in its VpcConfig'],
  function: ['function', 'set Ipv6AllowedForDualStack: true in its VpcConfig'],
  instance: [
    'instance',
    'set Ipv6AddressCount: 1 for its network interface, or AssignIpv6AddressOnCreation: true for its subnet',
  ],
};

export function remedyWithoutIpv6({ lab, subnetId }: Pick<JudgeFacts, 'lab' | 'subnetId'>): string {
  if (lab) return remedyInLab(lab);
  const subnet = subnetId ?? "the function's subnet";
  return `the function has no IPv6: check the IPv6 block of ${subnet} first, and then Ipv6AllowedForDualStack in the function's VpcConfig`;
}

const ROUTE = 'a route ::/0 to an egress-only internet gateway';

/** Without a block no switch of the workload's does anything, so none is named then. */
function remedyInLab(lab: LabFacts): string {
  const { ipv6, vpc } = lab;
  const subnet = `the subnet ${resourceInWords(lab.subnet)}`;
  if (!ipv6.vpcHasBlock)
    return `the VPC ${resourceInWords(vpc)} has no IPv6 block: give it one, ${subnet} a /64 of it, and the subnet's route table ${ROUTE}`;
  if (!ipv6.subnetHasBlock)
    return `${subnet} has no IPv6 block: give it a /64 of the block that the VPC has, and its route table ${ROUTE}`;
  return `${workloadIn(lab) ?? subnet} has no IPv6: ${[...switchOf(lab), ...closedGroups(lab)].join('; then ')}`;
}

function workloadIn({ workload }: LabFacts): string | null {
  const [noun = ''] = SWITCHES[workload.kind] ?? [];
  const words = [noun, workload.logicalIds.join(', ')].filter((word) => word !== '');
  return words.length === 0 ? null : `the ${words.join(' ')}`;
}

function switchOf({ workload, ipv6 }: LabFacts): string[] {
  const [, remedy] = SWITCHES[workload.kind] ?? [];
  return ipv6.allowed || remedy === undefined ? [] : [remedy];
}

/** With an address it would still be silent. */
function closedGroups({ workload, ipv6 }: LabFacts): string[] {
  if (ipv6.groupsLetOut) return [];
  const names = workload.securityGroups.map(resourceInWords).join(', ');
  return [`let the security group ${names} send to ::/0, since it lets nothing out over IPv6`];
}
