/** Adds a NAT gateway to a template, for worlds where IPv4 has a way out. */
import { resourcesOfType, type Template } from '../../template/template.ts';

/** In a public subnet, with a route to it in every private table. */
export function addNatGateway(template: Template, destination: string): void {
  const routes = resourcesOfType(template, 'AWS::EC2::Route').map(([, { Properties }]) => Properties ?? {});
  template.Resources.NatAddress = { Type: 'AWS::EC2::EIP', Properties: { Domain: 'vpc' } };
  template.Resources.Nat = {
    Type: 'AWS::EC2::NatGateway',
    Properties: {
      AllocationId: { 'Fn::GetAtt': ['NatAddress', 'AllocationId'] },
      SubnetId: publicSubnetOf(template, routes),
    },
  };
  const property = destination.includes(':') ? 'DestinationIpv6CidrBlock' : 'DestinationCidrBlock';
  const privateRoutes = routes.filter(({ EgressOnlyInternetGatewayId: id }) => id !== undefined);
  for (const [index, { RouteTableId }] of privateRoutes.entries()) {
    template.Resources[`NatRoute${index}`] = {
      Type: 'AWS::EC2::Route',
      Properties: { RouteTableId, [property]: destination, NatGatewayId: { Ref: 'Nat' } },
    };
  }
}

type Properties = Readonly<Record<string, unknown>>;

/** A reference to a subnet whose route table has 0.0.0.0/0. */
function publicSubnetOf(template: Template, routes: readonly Properties[]): unknown {
  const publicTable = routes.find(({ DestinationCidrBlock }) => DestinationCidrBlock === '0.0.0.0/0');
  return resourcesOfType(template, 'AWS::EC2::SubnetRouteTableAssociation')
    .map(([, { Properties }]) => Properties ?? {})
    .find(({ RouteTableId }) => isSame(RouteTableId, publicTable?.RouteTableId))?.SubnetId;
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
