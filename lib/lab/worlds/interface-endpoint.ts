/** An interface endpoint with private DNS takes S3 Vectors over: its name leads into the VPC, in both families. */
import { resourcesOfType } from '../template/template.ts';
import { functionSubnets } from './network-acls.ts';
import { controlsAnswered, controlsSilent, failed, healthy, type World } from './world.ts';

export const interfaceEndpoint: World = {
  name: 'interface-endpoint',
  summary: 'an interface endpoint with private DNS carries S3 Vectors',
  changeTemplate: (template) => {
    const [[vpc = ''] = []] = resourcesOfType(template, 'AWS::EC2::VPC');
    const [[functionsGroup = ''] = []] = resourcesOfType(template, 'AWS::EC2::SecurityGroup');
    template.Resources.EndpointGroup = {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: {
        VpcId: { Ref: vpc },
        GroupDescription: 'HTTPS from the functions',
        SecurityGroupIngress: [
          {
            IpProtocol: 'tcp',
            FromPort: 443,
            ToPort: 443,
            SourceSecurityGroupId: { 'Fn::GetAtt': [functionsGroup, 'GroupId'] },
          },
        ],
      },
    };
    template.Resources.VectorsEndpoint = {
      Type: 'AWS::EC2::VPCEndpoint',
      Properties: {
        VpcId: { Ref: vpc },
        VpcEndpointType: 'Interface',
        ServiceName: { 'Fn::Join': ['.', ['com.amazonaws', { Ref: 'AWS::Region' }, 's3vectors']] },
        SubnetIds: functionSubnets(template),
        SecurityGroupIds: [{ 'Fn::GetAtt': ['EndpointGroup', 'GroupId'] }],
        PrivateDnsEnabled: true,
        IpAddressType: 'dualstack',
      },
    };
  },
  expectTarget: (id) => (id === 's3-vectors' ? failed('VpcEndpointInPath', 'vpc-endpoint') : healthy(id)),
  expectControls: (_, id) => (id === 's3-vectors' ? controlsAnswered() : controlsSilent()),
};
