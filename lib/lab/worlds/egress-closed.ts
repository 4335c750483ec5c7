/** No security group lets anything out: from inside this looks like a missing route, the counters tell them apart. */
import { resourcesOfType } from '../template/template.ts';
import { controlsMeaningless, silent, type World } from './world.ts';

/** EC2 takes an absent or empty list for "allow all": a rule that matches nothing closes the group. */
const NOTHING = { IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32' };

export const egressClosed: World = {
  name: 'egress-closed',
  summary: 'no security group has an egress rule that matches anything',
  changeTemplate: (template) => {
    for (const [, resource] of resourcesOfType(template, 'AWS::EC2::SecurityGroup')) {
      resource.Properties = { ...resource.Properties, SecurityGroupEgress: [NOTHING] };
    }
  },
  expectTarget: (id) => silent(id === 'bedrock-runtime' ? 'NoSuchHost' : 'ConnectTimeout'),
  expectControls: controlsMeaningless,
};
