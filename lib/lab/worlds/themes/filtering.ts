/** Worlds about what filters packets: security groups, network ACLs, VPC Block Public Access. */
import { resourcesOfType, type Template } from '../../template/template.ts';
import { addHost } from '../change/hosts.ts';
import { ALLOW_OUT, ALLOW_REPLIES, addNetworkAcl } from '../change/network-acls.ts';
import { openEgress, openIngress } from '../change/security-groups.ts';
import { controlsMeaningless, healthy, nothingReached } from '../expectations.ts';
import type { Theme } from '../world.ts';

/** EC2 takes an absent or empty list for "allow all": only a rule that matches nothing closes the group. */
const NOTHING = { IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32' };

const BLOCKED = {
  expectTarget: nothingReached('ConnectTimeout'),
  expectControls: controlsMeaningless,
};

export const filtering: Theme = {
  title: 'Filtering',
  worlds: [
    {
      name: 'egress-closed',
      summary: 'no security group has an egress rule that matches anything',
      note: 'From inside this looks like a missing route; the counters tell the two apart.',
      changeTemplate: closeEgress,
      ...BLOCKED,
    },
    {
      name: 'ingress-opened',
      summary: 'the security group lets everything in: only the egress-only gateway keeps the internet out',
      changeTemplate: openIngress,
      expectTarget: healthy,
    },
    {
      name: 'mail-port',
      summary: 'a target on port 25, which AWS blocks whatever the security group lets out',
      changeTemplate: openEgress,
      changeInternet: (internet) => addHost(internet, 'mail.example', 'website'),
      targets: [{ url: 'tcp://mail.example:25', name: 'mail', expect: 'not-reached' }],
      expectTarget: healthy,
    },
    {
      name: 'network-acl-out',
      summary: "the subnets' network ACL lets nothing out",
      changeTemplate: (template) => addNetworkAcl(template, ALLOW_REPLIES),
      ...BLOCKED,
    },
    {
      name: 'network-acl-replies',
      summary: "the subnets' network ACL lets everything out and no reply in",
      note: 'A network ACL is stateless: it does not know which packets are replies.',
      changeTemplate: (template) => addNetworkAcl(template, ALLOW_OUT),
      ...BLOCKED,
    },
    {
      name: 'block-public-access',
      summary: 'VPC Block Public Access blocks both directions',
      note: 'This stops traffic through an egress-only gateway, too.',
      changeTemplate: (template) => {
        template.Resources.BlockPublicAccess = {
          Type: 'AWS::EC2::VPCBlockPublicAccessOptions',
          Properties: { InternetGatewayBlockMode: 'block-bidirectional' },
        };
      },
      ...BLOCKED,
    },
  ],
};

function closeEgress(template: Template): void {
  for (const [, resource] of resourcesOfType(template, 'AWS::EC2::SecurityGroup')) {
    resource.Properties = { ...resource.Properties, SecurityGroupEgress: [NOTHING] };
  }
}
