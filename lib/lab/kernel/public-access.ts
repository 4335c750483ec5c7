/** VPC Block Public Access as nftables rules at the gateways to the internet; it does not apply to endpoints. */
import { isIpv6 } from '../template/cidr.ts';
import type { PublicAccess, Subnet } from '../template/model.ts';
import { dropChain } from './accounting.ts';
import type { GatewayLink, Topology } from './topology.ts';

export function publicAccessRules(topology: Topology): string[] {
  return topology.gatewayLinks.flatMap((link) => {
    // A NAT gateway's packets count as those of its own subnet.
    if (link.kind === 'nat-gateway') return natRules(link, topology);
    return topology.model.subnets.flatMap((subnet) => subnetRules(link, subnet));
  });
}

function natRules({ name, gateway }: GatewayLink, { model }: Topology): string[] {
  const subnet = model.subnets.find(({ id }) => id === gateway?.subnetId);
  return subnet?.publicAccess === 'none' ? [`oifname "${name}" ${DROP}`] : [];
}

function subnetRules({ name, kind }: GatewayLink, subnet: Subnet): string[] {
  const { outward, inward } = blocked(kind, subnet.publicAccess);
  return [subnet.ipv4CidrBlock, subnet.ipv6CidrBlock].flatMap((block) => {
    if (block === null) return [];
    const ip = isIpv6(block) ? 'ip6' : 'ip';
    return [
      ...(outward ? [`oifname "${name}" ${ip} saddr ${block} ${DROP}`] : []),
      ...(inward ? [`iifname "${name}" ct state new ${ip} daddr ${block} ${DROP}`] : []),
    ];
  });
}

const DROP = `jump ${dropChain('block-public-access')}`;

interface Blocked {
  readonly outward: boolean;
  /** New connections from the internet; an egress-only gateway refuses those anyway. */
  readonly inward: boolean;
}

function blocked(kind: GatewayLink['kind'], access: PublicAccess): Blocked {
  if (kind === 'egress-only-internet-gateway') return { outward: access === 'none', inward: false };
  if (kind !== 'internet-gateway') return { outward: false, inward: false };
  return {
    outward: access === 'none' || access === 'egress-only-gateways',
    inward: access !== 'open',
  };
}
