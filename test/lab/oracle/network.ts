/** The oracle's own reading of a template's network, from AWS's documentation: who has which table, routes, ACL and rules. */
import { type Evaluate, evaluatorOf, type Properties, type RawTemplate } from './values.ts';

export interface Found {
  readonly id: string;
  readonly type: string;
  readonly properties: Properties;
}

export interface OracleSubnet {
  readonly id: string;
  readonly hasIpv4: boolean;
  readonly hasIpv6: boolean;
  /** Whether its IPv6 addresses are private ones. */
  readonly isPrivateIpv6: boolean;
  /** Null in an IPv6-only subnet. */
  readonly ipv4Block: string | null;
  /** Null for the main table. */
  readonly table: string | null;
  /** Null for the default network ACL. */
  readonly acl: string | null;
}

export interface OracleRoute {
  readonly table: string;
  readonly block: string;
  readonly ofList: boolean;
  readonly target: { readonly kind: 'eigw' | 'igw' | 'nat' | 'other'; readonly id: string };
}

export interface OracleNetwork {
  readonly vpc: string;
  readonly hasIpv6: boolean;
  readonly subnets: readonly OracleSubnet[];
  readonly routes: readonly OracleRoute[];
  /** The blocks of each prefix list of the template. */
  readonly lists: Readonly<Record<string, readonly string[]>>;
  readonly attached: readonly string[];
  /** The subnet of each zonal NAT gateway; null for a regional one. */
  readonly nats: Readonly<Record<string, string | null>>;
  readonly aclEntries: readonly Properties[];
  readonly groups: readonly { readonly id: string; readonly egress: readonly Properties[] }[];
  readonly publicAccess: {
    readonly mode: unknown;
    readonly exclusions: readonly Properties[];
  };
}

export function readNetwork(template: RawTemplate, vpc = onlyVpc(template)): OracleNetwork {
  const evaluate = evaluatorOf(template);
  const found = present(template, evaluate);
  const ofType = (type: string) => found.filter((each) => each.type === `AWS::EC2::${type}`);
  const inVpc = (type: string) => ofType(type).filter(({ properties }) => properties.VpcId === vpc);
  const blocks = inVpc('VPCCidrBlock').map(({ properties }) => properties);
  const ipv6Blocks = blocks.filter(({ CidrBlock, Ipv4IpamPoolId }) => !CidrBlock && !Ipv4IpamPoolId);
  const isPrivateIpv6 = ipv6Blocks.every(({ Ipv6CidrBlock }) => /^f[cd]/i.test(String(Ipv6CidrBlock ?? '')));
  const lists = Object.fromEntries(
    ofType('PrefixList').map(({ id, properties }) => [
      id,
      ((properties.Entries ?? []) as Properties[]).map(({ Cidr }) => String(Cidr)),
    ]),
  );
  const associated = (type: string, property: string, subnet: string) =>
    ofType(type).find(({ properties }) => properties.SubnetId === subnet)?.properties[property];
  return {
    vpc,
    hasIpv6: ipv6Blocks.length > 0,
    subnets: inVpc('Subnet').map(({ id, properties }) => ({
      id,
      hasIpv4: !isTrue(properties.Ipv6Native),
      hasIpv6: Boolean(properties.Ipv6CidrBlock ?? associated('SubnetCidrBlock', 'Ipv6CidrBlock', id)),
      isPrivateIpv6,
      ipv4Block: isTrue(properties.Ipv6Native) ? null : String(properties.CidrBlock),
      table: textOrNull(associated('SubnetRouteTableAssociation', 'RouteTableId', id)),
      acl: textOrNull(associated('SubnetNetworkAclAssociation', 'NetworkAclId', id)),
    })),
    routes: ofType('Route').flatMap(({ properties }) => routesOf(properties, lists)),
    lists,
    attached: inVpc('VPCGatewayAttachment').map(({ properties }) => String(properties.InternetGatewayId)),
    nats: Object.fromEntries(
      ofType('NatGateway').map(({ id, properties }) => [id, textOrNull(properties.SubnetId)]),
    ),
    aclEntries: ofType('NetworkAclEntry')
      .map(({ properties }) => properties)
      .sort((a, b) => Number(a.RuleNumber) - Number(b.RuleNumber)),
    groups: inVpc('SecurityGroup').map(({ id, properties }) => ({
      id,
      egress: egressOf(properties, ofType('SecurityGroupEgress'), id),
    })),
    publicAccess: {
      mode: ofType('VPCBlockPublicAccessOptions')[0]?.properties.InternetGatewayBlockMode,
      exclusions: ofType('VPCBlockPublicAccessExclusion').map(({ properties }) => properties),
    },
  };
}

function onlyVpc({ Resources }: RawTemplate): string {
  const [vpc = ''] = Object.keys(Resources).filter((id) => Resources[id]?.Type === 'AWS::EC2::VPC');
  return vpc;
}

function present({ Resources, Conditions = {} }: RawTemplate, evaluate: Evaluate): Found[] {
  return Object.entries(Resources)
    .filter(([, { Condition }]) => Condition === undefined || evaluate(Conditions[Condition]))
    .map(([id, { Type: type, Properties = {} }]) => ({
      id,
      type,
      // Only the network is the oracle's.
      properties: type.startsWith('AWS::EC2::') ? (evaluate(Properties) as Properties) : {},
    }));
}

function routesOf(properties: Properties, lists: OracleNetwork['lists']): OracleRoute[] {
  const { DestinationIpv6CidrBlock, DestinationCidrBlock, DestinationPrefixListId: list } = properties;
  const table = String(properties.RouteTableId);
  const blocks =
    list === undefined
      ? [String(DestinationIpv6CidrBlock ?? DestinationCidrBlock)]
      : (lists[String(list)] ?? []);
  return blocks.map((block) => ({ table, block, ofList: list !== undefined, target: targetOf(properties) }));
}

function targetOf(properties: Properties): OracleRoute['target'] {
  const { EgressOnlyInternetGatewayId: eigw, NatGatewayId: nat, GatewayId: gateway } = properties;
  if (eigw !== undefined) return { kind: 'eigw', id: String(eigw) };
  if (nat !== undefined) return { kind: 'nat', id: String(nat) };
  return gateway === undefined ? { kind: 'other', id: '' } : { kind: 'igw', id: String(gateway) };
}

/** A group without rules for what goes out gets one for all of IPv4 (as people observe CloudFormation). */
function egressOf(properties: Properties, separate: readonly Found[], id: string): Properties[] {
  const own = (properties.SecurityGroupEgress ?? []) as Properties[];
  const further = separate.filter((each) => each.properties.GroupId === id).map((each) => each.properties);
  return [...(own.length > 0 ? own : [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }]), ...further];
}

export function isTrue(value: unknown): boolean {
  return String(value).toLowerCase() === 'true';
}

function textOrNull(value: unknown): string | null {
  return value === undefined ? null : String(value);
}
