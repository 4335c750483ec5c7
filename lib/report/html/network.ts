/** What a report itself knows of its network, for a picture without a better source. */
import type { Report } from '../../../lambda/report/report-schema.ts';
import type { DrawnNetwork } from '../inputs/network.ts';

/** The subnets that were probed, and where `::/0` of each leads. */
export function networkInReport({ runs }: Report): DrawnNetwork {
  const gateways = runs.flatMap(({ network }) => network.route.gateway ?? []);
  return {
    ipv4CidrBlocks: [],
    ipv6CidrBlocks: [...new Set(runs.flatMap(({ network }) => network.vpcIpv6CidrBlocks))],
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
