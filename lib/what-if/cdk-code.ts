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
    ...named('security-group').map((change) => groupLines(change, nameOf(change.logicalId, template))),
    ...named('network-acl').map((change) => aclLines(change, nameOf(change.logicalId, template))),
    ...named('workload-flag').map((change) => workloadLines(change, template)),
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

/** Only what the group lets out over IPv4: `allowAllIpv6Outbound` would let everything out. */
function groupLines({ edits }: Change, path: string): string {
  const rules = edits.flatMap(({ value }) => (Array.isArray(value) ? value : [value]));
  return [`// ${path}`, ...rules.flatMap(ruleCode)].join('\n');
}

function ruleCode(value: unknown): string[] {
  const { Properties = value } = value as { Properties?: unknown };
  const { CidrIpv6, IpProtocol, FromPort, ToPort } = Properties as Record<string, unknown>;
  if (CidrIpv6 === undefined) return [];
  if (IpProtocol === '-1') return ['new ec2.SecurityGroup(…, { …, allowAllIpv6Outbound: true });'];
  const ports = `ec2.Port.${IpProtocol === 'udp' ? 'udp' : 'tcp'}Range(${FromPort}, ${ToPort})`;
  return [`group.addEgressRule(ec2.Peer.anyIpv6(), ${ports});`];
}

function workloadLines({ logicalId }: Change, template: Template): string {
  const isInstance = template.Resources[logicalId]?.Type === 'AWS::EC2::Instance';
  const line = isInstance
    ? 'new ec2.Instance(…, { …, ipv6AddressCount: 1 });'
    : 'new lambda.Function(…, { …, ipv6AllowedForDualStack: true });';
  return `// ${nameOf(logicalId, template)}\n${line}`;
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
