/** The changes as TypeScript, for the authors of a CDK app: an edit of its template would be lost with the next synthesis. Pure. */
import type { Template } from '../lab/template/template.ts';
import type { Change } from './change.ts';

/** @returns null where the template's metadata does not show that CDK made it */
export function cdkCode(changes: readonly Change[], template: Template): string | null {
  if (pathsIn(template).size === 0) return null;
  const named = (kind: Change['kind']) => changes.filter((change) => change.kind === kind);
  const paths = (kind: Change['kind']) => named(kind).map(({ logicalId }) => nameOf(logicalId, template));
  const network = changes.filter(({ kind }) => NETWORK.has(kind));
  const lines = [
    ...(network.length > 0 ? vpcLines(paths('subnet-block')) : []),
    ...paths('security-group').map(
      (path) => `// ${path}\nnew ec2.SecurityGroup(…, { …, allowAllIpv6Outbound: true });`,
    ),
    ...named('network-acl').map((change) => aclLines(change, nameOf(change.logicalId, template))),
    ...paths('workload-flag').map(
      (path) => `// ${path}\nnew lambda.Function(…, { …, ipv6AllowedForDualStack: true });`,
    ),
  ];
  return lines.length === 0 ? null : `${lines.join('\n\n')}\n`;
}

/** What `ipProtocol` makes by itself. */
const NETWORK: ReadonlySet<Change['kind']> = new Set([
  'vpc-block',
  'subnet-block',
  'egress-only-gateway',
  'default-route',
]);

function vpcLines(subnets: readonly string[]): string[] {
  return [
    [
      ...subnets.map((path) => `// ${path}`),
      'new ec2.Vpc(…, {',
      '  …,',
      '  // The IPv6 block, a /64 for each subnet, the egress-only internet gateway and the routes.',
      '  ipProtocol: ec2.IpProtocol.DUAL_STACK,',
      '});',
      '// With VpcV2 (@aws-cdk/aws-ec2-alpha):',
      'vpc.addEgressOnlyInternetGateway({ subnets: [{ subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }] });',
    ].join('\n'),
  ];
}

function aclLines({ edits }: Change, path: string): string {
  const entries = edits.map(({ path: [, logicalId = ''], value }) => entryCode(logicalId, value));
  return [`// ${path}`, ...entries].join('\n');
}

function entryCode(logicalId: string, value: unknown): string {
  const { Properties = {} } = value as { Properties?: Record<string, unknown> };
  const { RuleNumber, Egress, RuleAction, PortRange, Protocol } = Properties;
  const range = PortRange as { From: number; To: number } | undefined;
  const traffic = range
    ? `ec2.AclTraffic.${Protocol === 17 ? 'udp' : 'tcp'}PortRange(${range.From}, ${range.To})`
    : 'ec2.AclTraffic.allTraffic()';
  return [
    `acl.addEntry('${logicalId}', {`,
    '  cidr: ec2.AclCidr.anyIpv6(),',
    `  ruleNumber: ${RuleNumber},`,
    `  traffic: ${traffic},`,
    `  direction: ec2.TrafficDirection.${Egress ? 'EGRESS' : 'INGRESS'},`,
    `  ruleAction: ec2.Action.${RuleAction === 'deny' ? 'DENY' : 'ALLOW'},`,
    '});',
  ].join('\n');
}

function pathsIn({ Resources }: Template): Map<string, string> {
  return new Map(
    Object.entries(Resources).flatMap(([logicalId, { Metadata }]) => {
      const path = Metadata?.['aws:cdk:path'];
      return typeof path === 'string' ? [[logicalId, path.replace(/\/Resource$/, '')]] : [];
    }),
  );
}

function nameOf(logicalId: string, template: Template): string {
  return pathsIn(template).get(logicalId) ?? logicalId;
}
