/** The private subnets' route ::/0 is missing: packets leave the interface and find no way. */
import { removeResource, resourcesOfType } from '../template/template.ts';
import { controlsMeaningless, silent, type World } from './world.ts';

export const noDefaultRoute: World = {
  name: 'no-default-route',
  summary: 'no route table has a route ::/0',
  changeTemplate: (template) => {
    for (const [logicalId, { Properties }] of resourcesOfType(template, 'AWS::EC2::Route')) {
      if (Properties?.DestinationIpv6CidrBlock === '::/0') removeResource(template, logicalId);
    }
  },
  expectTarget: (id) => silent(id === 'bedrock-runtime' ? 'NoSuchHost' : 'ConnectTimeout'),
  expectControls: controlsMeaningless,
};
