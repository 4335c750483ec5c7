/** Which gateways a way passes, by the routes of its subnet. Where that is not known, a gateway without a number says so. Pure. */

import { serviceHosts } from '../../../../lambda/report/catalogue/dual-stack-name.ts';
import type { DrawnNetwork, DrawnSubnet } from '../../inputs/network.ts';
import { endpointFor } from '../../savings/endpoints.ts';
import { type GatewayPrefix, prefixOf } from './scene.ts';

const ANY_IPV4 = '0.0.0.0/0';
const ANY_IPV6 = '::/0';
const NAT64 = '64:ff9b::/96';

/** Answers for one network; made once for a whole picture. */
export interface Stops {
  /** Where `::/0` leads; null where the subnet has no such route, or none is known. */
  readonly ofIpv6: (subnet: DrawnSubnet) => string | null;
  /** By way of `0.0.0.0/0`. */
  readonly ofIpv4: (subnet: DrawnSubnet) => readonly string[];
  /** The NAT gateway for IPv4, and where its own subnet leads; empty where the subnet leads to none. */
  readonly ofNat: (subnet: DrawnSubnet) => readonly string[];
  readonly ofNat64: (subnet: DrawnSubnet) => readonly string[];
  /** What carries packets that left the subnet by a gateway of this kind. */
  readonly ofKind: (prefix: GatewayPrefix, subnet: DrawnSubnet) => string;
  /** The VPC endpoint that carries a host. */
  readonly ofEndpoint: (host: string | null) => string;
}

export function stopsIn({ subnets, gateways }: DrawnNetwork, region: string): Stops {
  const subnetOf = new Map(subnets.map((subnet) => [subnet.id, subnet]));
  const around = new Map(gateways.map(({ id, subnetId }) => [id, subnetOf.get(subnetId ?? '')]));
  const hosts = serviceHosts(region);
  const from = (subnet: DrawnSubnet, destination: string) => {
    const first = behind(subnet, destination);
    return first === null ? [] : [first, ...listOf(behind(around.get(first), ANY_IPV4))];
  };
  const onlyNat = (stops: readonly string[]) => (prefixOf(stops[0] ?? '') === 'nat-' ? stops : []);
  return {
    ofIpv6: (subnet) => behind(subnet, ANY_IPV6),
    ofIpv4: (subnet) => from(subnet, ANY_IPV4),
    ofNat: (subnet) => onlyNat(from(subnet, ANY_IPV4)),
    ofNat64: (subnet) => onlyNat(from(subnet, NAT64)),
    ofKind: (prefix, { routes }) => {
      const named = (routes ?? []).map(({ gatewayId }) => gatewayId);
      return (
        theOne(prefix, named) ??
        theOne(
          prefix,
          gateways.map(({ id }) => id),
        ) ??
        prefix
      );
    },
    ofEndpoint: (host) => {
      const service = host === null ? null : endpointFor(host, hosts)?.name;
      const serving = gateways.filter(
        ({ serviceName }) => serviceName !== undefined && serviceName === service,
      );
      return (
        theOne(
          'vpce-',
          serving.map(({ id }) => id),
        ) ?? 'vpce-'
      );
    },
  };
}

function behind(subnet: DrawnSubnet | undefined, destination: string): string | null {
  return subnet?.routes?.find((route) => route.destination === destination)?.gatewayId ?? null;
}

function listOf(id: string | null): string[] {
  return id === null ? [] : [id];
}

/** Null where there are several: which of them it was is not known. */
function theOne(prefix: GatewayPrefix, ids: readonly string[]): string | null {
  const [first = null, ...others] = new Set(ids.filter((id) => prefixOf(id) === prefix));
  return others.length === 0 ? first : null;
}
