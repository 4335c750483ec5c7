/** The sheet for whoever used to allow the NAT gateway's address: the blocks that requests come from now. Pure. */
import ipaddr from 'ipaddr.js';
import { isInside } from '../../lambda/report/addresses.ts';
import type { Run } from '../../lambda/report/report-schema.ts';

export interface AllowedSubnet {
  readonly availabilityZone: string | null;
  readonly subnetId: string | null;
  /** Null where nobody knows it. */
  readonly ipv6CidrBlock: string | null;
  /** `declared` by the stack; `seen`: the /64 of the address that the echoes saw. */
  readonly basis: 'declared' | 'seen' | null;
  /** The address that the echoes saw; null where none answered. */
  readonly seenAddress: string | null;
}

export interface AllowList {
  readonly vpcIpv6CidrBlocks: readonly string[];
  readonly subnets: readonly AllowedSubnet[];
  /** What to mind before the sheet is handed out: first what is wrong in this report, then what is so everywhere. */
  readonly warnings: readonly string[];
}

export function allowListOf(runs: readonly Run[]): AllowList {
  const vpcIpv6CidrBlocks = runs.flatMap(({ network }) => network.vpcIpv6CidrBlock ?? []);
  const subnets = runs.map(subnetOf);
  const warnings = [...labWarning(runs), ...subnets.flatMap(strayWarning), ...WARNINGS];
  return { vpcIpv6CidrBlocks: [...new Set(vpcIpv6CidrBlocks)], subnets, warnings };
}

function subnetOf({ network, source }: Run): AllowedSubnet {
  const { availabilityZone, subnetId, subnetIpv6CidrBlock: declared } = network;
  const seenAddress = source.address;
  const place = { availabilityZone, subnetId, seenAddress };
  if (declared !== null) return { ...place, ipv6CidrBlock: declared, basis: 'declared' };
  const seen = seenAddress !== null && source.insideVpc ? networkOf(seenAddress) : null;
  return { ...place, ipv6CidrBlock: seen, basis: seen === null ? null : 'seen' };
}

/** An interface's own part of an address is its lower half (RFC 4291, section 2.5.4). */
function networkOf(address: string): string | null {
  if (!ipaddr.IPv6.isValid(address)) return null;
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${address}/64`)}/64`;
}

function labWarning(runs: readonly Run[]): string[] {
  if (!runs.some(({ lab }) => lab)) return [];
  return ['these are the lab\'s addresses, which nobody owns: hand out those of "npm run probe"'];
}

function strayWarning({ ipv6CidrBlock, seenAddress, subnetId }: AllowedSubnet): string[] {
  if (ipv6CidrBlock === null)
    return [`nobody knows the block of ${subnetId ?? 'a subnet'}: look it up in EC2`];
  if (seenAddress === null || isInside(seenAddress, ipv6CidrBlock)) return [];
  return [
    `requests from ${subnetId ?? 'a subnet'} were seen to come from ${seenAddress}, outside its block ${ipv6CidrBlock}: find out why first`,
  ];
}

/** Sources: VPC User Guide, "IP addressing"; Docker Hub, "Usage and limits"; IAM User Guide, "aws:SourceIp". */
const WARNINGS: readonly string[] = [
  "a subnet's block is for what runs in that subnet; the VPC's admits the public subnets and every later one as well",
  'a block that Amazon provided goes with its VPC: one that is made anew has another',
  'whoever limits rates by address counts a /64, and so a whole subnet, as one client: Docker Hub does so with anonymous pulls; log in there',
  "policies that quote IPv4 addresses in aws:SourceIp (of buckets, keys and roles, service control policies) no longer match calls that come over IPv6: add the VPC's block beside them before you switch, above all where a Deny with NotIpAddress would lock you out",
  'whoever admits your addresses must have an IPv6 address too: otherwise nothing comes to it from here',
];
