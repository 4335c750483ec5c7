/** The router's one nftables table: security groups, gateways, faults, and the ledger's counters. */
import { isIpv6, isPrivateIpv6 } from '../template/cidr.ts';
import type { Model } from '../template/model.ts';
import { accountingRules, accountingSets, countInbound, dropChain, dropChains } from './accounting.ts';
import { beyondNatChains, beyondNatRules } from './beyond-nat.ts';
import { type Fault, faultRules, faultSets } from './faults.ts';
import { addressesOf, publicInterfaces } from './interfaces.ts';
import { nat64Chains, nat64Translation } from './nat64.ts';
import { networkAclChains, networkAclRules } from './network-acls.ts';
import { publicAccessRules } from './public-access.ts';
import { acceptRules, type Member } from './security.ts';
import { ELSEWHERE, type GatewayLink, RESOLVER_LINK, type Topology, VOID } from './topology.ts';

export const NFT_TABLE = 'natless';

/**
 * The chains in the order in which a packet meets them: security groups before routing, so that their drops differ from
 * missing routes; then the network ACLs of the subnets that it leaves and enters; then what routing decided; then faults,
 * which lie beyond the gateways; then the counters.
 */
export function nftRuleset(topology: Topology, faults: readonly Fault[]): string {
  const { interfaces, endpointInterfaces, gatewayLinks } = topology;
  return [
    `table inet ${NFT_TABLE} {`,
    ...accountingSets(topology),
    ...faultSets(faults),
    ...dropChains(),
    ...interfaces.flatMap(({ name }, index) => [
      ...chain(`egress_${name}`, egressRules(index, topology)),
      ...chain(`ingress_${name}`, ingressRules(interfaces[index], topology)),
    ]),
    ...endpointInterfaces.flatMap((each) =>
      chain(`ingress_${each.name}`, ingressRules(each, topology, 'endpoint-security-group')),
    ),
    ...hook('interfaces', 'filter hook prerouting priority 0', [
      ...interfaces.map(({ name }) => `iifname "${name}" jump egress_${name}`),
    ]),
    ...hook('own_addresses', 'filter hook input priority 0', inputRules(topology)),
    ...hook('resolver', 'filter hook forward priority -2', RESOLVER_RULES),
    ...networkAclChains(topology),
    ...beyondNatChains(topology),
    ...hook('network_acls', 'filter hook forward priority -1', networkAclRules(topology)),
    ...hook('gateways', 'filter hook forward priority 0', [
      ...unroutedRules(topology),
      ...mailRules(topology),
      ...beyondNatRules(topology),
      ...publicAccessRules(topology),
      ...gatewayLinks.flatMap((link) => gatewayRules(link, topology)),
      ...interfaces.map(({ name }) => `oifname "${name}" jump ingress_${name}`),
    ]),
    ...hook('faults', 'filter hook forward priority 5', faultRules(faults, topology, dropChain('fault'))),
    ...hook('ledger', 'filter hook forward priority 10', accountingRules(topology)),
    ...nat64Chains(topology),
    ...translation(topology),
    '}',
    '',
  ].join('\n');
}

function chain(name: string, rules: readonly string[]): string[] {
  return [`chain ${name} {`, ...rules, '}'];
}

function hook(name: string, type: string, rules: readonly string[]): string[] {
  return chain(name, [`type ${type}; policy accept;`, ...rules]);
}

/** Security groups are stateful, and filter neither neighbour discovery nor the VPC's resolver. */
function egressRules(index: number, topology: Topology): string[] {
  const networkInterface = topology.interfaces[index];
  return [
    'ct state established,related accept',
    ...topology.resolverAddresses.map((address) => `${daddr(address)} accept`),
    'ip6 daddr { fe80::/10, ff02::/16 } accept',
    ...(networkInterface ? acceptRules('egress', networkInterface, topology) : []),
    `jump ${dropChain('security-group')}`,
  ];
}

function ingressRules(
  member: Member | undefined,
  topology: Topology,
  reason: 'security-group' | 'endpoint-security-group' = 'security-group',
): string[] {
  return [
    'ct state established,related accept',
    ...(member ? acceptRules('ingress', member, topology) : []),
    `jump ${dropChain(reason)}`,
  ];
}

