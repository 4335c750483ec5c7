/** Renders what the lab's kernel saw of a run. */

import type { LabRecord } from '../../../lambda/report/lab-schema.ts';
import { plainText } from '../../../lambda/report/plain-text.ts';
import { groundsInWords } from '../grounds.ts';
import type { Paint } from './paint.ts';

export function renderLab(
  { world, referee, counters, inbound, hosts = [] }: LabRecord,
  paint: Paint,
): string {
  return [
    `lab: world ${plainText(world)}; ${refereeWords(referee, paint)}`,
    `     packets: ${packets(counters).join('; ')}`,
    `     ${inboundWords(inbound, paint)}`,
    ...hostsWords(hosts).map((words) => `     ${words}`),
  ].join('\n');
}

/** The lab's records are not the real ones: what they rest on, and which of them AWS contradicts itself about. */
function hostsWords(hosts: NonNullable<LabRecord['hosts']>): string[] {
  if (hosts.length === 0) return [];
  const grounds = groundsInWords(hosts.map(({ ground }) => ground));
  const contradicted = hosts.filter(({ ground }) => ground.kind === 'contradicted').map(({ host }) => host);
  return [
    `records of ${hosts.length} hosts: ${grounds.join(', ')}`,
    ...(contradicted.length > 0 ? [plainText(`contradicted: ${contradicted.join(', ')}`, 1_000)] : []),
  ];
}

function packets(counters: LabRecord['counters']): string[] {
  const { egressOnlyInternetGateway: eigw, internetGateway: igw, natGateway: nat } = counters;
  return [
    `egress-only gateway ${eigw.out} out, ${eigw.in} in`,
    `internet gateway ${igw.out} out, ${igw.in} in`,
    `NAT gateway ${nat.out} out`,
    ...(counters.vpcEndpoint.out > 0 ? [`VPC endpoints ${counters.vpcEndpoint.out} out`] : []),
    `${counters.noRouteDropped} without a route`,
    `${counters.securityGroupDropped} stopped by the security group`,
    ...(counters.networkAclDropped > 0 ? [`${counters.networkAclDropped} by a network ACL`] : []),
    ...(counters.blockPublicAccessDropped > 0
      ? [`${counters.blockPublicAccessDropped} by VPC Block Public Access`]
      : []),
  ];
}

function refereeWords({ agrees, disagreements }: LabRecord['referee'], paint: Paint): string {
  if (agrees) return paint('green', '✓ the kernel confirms every claim');
  const lines = disagreements.map((text) => plainText(text)).join('\n  ');
  return paint('red', `✗ the kernel disagrees:\n  ${lines}`);
}

function inboundWords({ attempted, reachedFunction }: LabRecord['inbound'], paint: Paint): string {
  if (!attempted) return 'no connection from the internet was tried';
  return reachedFunction
    ? paint('yellow', 'a connection from the internet reached the function')
    : 'a connection from the internet was refused';
}
