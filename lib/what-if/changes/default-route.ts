/** The route ::/0 to the egress-only internet gateway, in each of the subnets' route tables. */
import type { RouteTable } from '../../lab/template/model.ts';
import {
  ANY_IPV6,
  addResource,
  type Change,
  type Obstacle,
  type Planned,
  ref,
  type Situation,
  tablesWithoutIpv6,
} from '../change.ts';
import type { EgressOnlyGateway } from './egress-only-gateway.ts';
import type { VpcBlock } from './vpc-block.ts';

export function defaultRoutes(situation: Situation, gateway: EgressOnlyGateway, block: VpcBlock): Planned {
  const { model, subnets } = situation;
  const tables = model.routeTables.filter(({ id }) =>
    subnets.some(({ routeTableId }) => routeTableId === id),
  );
  const missing = tablesWithoutIpv6(situation);
  // The main one is a resource only in what stands for a VPC that exists.
  const hasResource = ({ logicalId }: RouteTable) => Object.hasOwn(situation.template.Resources, logicalId);
  return {
    changes: missing.filter(hasResource).map((table) => defaultRoute(table, situation, gateway, block)),
    obstacles: [
      ...missing.filter((table) => !hasResource(table)).map(mainTable),
      ...tables.flatMap((table) => otherWay(table, model.gateways)),
    ],
  };
}

function isIpv6Default({ destinationCidrBlock }: RouteTable['routes'][number]): boolean {
  return destinationCidrBlock === ANY_IPV6;
}

function defaultRoute(
  { logicalId }: RouteTable,
  situation: Situation,
  gateway: EgressOnlyGateway,
  { association }: VpcBlock,
): Change {
  const resource = {
    Type: 'AWS::EC2::Route',
    ...(association !== null && { DependsOn: association }),
    Properties: {
      RouteTableId: ref(logicalId),
      DestinationIpv6CidrBlock: ANY_IPV6,
      EgressOnlyInternetGatewayId: ref(gateway.logicalId),
    },
  };
  return {
    kind: 'default-route',
    logicalId,
    what: `add the route ${ANY_IPV6} to the egress-only internet gateway`,
    reason: 'a route table has no IPv6 route out until it is given one',
    edits: [addResource(situation, situation.freeId(`${logicalId}Ipv6Route`), resource, logicalId)],
  };
}

function mainTable({ logicalId }: RouteTable): Obstacle {
  return {
    kind: 'default-route',
    logicalId,
    why: 'the subnet uses the main route table of the VPC, which a template cannot name: associate a route table of its own with the subnet',
  };
}

/** A private subnet whose ::/0 leads elsewhere stays as it is; through an internet gateway IPv6 leaves as well. */
function otherWay({ logicalId, routes }: RouteTable, gateways: Situation['model']['gateways']): Obstacle[] {
  const route = routes.find(isIpv6Default);
  if (!route) return [];
  const gateway = gateways.find(({ id }) => id === route.gatewayId);
  if (gateway?.kind === 'egress-only-internet-gateway' || gateway?.kind === 'internet-gateway') return [];
  return [
    {
      kind: 'default-route',
      logicalId,
      why: `${ANY_IPV6} already leads to ${route.gatewayId}: it stays as it is; point it at the egress-only internet gateway if IPv6 is to leave there`,
    },
  ];
}
