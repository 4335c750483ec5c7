/** The changes as commands of the AWS CLI, for a VPC that no template stands behind: its logical ids are the real ids. Pure. */

import { formatCidr, parseCidr, splitCidr } from '../lab/template/cidr.ts';
import { isObject } from '../lab/template/intrinsics.ts';
import type { Model } from '../lab/template/model.ts';
import type { Template } from '../lab/template/template.ts';
import type { Change, ChangeKind } from './change.ts';

type Described = Pick<Change, 'kind' | 'logicalId' | 'what' | 'reason'> & {
  readonly commands: readonly string[];
  /** What takes them back, in its order. */
  readonly undo: readonly string[];
};

interface Network {
  readonly model: Model;
  readonly template: Template;
}

/** @returns the change with its commands, in their order */
export function asCommands(change: Change, network: Network): Described {
  const { kind, logicalId, what, reason } = change;
  const type = network.template.Resources[logicalId]?.Type;
  const both = COMMANDS_FOR[kind](change, network);
  return {
    ...{ kind, logicalId, what, reason },
    // CloudFormation would replace it.
    ...(type === 'AWS::EC2::Instance' && {
      what: 'assign an IPv6 address to its network interface',
      reason: 'an instance has no IPv6 address unless it is given one',
    }),
    commands: both.map(({ run }) => awsCommand(run)),
    undo: both.toReversed().map(({ undo }) => awsCommand(undo)),
  };
}

/** The words of a command. */
export type Arguments = readonly string[];

interface Both {
  readonly run: Arguments;
  readonly undo: Arguments;
}

const COMMANDS_FOR: Readonly<Record<ChangeKind, (change: Change, network: Network) => Both[]>> = {
  'vpc-block': ({ logicalId }) => [
    {
      run: ['ec2', 'associate-vpc-cidr-block', '--vpc-id', logicalId, '--amazon-provided-ipv6-cidr-block'],
      undo: ['ec2', 'disassociate-vpc-cidr-block', '--association-id', ITS_ASSOCIATION],
    },
  ],
  'subnet-block': (change, { model }) => [
    {
      run: [
        ...['ec2', 'associate-subnet-cidr-block', '--subnet-id', change.logicalId],
        ...['--ipv6-cidr-block', blockIn(change, model)],
      ],
      undo: [
        ...['ec2', 'disassociate-subnet-cidr-block', '--association-id'],
        `${ITS_ASSOCIATION} of ${change.logicalId}`,
      ],
    },
  ],
  'egress-only-gateway': ({ logicalId }) => [
    {
      run: ['ec2', 'create-egress-only-internet-gateway', '--vpc-id', logicalId],
      undo: [
        'ec2',
        ...['delete-egress-only-internet-gateway', '--egress-only-internet-gateway-id', THE_NEW_ONE],
      ],
    },
  ],
  'default-route': ({ logicalId, edits }) => edits.map(({ value }) => routeCommands(logicalId, value)),
  'network-acl': ({ logicalId, edits }) => edits.map(({ value }) => aclCommands(logicalId, value)),
  'security-group': ({ logicalId, edits }) => edits.map(({ value }) => groupCommands(logicalId, value)),
  'workload-flag': ({ logicalId }, { template }) => [flagCommands(logicalId, template)],
};

const ITS_ASSOCIATION = 'the association id of the new block';
const THE_NEW_ONE = 'the id of the new one';

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

function routeCommands(table: string, value: unknown): Both {
  const { DestinationIpv6CidrBlock, EgressOnlyInternetGatewayId: gateway } = propertiesIn(value);
  const id = isObject(gateway) ? String(gateway.Ref) : '';
  const route = [
    '--route-table-id',
    table,
    '--destination-ipv6-cidr-block',
    String(DestinationIpv6CidrBlock),
  ];
  const to = ['--egress-only-internet-gateway-id', id.startsWith('eigw-') ? id : THE_NEW_ONE];
  return { run: ['ec2', 'create-route', ...route, ...to], undo: ['ec2', 'delete-route', ...route] };
}

function aclCommands(acl: string, value: unknown): Both {
  const { RuleNumber, Protocol, RuleAction, Egress, Ipv6CidrBlock, PortRange } = propertiesIn(value);
  const ports = isObject(PortRange) ? ['--port-range', `From=${PortRange.From},To=${PortRange.To}`] : [];
  const entry = [
    ...['--network-acl-id', acl, Egress ? '--egress' : '--ingress'],
    ...['--rule-number', String(RuleNumber)],
  ];
  const rule = ['--protocol', String(Protocol), '--rule-action', String(RuleAction)];
  return {
    run: [
      ...['ec2', 'create-network-acl-entry', ...entry, ...rule],
      ...['--ipv6-cidr-block', String(Ipv6CidrBlock), ...ports],
    ],
    undo: ['ec2', 'delete-network-acl-entry', ...entry],
  };
}

function groupCommands(group: string, value: unknown): Both {
  const { IpProtocol, FromPort, ToPort, CidrIpv6 } = isObject(value) ? value : {};
  const ports = FromPort === undefined ? '' : `,FromPort=${FromPort},ToPort=${ToPort}`;
  const permission = `IpProtocol=${IpProtocol}${ports},Ipv6Ranges=[{CidrIpv6=${CidrIpv6}}]`;
  const rule = ['--group-id', group, '--ip-permissions', permission];
  return {
    run: ['ec2', 'authorize-security-group-egress', ...rule],
    undo: ['ec2', 'revoke-security-group-egress', ...rule],
  };
}

function flagCommands(logicalId: string, { Resources }: Template): Both {
  const { Type, Properties = {} } = Resources[logicalId] ?? {};
  if (Type === 'AWS::EC2::Instance') return addressCommands(Properties);
  const { SubnetIds, SecurityGroupIds } = isObject(Properties.VpcConfig) ? Properties.VpcConfig : {};
  const lists = `SubnetIds=${SubnetIds},SecurityGroupIds=${SecurityGroupIds}`;
  const withFlag = (flag: boolean) => [
    ...['lambda', 'update-function-configuration', '--function-name', logicalId],
    ...['--vpc-config', `${lists},Ipv6AllowedForDualStack=${flag}`],
  ];
  return { run: withFlag(true), undo: withFlag(false) };
}

function addressCommands({ NetworkInterfaces }: Readonly<Record<string, unknown>>): Both {
  const [first] = Array.isArray(NetworkInterfaces) ? NetworkInterfaces : [];
  const id = isObject(first) ? String(first.NetworkInterfaceId) : '';
  return {
    run: ['ec2', 'assign-ipv6-addresses', '--network-interface-id', id, '--ipv6-address-count', '1'],
    undo: [
      ...['ec2', 'unassign-ipv6-addresses', '--network-interface-id', id],
      ...['--ipv6-addresses', 'the address that was assigned'],
    ],
  };
}

/** As a shell takes it. */
export function awsCommand(words: Arguments): string {
  return ['aws', ...words].map((word) => (PLAIN.test(word) ? word : quoted(word))).join(' ');
}

/** What no shell takes for anything but text. */
const PLAIN = /^[\w:/.,=-]+$/;

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
