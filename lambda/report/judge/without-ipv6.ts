/** What a workload without an IPv6 address needs, by what it is: the lab has its template. Pure. */
import type { WorkloadRecord } from '../lab-schema.ts';
import type { WorkloadKind } from '../vocabulary.ts';
import type { LabFacts } from './facts.ts';
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

/** @returns null where the lab does not know whose place the probe had */
export function remedyWithoutIpv6({ workload, ipv6 }: LabFacts): string | null {
  if (workload === undefined) return null;
  const [noun, remedy] = SWITCHES[workload.kind] ?? ['', ''];
  const who = [noun, workload.logicalIds.join(', ')].filter((word) => word !== '').join(' ');
  const steps = [
    ...(ipv6.vpcHasBlock ? [] : ['give the VPC an IPv6 block']),
    ...(ipv6.subnetHasBlock ? [] : [`give the subnet ${workload.subnet.name} an IPv6 block`]),
    ...(ipv6.allowed ? [] : [remedy]),
    ...closedGroups(workload, ipv6.groupsLetOut),
  ];
  return `${who === '' ? `the subnet ${workload.subnet.name}` : `the ${who}`} has no IPv6: ${steps.join('; then ')}`;
}

/** With an address it would still be silent. */
function closedGroups({ securityGroups }: WorkloadRecord, letOut: boolean): string[] {
  if (letOut) return [];
  const names = securityGroups.map(resourceInWords).join(', ');
  return [`let the security group ${names} send to ::/0, since it lets nothing out over IPv6`];
}
