/** The security group lets everything in, so that the egress-only gateway alone refuses the internet. */
import { resourcesOfType, type Template } from '../template/template.ts';
import { controlsSilent, healthy, type World } from './world.ts';

const EVERYTHING = [
  { IpProtocol: '-1', CidrIpv6: '::/0' },
  { IpProtocol: '-1', CidrIp: '0.0.0.0/0' },
];

export const ingressOpened: World = {
  name: 'ingress-opened',
  summary: 'the security group lets everything in: the egress-only gateway must refuse by itself',
  changeTemplate: openIngress,
  expectTarget: healthy,
  expectControls: controlsSilent,
};

/** Has every security group let everything in. */
export function openIngress(template: Template): void {
  for (const [, resource] of resourcesOfType(template, 'AWS::EC2::SecurityGroup')) {
    resource.Properties = { ...resource.Properties, SecurityGroupIngress: EVERYTHING };
  }
}
