/** One private subnet has lost its route table's association, and uses the VPC's main table, which leads nowhere. */
import { removeResource, resourcesOfType } from '../template/template.ts';
import { controlsMeaningless, controlsSilent, healthy, silent, type World } from './world.ts';

/** The Availability Zone of the second subnet, whatever the Region. */
const isBroken = ({ availabilityZone }: { availabilityZone: string | null }) =>
  availabilityZone?.endsWith('b') ?? false;

export const oneAzBroken: World = {
  name: 'one-az-broken',
  summary: 'the second private subnet has no route table of its own',
  subnetsDiffer: true,
  changeTemplate: (template) => {
    const tables = resourcesOfType(template, 'AWS::EC2::Route')
      .filter(([, { Properties }]) => Properties?.EgressOnlyInternetGatewayId !== undefined)
      .map(([, { Properties }]) => JSON.stringify(Properties?.RouteTableId));
    const associations = resourcesOfType(template, 'AWS::EC2::SubnetRouteTableAssociation').filter(
      ([, { Properties }]) => JSON.stringify(Properties?.RouteTableId) === tables[1],
    );
    for (const [logicalId] of associations) removeResource(template, logicalId);
  },
  expectTarget: (id, network) =>
    isBroken(network) && id !== 'bedrock-runtime' ? silent('ConnectTimeout') : healthy(id),
  expectControls: (network) => (isBroken(network) ? controlsMeaningless() : controlsSilent()),
};