/** The link also leads to the internet's other services: a resolver has only DNS, and never opens a connection. */
const RESOLVER_RULES = [
  `iifname "${RESOLVER_LINK}" ct state != { established, related } drop`,
  'ct state established,related accept',
  `oifname "${RESOLVER_LINK}" meta l4proto { tcp, udp } th dport 53 accept`,
  `oifname "${RESOLVER_LINK}" drop`,
];

/** The router is not a host of the VPC: it answers only neighbour discovery. */
function inputRules({ interfaces }: Topology): string[] {
  return interfaces.flatMap(({ name }) => [
    `iifname "${name}" meta l4proto ipv6-icmp accept`,
    `iifname "${name}" drop`,
  ]);
}

function unroutedRules({ interfaces }: Topology): string[] {
  return [
    ...interfaces.flatMap(({ name }) => [
      `iifname "${name}" oifname "${VOID}" jump ${dropChain('no-route')}`,
      `iifname "${name}" oifname "${ELSEWHERE}" jump ${dropChain('other-network')}`,
    ]),
    `oifname { "${VOID}", "${ELSEWHERE}" } drop`,
  ];
}

/** On the way to the internet AWS blocks TCP port 25 (Lambda Developer Guide, "Networking"), over both families. */
function mailRules({ gatewayLinks }: Topology): string[] {
  return gatewayLinks
    .filter(({ kind }) => kind !== 'vpc-endpoint')
    .map(({ name }) => `oifname "${name}" tcp dport 25 jump ${dropChain('port-blocked')}`);
}

function gatewayRules({ name, kind }: GatewayLink, topology: Topology): string[] {
  const { model, endpointInterfaces } = topology;
  if (kind === 'vpc-endpoint') {
    return [
      // Nothing behind an endpoint opens a connection (AWS PrivateLink guide).
      `iifname "${name}" ct state != { established, related } drop`,
      ...endpointInterfaces.flatMap((each) =>
        addressesOf(each).map((address) => `oifname "${name}" ${daddr(address)} jump ingress_${each.name}`),
      ),
    ];
  }
  if (kind === 'internet-gateway') {
    return [withoutPublicAddress(name, topology), ...privateIpv6Rules(name, model)];
  }
  const replies = kind === 'egress-only-internet-gateway' ? 'established,related' : 'established';
  return [
    ...(kind === 'egress-only-internet-gateway' ? privateIpv6Rules(name, model) : []),
    `iifname "${name}" ct state new ${countInbound('refused', '6')}`,
    `iifname "${name}" ct state != { ${replies.replace(',', ', ')} } drop`,
  ];
}

/** A Lambda function has no public IPv4 address, and the gateway translates nothing else (VPC User Guide). */
function withoutPublicAddress(name: string, topology: Topology): string {
  const translated = publicInterfaces(topology).map(({ privateAddress }) => privateAddress);
  const others = translated.length === 0 ? '' : ` ip saddr != { ${translated.join(', ')} }`;
  const blocks = topology.model.vpc.ipv4CidrBlocks.join(', ');
  return `oifname "${name}" ip saddr { ${blocks} }${others} jump ${dropChain('no-public-address')}`;
}

/** AWS does not advertise private IPv6 blocks (VPC User Guide, "Private IPv6 addresses"). */
function privateIpv6Rules(name: string, { vpc }: Model): string[] {
  const blocks = vpc.ipv6CidrBlocks.filter(isPrivateIpv6);
  if (blocks.length === 0) return [];
  return [`oifname "${name}" ip6 saddr { ${blocks.join(', ')} } jump ${dropChain('no-public-address')}`];
}

/** A NAT gateway replaces every source with its own public address, an internet gateway each with that of the interface. */
function translation(topology: Topology): string[] {
  const links = (kind: GatewayLink['kind']) => topology.gatewayLinks.filter((link) => link.kind === kind);
  const rules = [
    ...links('nat-gateway').flatMap((link) => [
      `oifname "${link.name}" snat ip to ${link.gateway?.publicIpv4Address}`,
      ...nat64Translation(link, topology),
    ]),
    ...links('internet-gateway').flatMap(({ name }) =>
      publicInterfaces(topology).map(
        ({ privateAddress, address }) => `oifname "${name}" ip saddr ${privateAddress} snat ip to ${address}`,
      ),
    ),
  ];
  return rules.length === 0 ? [] : hook('translation', 'nat hook postrouting priority 100', rules);
}

function daddr(address: string): string {
  return `${isIpv6(address) ? 'ip6' : 'ip'} daddr ${address}`;
}
