/** The security group lets everything in, so that the egress-only gateway alone refuses the internet. */
import { resourcesOfType } from '../template/template.ts';
import { CONTROLS_SILENT, HEALTHY, type World } from './world.ts';

const EVERYTHING = [
  { IpProtocol: '-1', CidrIpv6: '::/0' },
  { IpProtocol: '-1', CidrIp: '0.0.0.0/0' },
];

export const ingressOpened: World = {
  name: 'ingress-opened',
  summary: 'the security group lets everything in: the egress-only gateway must refuse by itself',
  changeTemplate: (template) => {
    for (const [, resource] of resourcesOfType(template, 'AWS::EC2::SecurityGroup')) {
      resource.Properties = { ...resource.Properties, SecurityGroupIngress: EVERYTHING };
    }
  },
  expectTarget: () => HEALTHY,
  expectControls: CONTROLS_SILENT,
};
