/** The network that a report's picture shows: what is known of it, and nothing else. Types, and what a report itself knows. */
import type { Report } from '../../../lambda/report/report-schema.ts';

export interface PicturedNetwork {
  readonly ipv4CidrBlocks: readonly string[];
  readonly ipv6CidrBlocks: readonly string[];
  readonly subnets: readonly PicturedSubnet[];
  readonly gateways: readonly PicturedGateway[];
}

export interface PicturedSubnet {
  readonly id: string;
  readonly name: string;
  readonly availabilityZone: string;
  /** Its blocks; empty where they are not known. */
  readonly cidrBlocks: readonly string[];
  /** Of its effective route table, but for the local ones; null where the table is not known. */
  readonly routes: readonly PicturedRoute[] | null;
}

export interface PicturedRoute {
  readonly destination: string;
  readonly gatewayId: string;
}

export interface PicturedGateway {
  /** `eigw-…`, `igw-…`, `nat-…`, `vpce-…`. */
  readonly id: string;
}

/** The subnets that were probed, and where `::/0` of each leads: all that a report says of its network. */
export function networkOf({ runs }: Report): PicturedNetwork {
  const gateways = runs.flatMap(({ network }) => network.route.gateway ?? []);
  return {
    ipv4CidrBlocks: [],
    ipv6CidrBlocks: [...new Set(runs.flatMap(({ network }) => network.vpcIpv6CidrBlock ?? []))],
    subnets: runs.map(({ network, region }, index) => ({
      id: network.subnetId ?? `subnet ${index + 1}`,
      name: network.subnetId ?? 'unknown subnet',
      availabilityZone: network.availabilityZone ?? region,
      cidrBlocks: [],
      routes:
        network.route.gateway === null ? null : [{ destination: '::/0', gatewayId: network.route.gateway }],
    })),
    gateways: [...new Set(gateways)].map((id) => ({ id })),
  };
}
