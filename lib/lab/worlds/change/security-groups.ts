/** Changes to the security groups of a template, for worlds about who may connect. */
import { resourcesOfType, type Template } from '../../template/template.ts';

const EVERYTHING = [
  { IpProtocol: '-1', CidrIpv6: '::/0' },
  { IpProtocol: '-1', CidrIp: '0.0.0.0/0' },
];

/** Every security group lets everything in. */
export function openIngress(template: Template): void {
  changeGroups(template, { SecurityGroupIngress: EVERYTHING });
}

/** Every security group lets everything out. */
export function openEgress(template: Template): void {
  changeGroups(template, { SecurityGroupEgress: EVERYTHING });
}

function changeGroups(template: Template, changed: Readonly<Record<string, unknown>>): void {
  for (const [, resource] of resourcesOfType(template, 'AWS::EC2::SecurityGroup')) {
    resource.Properties = { ...resource.Properties, ...changed };
  }
}
