/** The changes as commands of the AWS CLI, for a VPC that no template stands behind: its logical ids are the real ids. Pure. */

import { formatCidr, parseCidr, splitCidr } from '../lab/template/cidr.ts';
import { isObject } from '../lab/template/intrinsics.ts';
import type { Model } from '../lab/template/model.ts';
import type { Template } from '../lab/template/template.ts';
import type { Change, ChangeKind } from './change.ts';

type Described = Pick<Change, 'kind' | 'logicalId' | 'what' | 'reason'> & {
  readonly commands: readonly string[];
};

interface Network {
  readonly model: Model;
  readonly template: Template;
}

/** @returns the change with its commands, in their order */
export function asCommands(change: Change, network: Network): Described {
  const { kind, logicalId, what, reason } = change;
  const type = network.template.Resources[logicalId]?.Type;
  return {
    ...{ kind, logicalId, what, reason },
    // CloudFormation would replace it.
    ...(type === 'AWS::EC2::Instance' && {
      what: 'assign an IPv6 address to its network interface',
      reason: 'an instance has no IPv6 address unless it is given one',
    }),
    commands: COMMANDS_FOR[kind](change, network).map(inShell),
  };
}

type Arguments = readonly string[];

/** The words of each command. */
const COMMANDS_FOR: Readonly<Record<ChangeKind, (change: Change, network: Network) => Arguments[]>> = {
  'vpc-block': ({ logicalId }) => [
    ['ec2', 'associate-vpc-cidr-block', '--vpc-id', logicalId, '--amazon-provided-ipv6-cidr-block'],
  ],
  'subnet-block': (change, { model }) => [
    [
      ...['ec2', 'associate-subnet-cidr-block', '--subnet-id', change.logicalId],
      ...['--ipv6-cidr-block', blockIn(change, model)],
    ],
  ],
  'egress-only-gateway': ({ logicalId }) => [
    ['ec2', 'create-egress-only-internet-gateway', '--vpc-id', logicalId],
  ],
  'default-route': ({ logicalId, edits }) => edits.map(({ value }) => routeCommand(logicalId, value)),
  'network-acl': ({ logicalId, edits }) => edits.map(({ value }) => aclCommand(logicalId, value)),
  'security-group': ({ logicalId, edits }) => edits.map(({ value }) => groupCommand(logicalId, value)),
  'workload-flag': ({ logicalId }, { template }) => [flagCommand(logicalId, template)],
};

/** The addresses of a new block are known only once AWS has provided it. */
function blockIn({ edits }: Change, { vpc }: Model): string {
  const [number, cut] = selectionIn(edits[0]?.value);
  const [source] = isObject(cut) && Array.isArray(cut['Fn::Cidr']) ? cut['Fn::Cidr'] : [];
  const [index] = selectionIn(source);
  const block = vpc.ipv6CidrBlocks[Number(index)];
  const own = block === undefined ? [] : splitCidr(parseCidr(block), Number(number) + 1, SUBNET_HOST_BITS);
  const last = own.at(-1);
  return last === undefined ? `the /64 number ${Number(number)} of the new block` : formatCidr(last);
}

const SUBNET_HOST_BITS = 64;

/** `Fn::Select`: which one, and of what. */
function selectionIn(value: unknown): readonly unknown[] {
  return isObject(value) && Array.isArray(value['Fn::Select']) ? value['Fn::Select'] : [];
}

function propertiesIn(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) && isObject(value.Properties) ? value.Properties : {};
}

function routeCommand(table: string, value: unknown): Arguments {
  const { DestinationIpv6CidrBlock, EgressOnlyInternetGatewayId: gateway } = propertiesIn(value);
  const id = isObject(gateway) ? String(gateway.Ref) : '';
  return [
    ...['ec2', 'create-route', '--route-table-id', table],
    ...['--destination-ipv6-cidr-block', String(DestinationIpv6CidrBlock)],
    ...['--egress-only-internet-gateway-id', id.startsWith('eigw-') ? id : 'the id of the new one'],
  ];
}

function aclCommand(acl: string, value: unknown): Arguments {
  const { RuleNumber, Protocol, RuleAction, Egress, Ipv6CidrBlock, PortRange } = propertiesIn(value);
  const ports = isObject(PortRange) ? ['--port-range', `From=${PortRange.From},To=${PortRange.To}`] : [];
  return [
    ...['ec2', 'create-network-acl-entry', '--network-acl-id', acl, Egress ? '--egress' : '--ingress'],
    ...['--rule-number', String(RuleNumber), '--protocol', String(Protocol)],
    ...['--rule-action', String(RuleAction), '--ipv6-cidr-block', String(Ipv6CidrBlock), ...ports],
  ];
}

function groupCommand(group: string, value: unknown): Arguments {
  const { IpProtocol, FromPort, ToPort, CidrIpv6 } = isObject(value) ? value : {};
  const ports = FromPort === undefined ? '' : `,FromPort=${FromPort},ToPort=${ToPort}`;
  const permission = `IpProtocol=${IpProtocol}${ports},Ipv6Ranges=[{CidrIpv6=${CidrIpv6}}]`;
  return ['ec2', 'authorize-security-group-egress', '--group-id', group, '--ip-permissions', permission];
}

function flagCommand(logicalId: string, { Resources }: Template): Arguments {
  const { Type, Properties = {} } = Resources[logicalId] ?? {};
  if (Type === 'AWS::EC2::Instance') {
    const [first] = Array.isArray(Properties.NetworkInterfaces) ? Properties.NetworkInterfaces : [];
    const id = isObject(first) ? String(first.NetworkInterfaceId) : '';
    return ['ec2', 'assign-ipv6-addresses', '--network-interface-id', id, '--ipv6-address-count', '1'];
  }
  const { SubnetIds, SecurityGroupIds } = isObject(Properties.VpcConfig) ? Properties.VpcConfig : {};
  const lists = `SubnetIds=${SubnetIds},SecurityGroupIds=${SecurityGroupIds}`;
  return [
    ...['lambda', 'update-function-configuration', '--function-name', logicalId],
    ...['--vpc-config', `${lists},Ipv6AllowedForDualStack=true`],
  ];
}

function inShell(words: Arguments): string {
  return ['aws', ...words].map((word) => (PLAIN.test(word) ? word : quoted(word))).join(' ');
}

/** What no shell takes for anything but text. */
const PLAIN = /^[\w:/.,=-]+$/;

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
