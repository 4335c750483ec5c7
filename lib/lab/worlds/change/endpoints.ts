/** Adds VPC endpoints that the stack's settings do not request. */
import { resourcesOfType, type Template } from '../../template/template.ts';
import { functionSubnets } from './network-acls.ts';

/** S3's, for both families, in every private route table. */
export function addGatewayEndpoint(template: Template): void {
  const routes = resourcesOfType(template, 'AWS::EC2::Route').map(([, { Properties }]) => Properties ?? {});
  const tables = routes.filter(({ EgressOnlyInternetGatewayId: id }) => id !== undefined);
  template.Resources.S3Endpoint = {
    Type: 'AWS::EC2::VPCEndpoint',
    Properties: {
      VpcId: { Ref: vpcOf(template) },
      ServiceName: serviceName('s3'),
      RouteTableIds: tables.map(({ RouteTableId }) => RouteTableId),
      IpAddressType: 'dualstack',
    },
  };
}

/** S3 Vectors', in the functions' subnets, with a security group that lets the functions in. */
export function addInterfaceEndpoint(template: Template): void {
  const VpcId = { Ref: vpcOf(template) };
  const [[functionsGroup = ''] = []] = resourcesOfType(template, 'AWS::EC2::SecurityGroup');
  template.Resources.EndpointGroup = {
    Type: 'AWS::EC2::SecurityGroup',
    Properties: {
      VpcId,
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
      VpcId,
      VpcEndpointType: 'Interface',
      ServiceName: serviceName('s3vectors'),
      SubnetIds: functionSubnets(template),
      SecurityGroupIds: [{ 'Fn::GetAtt': ['EndpointGroup', 'GroupId'] }],
      PrivateDnsEnabled: true,
      IpAddressType: 'dualstack',
    },
  };
}

function vpcOf(template: Template): string {
  const [[vpc = ''] = []] = resourcesOfType(template, 'AWS::EC2::VPC');
  return vpc;
}

function serviceName(service: string): unknown {
  return { 'Fn::Join': ['.', ['com.amazonaws', { Ref: 'AWS::Region' }, service]] };
}
