/** VPC Block Public Access in both directions, which stops an egress-only gateway as well. */
import { controlsMeaningless, silent, type World } from './world.ts';

export const blockPublicAccess: World = {
  name: 'block-public-access',
  summary: 'VPC Block Public Access blocks both directions',
  changeTemplate: (template) => {
    template.Resources.BlockPublicAccess = {
      Type: 'AWS::EC2::VPCBlockPublicAccessOptions',
      Properties: { InternetGatewayBlockMode: 'block-bidirectional' },
    };
  },
  expectTarget: (id) => silent(id === 'bedrock-runtime' ? 'NoSuchHost' : 'ConnectTimeout'),
  expectControls: controlsMeaningless,
};
