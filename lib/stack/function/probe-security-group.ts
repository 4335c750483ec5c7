/** Lets out what the targets need over both families, so that only routing makes IPv4 fail. */
import { type IVpc, Peer, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { InvalidSettings } from '../settings.ts';

/** HTTP and HTTPS, which every built-in target uses. */
const PORTS = [80, 443];

/** EC2 allows 60 outbound rules; each port takes one for each family. */
const PORTS_LIMIT = 30;

interface ProbeSecurityGroupProps {
  readonly vpc: IVpc;
  /** The outbound TCP ports. */
  readonly ports: readonly number[];
}

/**
 * The ports of the built-in targets and of the given ones, ascending.
 * @throws InvalidSettings for more ports than a security group can have rules for
 */
export function openPorts(targets: readonly { readonly port: number }[]): readonly number[] {
  const ports = [...new Set([...PORTS, ...targets.map(({ port }) => port)])].sort((a, b) => a - b);
  if (ports.length <= PORTS_LIMIT) return ports;
  throw new InvalidSettings([
    `  natless.targets needs ${ports.length} ports, but a security group has room for ${PORTS_LIMIT}: write fewer targets`,
  ]);
}

export class ProbeSecurityGroup extends Construct {
  readonly securityGroup: SecurityGroup;

  constructor(scope: Construct, id: string, { vpc, ports }: ProbeSecurityGroupProps) {
    super(scope, id);
    this.securityGroup = new SecurityGroup(this, 'Group', {
      vpc,
      description: 'natless probes: what the targets need out, over IPv4 and IPv6; nothing in',
      // "All outbound" would mean IPv4 only (aws/aws-cdk#7094).
      allowAllOutbound: false,
    });
    for (const port of ports) {
      this.securityGroup.addEgressRule(
        Peer.anyIpv4(),
        Port.tcp(port),
        `control: IPv4 on ${port} may leave, but has no route`,
      );
      this.securityGroup.addEgressRule(Peer.anyIpv6(), Port.tcp(port), `IPv6 on ${port}`);
    }
  }
}
