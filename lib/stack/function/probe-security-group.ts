/** Lets out what the targets need over both families, so that routing alone decides that IPv4 fails. */
import { type IVpc, Peer, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';

const PORTS = [80, 443];

export class ProbeSecurityGroup extends Construct {
  readonly securityGroup: SecurityGroup;

  constructor(scope: Construct, id: string, { vpc }: { readonly vpc: IVpc }) {
    super(scope, id);
    this.securityGroup = new SecurityGroup(this, 'Group', {
      vpc,
      description: 'natless probes: HTTP and HTTPS out, over IPv4 and IPv6; nothing in',
      // "All outbound" would mean IPv4 only (aws/aws-cdk#7094).
      allowAllOutbound: false,
    });
    for (const port of PORTS) {
      this.securityGroup.addEgressRule(
        Peer.anyIpv4(),
        Port.tcp(port),
        `control: IPv4 on ${port} may leave, but has no route`,
      );
      this.securityGroup.addEgressRule(Peer.anyIpv6(), Port.tcp(port), `IPv6 on ${port}`);
    }
  }
}
