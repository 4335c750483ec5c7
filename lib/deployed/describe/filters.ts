/** What filters packets: network ACLs, security groups, and the prefix lists that rules and routes name. */
import {
  EC2Client,
  type IpPermission,
  type ManagedPrefixList,
  type NetworkAclEntry,
  paginateDescribeManagedPrefixLists,
  paginateDescribeNetworkAcls,
  paginateDescribeSecurityGroups,
  paginateGetManagedPrefixListEntries,
} from '@aws-sdk/client-ec2';
import type { VpcFile } from '../../vpc-file/vpc-file.ts';
import { type Asker, chunksOf, itemsOf, type Options } from './ask.ts';
import { inVpc } from './network.ts';

type Acls = NonNullable<VpcFile['networkAcls']>;
type Groups = NonNullable<VpcFile['securityGroups']>;
type Lists = NonNullable<VpcFile['prefixLists']>;

export function readAcls(asker: Asker, vpcId: string): Promise<Acls | null> {
  return asker.ask({
    what: 'network ACLs',
    permission: 'ec2:DescribeNetworkAcls',
    client: EC2Client,
    ask: async (client, options) => {
      const pages = paginateDescribeNetworkAcls({ client }, inVpc(vpcId), options);
      const acls = await itemsOf(pages, ({ NetworkAcls }) => NetworkAcls);
      return acls.map(({ NetworkAclId = '', IsDefault = false, Associations = [], Entries = [] }) => ({
        id: NetworkAclId,
        default: IsDefault,
        subnetIds: Associations.flatMap(({ SubnetId }) => SubnetId ?? []),
        entries: Entries.flatMap(entryOf),
      }));
    },
  });
}

/** The one at the end of every list, which denies the rest; the IPv6 one has the number after it. */
const LAST_RULE = 32_767;

function entryOf(entry: NetworkAclEntry): Acls[number]['entries'] {
  const { RuleNumber = 0, Egress = false, RuleAction, Protocol = '-1', PortRange, IcmpTypeCode } = entry;
  const cidrBlock = entry.CidrBlock ?? entry.Ipv6CidrBlock;
  if (RuleNumber >= LAST_RULE || cidrBlock === undefined || RuleAction === undefined) return [];
  const { From, To } = PortRange ?? {};
  const { Type, Code } = IcmpTypeCode ?? {};
  return [
    {
      ruleNumber: RuleNumber,
      egress: Egress,
      action: RuleAction,
      protocol: Protocol,
      cidrBlock,
      ports: From === undefined || To === undefined ? null : { from: From, to: To },
      icmp: Type === undefined || Code === undefined ? null : { type: Type, code: Code },
    },
  ];
}

export function readGroups(asker: Asker, vpcId: string): Promise<Groups | null> {
  return asker.ask({
    what: 'security groups',
    permission: 'ec2:DescribeSecurityGroups',
    client: EC2Client,
    ask: async (client, options) => {
      const pages = paginateDescribeSecurityGroups({ client }, inVpc(vpcId), options);
      const groups = await itemsOf(pages, ({ SecurityGroups }) => SecurityGroups);
      return groups.map(({ GroupId = '', GroupName = GroupId, IpPermissions, IpPermissionsEgress }) => ({
        id: GroupId,
        name: GroupName,
        default: GroupName === 'default',
        ingress: (IpPermissions ?? []).flatMap(rulesOf),
        egress: (IpPermissionsEgress ?? []).flatMap(rulesOf),
      }));
    },
  });
}

/** EC2 puts the peers of one protocol and port range together. */
function rulesOf(permission: IpPermission): Groups[number]['egress'] {
  const { IpProtocol: protocol = '-1', FromPort = null, ToPort = null } = permission;
  const peers = [
    ...(permission.IpRanges ?? []).flatMap(({ CidrIp }) => (CidrIp ? [{ cidrBlock: CidrIp }] : [])),
    ...(permission.Ipv6Ranges ?? []).flatMap(({ CidrIpv6 }) => (CidrIpv6 ? [{ cidrBlock: CidrIpv6 }] : [])),
    ...(permission.UserIdGroupPairs ?? []).flatMap(({ GroupId }) =>
      GroupId ? [{ securityGroupId: GroupId }] : [],
    ),
    ...(permission.PrefixListIds ?? []).flatMap(({ PrefixListId }) =>
      PrefixListId ? [{ prefixListId: PrefixListId }] : [],
    ),
  ];
  return peers.map((peer) => ({ protocol, fromPort: FromPort, toPort: ToPort, peer }));
}

/** EC2 takes up to 100 ids in a call. */
const LISTS_PER_CALL = 100;

export function readPrefixLists(asker: Asker, ids: readonly string[]): Promise<Lists | null> {
  if (ids.length === 0) return Promise.resolve([]);
  return asker.ask({
    what: 'prefix lists',
    permission: 'ec2:DescribeManagedPrefixLists and ec2:GetManagedPrefixListEntries',
    client: EC2Client,
    ask: async (client, options) => {
      const lists: Lists = [];
      for (const PrefixListIds of chunksOf(ids, LISTS_PER_CALL)) {
        const pages = paginateDescribeManagedPrefixLists({ client }, { PrefixListIds }, options);
        const described = await itemsOf(pages, ({ PrefixLists }) => PrefixLists);
        for (const list of described) lists.push(await listOf(list, client, options));
      }
      return lists;
    },
  });
}

/** The blocks of AWS's own lists are those of a service, which the lab has elsewhere. */
async function listOf(list: ManagedPrefixList, client: EC2Client, options: Options): Promise<Lists[number]> {
  const { PrefixListId = '', PrefixListName = PrefixListId, AddressFamily, OwnerId } = list;
  const ofAws = OwnerId === 'AWS';
  const pages = paginateGetManagedPrefixListEntries({ client }, { PrefixListId }, options);
  const entries = ofAws ? [] : await itemsOf(pages, ({ Entries }) => Entries);
  return {
    id: PrefixListId,
    name: PrefixListName,
    family: AddressFamily === 'IPv6' ? 'IPv6' : 'IPv4',
    ofAws,
    cidrBlocks: entries.flatMap(({ Cidr }) => Cidr ?? []),
  };
}
