/** Worlds about route tables and the gateways behind them. */
import { ec2Id } from '../../template/physical-ids.ts';
import { removeResource, resourcesOfType, type Template } from '../../template/template.ts';
import { CHECKIP, STS } from '../change/hosts.ts';
import { addNatGateway } from '../change/nat-gateway.ts';
import { addHostRoute } from '../change/routes.ts';
import { openIngress } from '../change/security-groups.ts';
import {
  controlsAnswered,
  controlsBlocked,
  controlsMeaningless,
  failed,
  healthy,
  healthyExcept,
  noPath,
  nothingReached,
} from '../expectations.ts';
import type { ProbedSubnet, Theme } from '../world.ts';

const nothing = nothingReached('ConnectTimeout');

export const routes: Theme = {
  title: 'Routes and gateways',
  worlds: [
    {
      name: 'no-default-route',
      summary: 'no route table has a route ::/0',
      note: 'Packets leave the interface and find no route.',
      changeTemplate: removeDefaultRoutes,
      expectTarget: nothing,
      expectControls: controlsMeaningless,
    },
    {
      name: 'default-route-to-internet-gateway',
      summary: '::/0 leads to the internet gateway, and the security group lets everything in',
      note: 'The internet gateway carries IPv6 in both directions: targets answer, and strangers can connect.',
      changeTemplate: (template) => {
        routeToInternetGateway(template);
        openIngress(template);
      },
      expectTarget: (id) => (id === 'bedrock-runtime' ? healthy(id) : failed('InternetGatewayInPath', 'igw')),
      expectInbound: true,
    },
    {
      name: 'more-specific-route',
      summary: "a route to checkip's address leads to the internet gateway, past the egress-only gateway",
      note: 'A route added by hand to one address only: its path differs from that of all other targets.',
      drift: (model) => {
        const { id = '' } = model.gateways.find(({ kind }) => kind === 'internet-gateway') ?? {};
        return addHostRoute(model, CHECKIP, id);
      },
      expectTarget: healthyExcept(['checkip'], failed('InternetGatewayInPath', 'igw')),
    },
    {
      name: 'route-blackholed',
      summary: "a route to STS's address leads to a gateway that was deleted",
      note: 'EC2 keeps such a route as a black hole, which hides ::/0.',
      drift: (model) => addHostRoute(model, STS, ec2Id('eigw', 'Deleted')),
      expectTarget: healthyExcept(['sts'], noPath('ConnectTimeout')),
    },
    {
      name: 'nat-gateway',
      summary: 'a NAT gateway carries the IPv4 of the private subnets',
      note: 'IPv6 works as before, but nothing shows that IPv4 is not needed.',
      changeTemplate: (template) => addNatGateway(template, '0.0.0.0/0'),
      expectTarget: healthy,
      expectControls: controlsAnswered,
    },
    {
      name: 'one-az-broken',
      summary: 'the second private subnet has no route table of its own',
      note: "It uses the VPC's main route table, which leads nowhere.",
      needsEveryFunction: true,
      changeTemplate: dissociateSecondSubnet,
      expectTarget: (id, subnet) => (isSecond(subnet) ? nothing(id, subnet) : healthy(id)),
      expectControls: (_, subnet) => (isSecond(subnet) ? controlsMeaningless() : controlsBlocked()),
    },
  ],
};

function removeDefaultRoutes(template: Template): void {
  for (const [logicalId, { Properties }] of resourcesOfType(template, 'AWS::EC2::Route')) {
    if (Properties?.DestinationIpv6CidrBlock === '::/0') removeResource(template, logicalId);
  }
}

function routeToInternetGateway(template: Template): void {
  const [[internetGateway = ''] = []] = resourcesOfType(template, 'AWS::EC2::InternetGateway');
  for (const [, route] of resourcesOfType(template, 'AWS::EC2::Route')) {
    if (route.Properties?.EgressOnlyInternetGatewayId === undefined) continue;
    const { EgressOnlyInternetGatewayId: _, ...rest } = route.Properties;
    route.Properties = { ...rest, GatewayId: { Ref: internetGateway } };
  }
}

function dissociateSecondSubnet(template: Template): void {
  const tables = resourcesOfType(template, 'AWS::EC2::Route')
    .filter(([, { Properties }]) => Properties?.EgressOnlyInternetGatewayId !== undefined)
    .map(([, { Properties }]) => JSON.stringify(Properties?.RouteTableId));
  const associations = resourcesOfType(template, 'AWS::EC2::SubnetRouteTableAssociation').filter(
    ([, { Properties }]) => JSON.stringify(Properties?.RouteTableId) === tables[1],
  );
  for (const [logicalId] of associations) removeResource(template, logicalId);
}

/** By its Availability Zone, whatever the Region. */
function isSecond({ availabilityZone }: ProbedSubnet): boolean {
  return availabilityZone?.endsWith('b') ?? false;
}
