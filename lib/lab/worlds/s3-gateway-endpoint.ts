/** A gateway endpoint carries S3 over both families, past the egress-only gateway: IAM sees no source address. */
import { resourcesOfType } from '../template/template.ts';
import { controlsAnswered, controlsSilent, failed, healthy, type World } from './world.ts';

export const s3GatewayEndpoint: World = {
  name: 's3-gateway-endpoint',
  summary: 'a dual-stack gateway endpoint carries S3',
  changeTemplate: (template) => {
    const [[vpc = ''] = []] = resourcesOfType(template, 'AWS::EC2::VPC');
    const routes = resourcesOfType(template, 'AWS::EC2::Route').map(([, { Properties }]) => Properties ?? {});
    const tables = routes.filter(({ EgressOnlyInternetGatewayId: id }) => id !== undefined);
    template.Resources.S3Endpoint = {
      Type: 'AWS::EC2::VPCEndpoint',
      Properties: {
        VpcId: { Ref: vpc },
        ServiceName: { 'Fn::Join': ['.', ['com.amazonaws', { Ref: 'AWS::Region' }, 's3']] },
        RouteTableIds: tables.map(({ RouteTableId }) => RouteTableId),
        IpAddressType: 'dualstack',
      },
    };
  },
  expectTarget: (id) =>
    ['s3', 's3-list-buckets'].includes(id) ? failed('VpcEndpointInPath', 'vpc-endpoint') : healthy(id),
  expectControls: (_, id) =>
    id.startsWith('s3-list') || id === 's3' ? controlsAnswered() : controlsSilent(),
};
