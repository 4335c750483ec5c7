/**
 * The ports that replies come to: a network ACL is stateless, and has to let them in. Lambda functions and NAT gateways use
 * 1024 to 65535 (VPC User Guide, "Ephemeral ports"), more than an instance with Linux.
 */
import { isIpv6, parseCidr } from './cidr.ts';
import type { Family, Model, NetworkAcl, NetworkAclEntry } from './model.ts';
import type { PortRange } from './ports.ts';
import type { Stack } from './stack.ts';

const LAMBDA_PORTS: PortRange = { from: 1024, to: 65_535 };

/** Only ACLs of subnets count, and only what they let in from the internet. */
export function noteNarrowAcls(
  stack: Stack,
  { networkAcls, subnets }: Pick<Model, 'networkAcls' | 'subnets'>,
): void {
  for (const acl of networkAcls.filter(({ id }) => subnets.some(({ networkAclId }) => networkAclId === id)))
    for (const family of ['IPv4', 'IPv6'] as const) noteNarrow(stack, acl, family);
}

function noteNarrow(stack: Stack, acl: NetworkAcl, family: Family): void {
  const admitted = replyPorts(acl, family);
  const missing = countOf([LAMBDA_PORTS]) - countOf(admitted);
  if (admitted.length === 0 || missing === 0) return;
  const share = Math.max(1, Math.round((100 * missing) / countOf([LAMBDA_PORTS])));
  stack.note(
    `${acl.logicalId} (AWS::EC2::NetworkAcl) lets replies in (TCP over ${family}) only to ports ${admitted.map(inWords).join(', ')}: Lambda functions and NAT gateways use ${inWords(LAMBDA_PORTS)}, so about ${share} % of their connections get no answer`,
  );
}

function inWords({ from, to }: PortRange): string {
  return from === to ? String(from) : `${from}-${to}`;
}

function countOf(ranges: readonly PortRange[]): number {
  return ranges.reduce((sum, { from, to }) => sum + to - from + 1, 0);
}

/** With fewer ports than these (1 %), connections would also fail because too many ask for the same one. */
const ENOUGH_PORTS = 645;

/**
 * What a Lambda function in a subnet with this ACL takes its ports from: all of them, or, where the ACL lets replies in to a part,
 * a range that it does not. Connections that fail by chance would make a verdict by chance. Where the families differ, IPv6 decides.
 */
export function functionPorts(acl: Pick<NetworkAcl, 'ingress'>): PortRange {
  const [first, second] = (['IPv6', 'IPv4'] as const).flatMap((family) => deniedPorts(acl, family) ?? []);
  const both = first && second ? common(first, second)[0] : undefined;
  return both ?? first ?? LAMBDA_PORTS;
}

/** The longest range of ports that get no reply though others do; null where there is none worth speaking of. */
function deniedPorts(acl: Pick<NetworkAcl, 'ingress'>, family: Family): PortRange | null {
  const admitted = replyPorts(acl, family);
  if (admitted.length === 0) return null;
  const denied = admitted.reduce(
    (rest, ports) => rest.flatMap((range) => without(range, ports)),
    [LAMBDA_PORTS],
  );
  const [longest] = denied.toSorted((a, b) => countOf([b]) - countOf([a]));
  return longest && countOf([longest]) >= ENOUGH_PORTS ? longest : null;
}

/** Which of the ports the ACL lets replies in to, from an address of the internet that no entry singles out. */
export function replyPorts({ ingress }: Pick<NetworkAcl, 'ingress'>, family: Family): PortRange[] {
  let undecided: PortRange[] = [LAMBDA_PORTS];
  const admitted: PortRange[] = [];
  for (const entry of ingress.filter((each) => isForEverybody(each, family))) {
    const ports = entry.ports ?? { from: 0, to: LAMBDA_PORTS.to };
    if (entry.action === 'allow') admitted.push(...undecided.flatMap((range) => common(range, ports)));
    undecided = undecided.flatMap((range) => without(range, ports));
  }
  return merged(admitted);
}

/** The widest prefixes are ways of writing "everything": both halves of IPv4, all of global unicast. */
const WIDE = 3;

function isForEverybody({ cidrBlock, protocol }: NetworkAclEntry, family: Family): boolean {
  const fits = isIpv6(cidrBlock) === (family === 'IPv6') && parseCidr(cidrBlock).prefixLength <= WIDE;
  return fits && (protocol === 'tcp' || protocol === 'all');
}

function common(a: PortRange, b: PortRange): PortRange[] {
  const range = { from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) };
  return range.from <= range.to ? [range] : [];
}

function without(range: PortRange, { from, to }: PortRange): PortRange[] {
  return [
    ...common(range, { from: 0, to: from - 1 }),
    ...common(range, { from: to + 1, to: LAMBDA_PORTS.to }),
  ];
}

function merged(ranges: readonly PortRange[]): PortRange[] {
  const result: PortRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last && range.from <= last.to + 1)
      result.splice(-1, 1, { from: last.from, to: Math.max(last.to, range.to) });
    else result.push(range);
  }
  return result;
}
