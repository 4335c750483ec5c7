/** Network ACLs for subnets with functions, for worlds about filtering. */
import { resourcesOfType, type Template } from '../../template/template.ts';

type Entry = Readonly<Record<string, unknown>>;

export function addNetworkAcl(template: Template, entries: readonly Entry[]): void {
  const [[vpc = ''] = []] = resourcesOfType(template, 'AWS::EC2::VPC');
  template.Resources.Acl = { Type: 'AWS::EC2::NetworkAcl', Properties: { VpcId: { Ref: vpc } } };
  for (const [index, entry] of entries.entries()) {
    template.Resources[`AclEntry${index}`] = {
      Type: 'AWS::EC2::NetworkAclEntry',
      Properties: { NetworkAclId: { Ref: 'Acl' }, RuleNumber: 100 + index, Protocol: -1, ...entry },
    };
  }
  for (const [index, SubnetId] of functionSubnets(template).entries()) {
    template.Resources[`AclAssociation${index}`] = {
      Type: 'AWS::EC2::SubnetNetworkAclAssociation',
      Properties: { SubnetId, NetworkAclId: { Ref: 'Acl' } },
    };
  }
}

/** References to the subnets of the functions. */
export function functionSubnets(template: Template): unknown[] {
  return resourcesOfType(template, 'AWS::Lambda::Function').flatMap(([, { Properties }]) => {
    const { SubnetIds = [] } = (Properties?.VpcConfig ?? {}) as { SubnetIds?: unknown[] };
    return SubnetIds;
  });
}

/** Everything, in both families. */
export const ALLOW_OUT: readonly Entry[] = [
  { Egress: true, RuleAction: 'allow', Ipv6CidrBlock: '::/0' },
  { Egress: true, RuleAction: 'allow', CidrBlock: '0.0.0.0/0', RuleNumber: 150 },
];

/** Replies arrive at ephemeral ports. */
export const ALLOW_REPLIES: readonly Entry[] = [
  {
    Egress: false,
    RuleAction: 'allow',
    Ipv6CidrBlock: '::/0',
    Protocol: 6,
    PortRange: { From: 1024, To: 65535 },
  },
];
