/** A NAT gateway carries the private subnets' IPv4: IPv6 works as before, but nothing shows that IPv4 can go. */
import { resourcesOfType, type Template } from '../template/template.ts';
import { controlsAnswered, healthy, type World } from './world.ts';

export const natGateway: World = {
  name: 'nat-gateway',
  summary: 'a NAT gateway carries the IPv4 of the private subnets',
  changeTemplate: (template) => addNatGateway(template, '0.0.0.0/0'),
  expectTarget: healthy,
  expectControls: controlsAnswered,
};

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** A NAT gateway in a public subnet, and a route to it in every private table. */
export function addNatGateway(template: Template, destination: string): void {
  const property = destination.includes(':') ? 'DestinationIpv6CidrBlock' : 'DestinationCidrBlock';
  const routes = resourcesOfType(template, 'AWS::EC2::Route').map(([, { Properties }]) => Properties ?? {});
  const publicTable = routes.find(({ DestinationCidrBlock }) => DestinationCidrBlock === '0.0.0.0/0');
  const publicSubnet = resourcesOfType(template, 'AWS::EC2::SubnetRouteTableAssociation')
    .map(([, { Properties }]) => Properties ?? {})
    .find(({ RouteTableId }) => isSame(RouteTableId, publicTable?.RouteTableId));
  template.Resources.NatAddress = { Type: 'AWS::EC2::EIP', Properties: { Domain: 'vpc' } };
  template.Resources.Nat = {
    Type: 'AWS::EC2::NatGateway',
    Properties: {
      AllocationId: { 'Fn::GetAtt': ['NatAddress', 'AllocationId'] },
      SubnetId: publicSubnet?.SubnetId,
    },
  };
  const privateRoutes = routes.filter(({ EgressOnlyInternetGatewayId: id }) => id !== undefined);
  for (const [index, { RouteTableId }] of privateRoutes.entries()) {
    template.Resources[`NatRoute${index}`] = {
      Type: 'AWS::EC2::Route',
      Properties: { RouteTableId, [property]: destination, NatGatewayId: { Ref: 'Nat' } },
    };
  }
}
