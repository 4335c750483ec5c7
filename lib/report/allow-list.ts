/** For partners who allow-listed the NAT gateway: the IPv6 blocks that requests come from. Pure. */
import ipaddr from 'ipaddr.js';
import { isInside } from '../../lambda/report/addresses.ts';
import type { Run } from '../../lambda/report/report-schema.ts';

export interface AllowedSubnet {
  readonly availabilityZone: string | null;
  readonly subnetId: string | null;
  /** Null where it is unknown. */
  readonly ipv6CidrBlock: string | null;
  /** `declared` by the stack; `seen`: the /64 of the address that the echo services saw. */
  readonly basis: 'declared' | 'seen' | null;
  /** The address that the echo services saw; null where none answered. */
  readonly seenAddress: string | null;
}

export interface AllowList {
  readonly vpcIpv6CidrBlocks: readonly string[];
  readonly subnets: readonly AllowedSubnet[];
  /** What to consider before handing out the blocks: first what is wrong in this report, then what always holds. */
  readonly warnings: readonly string[];
}

export function allowListOf(runs: readonly Run[]): AllowList {
  const vpcIpv6CidrBlocks = runs.flatMap(({ network }) => network.vpcIpv6CidrBlocks);
  const subnets = runs.map(subnetOf);
  const warnings = [...labWarning(runs), ...subnets.flatMap(strayWarning), ...WARNINGS];
  return { vpcIpv6CidrBlocks: [...new Set(vpcIpv6CidrBlocks)], subnets, warnings };
}

function subnetOf({ network, source }: Run): AllowedSubnet {
  const { availabilityZone, subnetId, subnetIpv6CidrBlock: declared } = network;
  const seenAddress = source.address;
  const place = { availabilityZone, subnetId, seenAddress };
  if (declared !== null) return { ...place, ipv6CidrBlock: declared, basis: 'declared' };
  const seen = seenAddress !== null && source.insideVpc ? slash64Of(seenAddress) : null;
  return { ...place, ipv6CidrBlock: seen, basis: seen === null ? null : 'seen' };
}

/** The lower half of an address identifies the interface (RFC 4291, section 2.5.4). */
function slash64Of(address: string): string | null {
  if (!ipaddr.IPv6.isValid(address)) return null;
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${address}/64`)}/64`;
}

function labWarning(runs: readonly Run[]): string[] {
  if (!runs.some(({ lab }) => lab)) return [];
  return [
    'these are the lab\'s addresses, which exist only there: hand out those that "npm run probe" reports',
  ];
}

function strayWarning({ ipv6CidrBlock, seenAddress, subnetId }: AllowedSubnet): string[] {
  if (ipv6CidrBlock === null) return [`the block of ${subnetId ?? 'a subnet'} is unknown: look it up in EC2`];
  if (seenAddress === null || isInside(seenAddress, ipv6CidrBlock)) return [];
  return [
    `requests from ${subnetId ?? 'a subnet'} came from ${seenAddress}, outside its block ${ipv6CidrBlock}: find out why first`,
  ];
}

/** Sources: VPC User Guide, "IP addressing"; Docker Hub, "Usage and limits"; IAM User Guide, "aws:SourceIp". */
const WARNINGS: readonly string[] = [
  "a subnet's block covers what runs in that subnet; the VPC's block also admits its public subnets and every later one",
  'anyone who may invoke a probe (lambda:InvokeFunction) can have it send requests to any public address from these blocks, and so to the partners that admit them: before you hand the blocks out, set "eventTargets": false among the settings and deploy, or limit who may invoke it',
  'a block that Amazon provided is lost with its VPC: a new VPC gets another one',
  'partners that limit rates by address count a /64, and so a whole subnet, as one client; Docker Hub does so for anonymous pulls: log in there',
  "policies that name IPv4 addresses in aws:SourceIp (of buckets, keys and roles, service control policies) do not match calls over IPv6: add the VPC's block before you switch, above all where a Deny with NotIpAddress would lock you out",
  'a partner needs an IPv6 address of its own: without one, requests from here do not reach it',
];
