/** Renders what the lab's kernel saw of runs that are alike. */

import type { LabRecord } from '../../../lambda/report/lab-schema.ts';
import { plainText } from '../../../lambda/report/plain-text.ts';
import { groundsInWords } from '../grounds.ts';
import type { Paint } from './paint.ts';

/** @param all of runs that have the same world, referee and hosts: their packets are added up */
export function renderLab(all: readonly LabRecord[], paint: Paint): string[] {
  const [first] = all;
  if (!first) return [];
  const { world, referee, inbound, hosts = [] } = first;
  return [
    `lab: world ${plainText(world)}; ${refereeWords(referee, paint)}`,
    `     packets: ${packets(all.map(({ counters }) => counters)).join('; ')}`,
    `     ${inboundWords(inbound, paint)}`,
    ...hostsWords(hosts).map((words) => `     ${words}`),
  ];
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

type Counters = LabRecord['counters'];

function packets(all: readonly Counters[]): string[] {
  const sum = (of: (counters: Counters) => number) => all.reduce((total, each) => total + of(each), 0);
  const seen = (packetsOf: number, words: string) => (packetsOf > 0 ? [`${packetsOf} ${words}`] : []);
  return [
    `egress-only gateway ${sum((each) => each.egressOnlyInternetGateway.out)} out, ${sum((each) => each.egressOnlyInternetGateway.in)} in`,
    `internet gateway ${sum((each) => each.internetGateway.out)} out, ${sum((each) => each.internetGateway.in)} in`,
    `NAT gateway ${sum((each) => each.natGateway.out)} out`,
    ...seen(
      sum((each) => each.vpcEndpoint.out),
      'out through VPC endpoints',
    ),
    `${sum((each) => each.noRouteDropped)} without a route`,
    `${sum((each) => each.securityGroupDropped)} stopped by the security group`,
    ...seen(
      sum((each) => each.networkAclDropped),
      'by a network ACL',
    ),
    ...seen(
      sum((each) => each.blockPublicAccessDropped),
      'by VPC Block Public Access',
    ),
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
