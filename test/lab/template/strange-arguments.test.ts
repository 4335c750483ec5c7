/** Arguments of intrinsic functions that cannot become text: no step of reading a template takes them for one. */
import { expect, test } from 'vitest';
import { buildModel } from '../../../lib/lab/template/build-model.ts';
import { UserError } from '../../../lib/user-error.ts';
import { dualStackTemplate, MODEL_PROPS } from '../fixtures/dual-stack-template.ts';

const { workload: _, ...PROPS } = MODEL_PROPS;

const ARGUMENTS: readonly unknown[] = [
  { toString: ['Vpc', 'Ipv6CidrBlocks'] },
  [{ toString: 1, valueOf: 1 }],
  ['Vpc', { toString: 1 }],
  [['Vpc', 'Ipv6CidrBlocks']],
  null,
  1,
  [],
];
const FUNCTIONS = [
  'Ref',
  'Fn::GetAtt',
  'Fn::Sub',
  'Fn::Select',
  'Fn::Join',
  'Fn::Cidr',
  'Fn::FindInMap',
  'Fn::If',
  'Fn::Split',
];

test.each(FUNCTIONS)('%s of anything becomes a model or a refusal', (name) => {
  for (const argument of ARGUMENTS) {
    for (const Type of ['AWS::Logs::LogGroup', 'AWS::EC2::Subnet', 'AWS::EC2::Route']) {
      const Properties = {
        VpcId: { Ref: 'Vpc' },
        CidrBlock: { [name]: argument },
        GatewayId: { [name]: argument },
      };
      const template = dualStackTemplate({ Reader: { Type, Properties } });
      try {
        buildModel(template, PROPS);
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
      }
    }
  }
});

test.each([
  ['AWS::EC2::Route', 'RouteTableId'],
  ['AWS::EC2::SubnetRouteTableAssociation', 'RouteTableId'],
  ['AWS::EC2::VPCEndpoint', 'PrivateDnsEnabled'],
  ['AWS::EC2::VPCEndpoint', 'PolicyDocument'],
  ['AWS::EC2::Subnet', 'MapPublicIpOnLaunch'],
])('%s is refused, or read without it, where %s is an object that cannot become text', (Type, property) => {
  for (const value of [{ toString: 1 }, [{ toString: 1 }], { toString: { Ref: 'Vpc' }, valueOf: 'x' }]) {
    const Properties = {
      VpcId: { Ref: 'Vpc' },
      SubnetId: { Ref: 'PrivateA' },
      ServiceName: 'com.amazonaws.us-west-2.sts',
      VpcEndpointType: 'Interface',
    };
    const template = dualStackTemplate({
      Strange: { Type, Properties: { ...Properties, [property]: value } },
    });
    try {
      buildModel(template, PROPS);
    } catch (error) {
      expect(error).toBeInstanceOf(UserError);
    }
  }
});
