/**
 * What becomes of a connection from a subnet to a host on the internet, by the VPC User Guide: "Route tables", "Security
 * groups", "Network ACLs", "NAT gateways", "Egress-only internet gateways", "Block public access".
 */
import { isTrue, type OracleNetwork, type OracleRoute, type OracleSubnet } from './network.ts';
import { type Properties, prefixOver } from './values.ts';

export interface Connection {
  readonly subnet: string;
  /** Null for a group that lets everything out. */
  readonly group: string | null;
  readonly host: string;
  readonly port: number;
  /** The port that it comes from, and the answer goes to. */
  readonly sourcePort: number;
}

/** In the words of the lab's counters. */
export type Obstacle =
  | 'unreachable'
  | 'security-group'
  | 'network-acl'
  | 'no-route'
  | 'other-network'
  | 'no-public-address'
  | 'block-public-access';

/** The gateway that carries it, or everything that does not let it pass. */
export type Prediction = { readonly gateway: string } | { readonly obstacles: readonly Obstacle[] };

export function predict(network: OracleNetwork, connection: Connection): Prediction {
  const subnet = network.subnets.find(({ id }) => id === connection.subnet);
  if (!subnet) throw new Error(`the oracle has no subnet ${connection.subnet}`);
  const isIpv6 = connection.host.includes(':');
  if (!(isIpv6 ? subnet.hasIpv6 : subnet.hasIpv4)) return { obstacles: ['unreachable'] };
  const route = routeTo(network, subnet, connection.host);
  const obstacles: Obstacle[] = [
    ...(letsOut(network, connection) ? [] : (['security-group'] as const)),
    ...(passesAcl(network, subnet, connection) ? [] : (['network-acl'] as const)),
    ...(route ? obstaclesAt(route.target, network, subnet, connection) : (['no-route'] as const)),
  ];
  return route && obstacles.length === 0 ? { gateway: route.target.id } : { obstacles };
}

/** The longest prefix of the table; a route to a block comes before one to a prefix list with it. */
function routeTo({ routes }: OracleNetwork, { table }: OracleSubnet, host: string): OracleRoute | undefined {
  const lengthOf = ({ block }: OracleRoute) => prefixOver(block, host) ?? -1;
  return routes
    .filter((route) => route.table === table && lengthOf(route) >= 0)
    .toSorted((a, b) => lengthOf(b) - lengthOf(a) || Number(a.ofList) - Number(b.ofList))[0];
}

function obstaclesAt(
  { kind, id }: OracleRoute['target'],
  network: OracleNetwork,
  subnet: OracleSubnet,
  connection: Connection,
): Obstacle[] {
  if (kind === 'other') return ['other-network'];
  if (kind === 'nat') return obstaclesAtNat(id, network, subnet, connection);
  const isIpv6 = connection.host.includes(':');
  const isPrivate = isIpv6 ? subnet.isPrivateIpv6 : true;
  return [
    ...(isPrivate ? (['no-public-address'] as const) : []),
    ...(accessOf(network, subnet.id)[kind] ? [] : (['block-public-access'] as const)),
  ];
}

/** A NAT gateway is in a subnet, whose table and ACL its packets meet, both ways. A regional one is in none. */
function obstaclesAtNat(
  id: string,
  network: OracleNetwork,
  from: OracleSubnet,
  connection: Connection,
): Obstacle[] {
  const own = network.subnets.find((each) => each.id === network.nats[id]);
  if (!own) return network.attached.length > 0 ? [] : ['no-route'];
  const onward = routeTo(network, own, connection.host)?.target;
  const works = onward?.kind === 'igw' && network.attached.includes(onward.id);
  const inner = (from.ipv4Block ?? '').split('/')[0] ?? '';
  const { host, port, sourcePort } = connection;
  const crosses =
    from.id === own.id ||
    [
      allows(network, own, { egress: false, peer: inner, port }),
      allows(network, own, { egress: true, peer: inner, port: sourcePort }),
    ].every(Boolean);
  const outer = [
    allows(network, own, { egress: true, peer: host, port }),
    allows(network, own, { egress: false, peer: host, port: sourcePort }),
  ].every(Boolean);
  return [
    ...(works ? [] : ([onward?.kind === 'other' ? 'other-network' : 'no-route'] as const)),
    ...(crosses && outer ? [] : (['network-acl'] as const)),
    ...(accessOf(network, own.id).nat ? [] : (['block-public-access'] as const)),
  ];
}

function letsOut({ groups, lists }: OracleNetwork, { group, host, port }: Connection): boolean {
  if (group === null) return true;
  const rules = groups.find(({ id }) => id === group)?.egress ?? [];
  return rules.some(
    (rule) =>
      peersOf(rule, lists).some((block) => prefixOver(block, host) !== null) &&
      takes(rule.IpProtocol, [rule.FromPort, rule.ToPort], port),
  );
}

function peersOf(rule: Properties, lists: OracleNetwork['lists']): readonly unknown[] {
  const list = rule.DestinationPrefixListId;
  return list === undefined ? [rule.CidrIp ?? rule.CidrIpv6] : (lists[String(list)] ?? []);
}

/** Whether a rule or an entry takes TCP to the port. */
function takes(protocol: unknown, [from, to]: readonly unknown[], port: number): boolean {
  const name = String(protocol).toLowerCase();
  if (name === '-1') return true;
  return (name === 'tcp' || name === '6') && port >= Number(from) && port <= Number(to);
}

function passesAcl(network: OracleNetwork, subnet: OracleSubnet, connection: Connection): boolean {
  const { host, port, sourcePort } = connection;
  return (
    allows(network, subnet, { egress: true, peer: host, port }) &&
    allows(network, subnet, { egress: false, peer: host, port: sourcePort })
  );
}

interface Crossing {
  readonly egress: boolean;
  readonly peer: string;
  /** The destination's. */
  readonly port: number;
}

/** The entry with the lowest number that matches decides; without one it is denied. The default ACL allows everything. */
function allows(
  { aclEntries }: OracleNetwork,
  { acl }: OracleSubnet,
  { egress, peer, port }: Crossing,
): boolean {
  if (acl === null) return true;
  const entry = aclEntries.find(({ NetworkAclId, Egress, Protocol, PortRange, CidrBlock, Ipv6CidrBlock }) => {
    const { From, To } = (PortRange ?? {}) as Properties;
    const isHere = NetworkAclId === acl && isTrue(Egress) === egress;
    return (
      isHere && prefixOver(CidrBlock ?? Ipv6CidrBlock, peer) !== null && takes(Protocol, [From, To], port)
    );
  });
  return entry?.RuleAction === 'allow';
}

/** Which gateways a subnet's own connections may leave by. Ingress blocked, NAT and egress-only gateways still work. */
function accessOf({ publicAccess: { mode, exclusions }, vpc }: OracleNetwork, subnet: string) {
  const modes = exclusions
    .filter(({ SubnetId, VpcId }) => SubnetId === subnet || VpcId === vpc)
    .map(({ InternetGatewayExclusionMode }) => InternetGatewayExclusionMode);
  if (mode === undefined || modes.includes('allow-bidirectional'))
    return { igw: true, eigw: true, nat: true };
  if (mode === 'block-ingress') return { igw: false, eigw: true, nat: true };
  const open = modes.includes('allow-egress');
  return { igw: open, eigw: open, nat: open };
}
