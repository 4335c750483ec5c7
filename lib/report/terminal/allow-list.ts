/** Renders the allow-list as plain text, to be read or sent to a partner. */
import { plainText } from '../../../lambda/report/plain-text.ts';
import type { AllowedSubnet, AllowList } from '../allow-list.ts';
import type { Look } from './paint.ts';
import { proseTable } from './table.ts';

export function renderAllowList(
  { vpcIpv6CidrBlocks, subnets, warnings }: AllowList,
  { columns, paint }: Look,
): string {
  const rows = [
    ...vpcIpv6CidrBlocks.map((block) => ['the whole VPC', block, '']),
    ...subnets.map((subnet) => [placeOf(subnet), subnet.ipv6CidrBlock ?? 'unknown', basisOf(subnet)]),
  ];
  const head = ['from', 'IPv6 block', 'basis'].map((text) => paint('dim', text));
  return [
    `${paint('bold', 'allow-list')}: the IPv6 blocks for partners who allow-listed the NAT gateway`,
    proseTable(
      head,
      rows.map((row) => row.map((text) => plainText(text))),
      { columns, cuts: [{ column: 0, least: 40 }] },
    ),
    ...warnings.map((warning) => `- ${plainText(warning, 1_000)}`),
  ].join('\n');
}

function placeOf({ availabilityZone, subnetId }: AllowedSubnet): string {
  return [availabilityZone, subnetId].filter((part) => part !== null).join(' ') || 'a subnet';
}

function basisOf({ basis, seenAddress }: AllowedSubnet): string {
  if (basis === 'seen') return `the /64 of ${seenAddress}, which echo services saw`;
  if (basis === null) return '';
  return seenAddress === null ? 'declared by the stack' : `declared by the stack, seen as ${seenAddress}`;
}
