/** The lab's model of a template: one VPC with everything in it, and the workload in its subnets. Types only. */
import type { Unread } from './stack.ts';

export interface Vpc {
  readonly logicalId: string;
  /** The id that the lab generated, in AWS's form (`vpc-0…`), the same in every run of one template. */
  readonly id: string;
  readonly ipv4CidrBlocks: readonly string[];
  readonly ipv6CidrBlocks: readonly string[];
  /** Whether the VPC has Amazon's resolver (EnableDnsSupport). */
  readonly dnsSupport: boolean;
  /** Whether instances have public names (EnableDnsHostnames), without which no endpoint has private DNS. */
  readonly dnsHostnames: boolean;
}

/**
 * What VPC Block Public Access allows: everything; connections from inside; only those through NAT gateways and egress-only
 * internet gateways; nothing.
 */
export type PublicAccess = 'open' | 'egress' | 'egress-only-gateways' | 'none';

export interface Subnet {
  readonly logicalId: string;
  readonly id: string;
  /** The Name tag, else the logical id. */
  readonly name: string;
  /** Its name or its id, as the template has it. */
  readonly availabilityZone: string;
  /** Set where the template names no zone, and EC2 chooses. */
  readonly isZoneAssumed?: true;
  /** Null in an IPv6-only subnet. */
  readonly ipv4CidrBlock: string | null;
  readonly ipv6CidrBlock: string | null;
  readonly mapPublicIpOnLaunch: boolean;
  /** Whether the resolver adds AAAA records in 64:ff9b::/96 to a name that has none (EnableDns64). */
  readonly dns64: boolean;
  /** The associated route table, or the VPC's main one. */
  readonly routeTableId: string;
  /** The associated network ACL, or the VPC's default one. */
  readonly networkAclId: string;
  readonly publicAccess: PublicAccess;
}

export type Family = 'IPv4' | 'IPv6';

export type GatewayKind = 'egress-only-internet-gateway' | 'internet-gateway' | 'nat-gateway';

export interface Gateway {
  readonly logicalId: string;
  readonly id: string;
  readonly kind: GatewayKind;
  /** The subnet of a zonal NAT gateway; null for a regional one and for other gateways. */
  readonly subnetId: string | null;
  /** The Elastic IP of a NAT gateway; null for other gateways. */
  readonly publicIpv4Address: string | null;
}

export interface Route {
  readonly logicalId: string;
  readonly destinationCidrBlock: string;
  /** The list that the block comes from. @default - the route names the block itself */
  readonly prefixListId?: string;
  readonly gatewayId: string;
  /**
   * The property that leads it to a network that the lab does not have, for example through a transit gateway or a peer. What
   * that network does with the packets is unknown: in the lab they are lost, and counted apart.
   * @default - the route leads to a gateway of the VPC
   */
  readonly toOtherNetworkBy?: string;
}

/** An instance, or a network interface of one, that a route to 0.0.0.0/0 leads to. The lab does not emulate it. */
export interface Forwarder {
  /** Null where the template does not have it. */
  readonly logicalId: string | null;
  /** As routes name it. */
  readonly id: string;
  readonly type: string | null;
  /** Whether its SourceDestCheck is off, as a NAT instance's is. */
  readonly isNat: boolean;
  /** The logical ids of the instances, groups and launch templates that it consists of. */
  readonly members: readonly string[];
}

export interface RouteTable {
  readonly logicalId: string;
  readonly id: string;
  readonly main: boolean;
  /** The table's routes, except the local ones, which every table has. */
  readonly routes: readonly Route[];
}

export interface NetworkAclEntry {
  readonly ruleNumber: number;
  readonly action: 'allow' | 'deny';
  /** `tcp`, `udp`, `icmp`, `icmpv6`, `all`, or the number of another protocol. */
  readonly protocol: string;
  /** As in a security group's rule. */
  readonly ports: { readonly from: number; readonly to: number } | null;
  /** The far end: the source of what comes in, the destination of what goes out. */
  readonly cidrBlock: string;
}

/** Stateless: the first entry that matches decides about each packet, separately for ingress and egress; the default is to deny. */
export interface NetworkAcl {
  readonly logicalId: string;
  readonly id: string;
  readonly default: boolean;
  /** By rule number. */
  readonly ingress: readonly NetworkAclEntry[];
  readonly egress: readonly NetworkAclEntry[];
}

export interface VpcEndpoint {
  readonly logicalId: string;
  readonly id: string;
  /** `com.amazonaws.us-west-2.s3`. */
  readonly serviceName: string;
  /** `s3`. */
  readonly service: string;
  readonly kind: 'gateway' | 'interface';
  readonly families: readonly Family[];
  /** For a gateway endpoint: the tables that get a route to each of the service's prefix lists. */
  readonly routeTableIds: readonly string[];
  /** For an interface endpoint: it has an interface with these security groups in each of these subnets. */
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  /** The service's own names (or patterns, `*.s3.…`) that lead to the interfaces; empty without private DNS. */
  readonly privateDnsNames: readonly string[];
  /** The families of those names' records, and of the records of the endpoint's own names. */
  readonly privateDnsFamilies: readonly Family[];
  readonly regionalDnsFamilies: readonly Family[];
  /** The endpoint's policy, evaluated; null for the default one, which allows everything. */
  readonly policyDocument: unknown;
}

/** A zone that the VPC's resolver answers from, or asks another resolver about, instead of the internet's zone of that name. */
export interface PrivateZone {
  readonly logicalId: string;
  readonly type: string;
  /** In lower case, without the trailing dot; empty for every name. */
  readonly name: string;
}

export interface PrefixList {
  readonly id: string;
  readonly name: string;
  /** The AWS service whose list it is; null for the template's own. */
  readonly serviceName: string | null;
  readonly family: Family;
  /** Empty for a service's list until `withServiceAddresses` fills it in. */
  readonly cidrBlocks: readonly string[];
}

export interface SecurityGroupRule {
  /** `tcp`, `udp`, `icmp`, `icmpv6` or `all`. */
  readonly protocol: string;
  /** Ports, inclusive, or the type and code of ICMP (-1: every code); null for every port or type. */
  readonly ports: { readonly from: number; readonly to: number } | null;
  readonly peer:
    | { readonly kind: 'cidr'; readonly cidrBlock: string }
    | { readonly kind: 'prefix-list'; readonly prefixListId: string }
    | { readonly kind: 'security-group'; readonly securityGroupId: string };
}

export interface SecurityGroup {
  /**
   * Set where the template writes no egress for it. CloudFormation documents that such a group lets out IPv4 and IPv6;
   * people observe that it lets out IPv4 only (aws-cloudformation/cloudformation-coverage-roadmap#2241), and so it is here.
   */
  readonly hasUnwrittenEgress?: true;
  readonly logicalId: string;
  readonly id: string;
  /** The Name tag, else the GroupName, else the logical id. */
  readonly name: string;
  readonly ingress: readonly SecurityGroupRule[];
  readonly egress: readonly SecurityGroupRule[];
}

export type WorkloadKind = 'function' | 'service' | 'task' | 'instance';

/** A resource of the template that sends packets from a subnet, once for each of its subnets. Its code is never run. */
export interface PlacedWorkload {
  readonly kind: WorkloadKind;
  readonly logicalId: string;
  readonly type: string;
  readonly subnetId: string;
  readonly securityGroupIds: readonly string[];
  /** Whether it has IPv6 in a dual-stack subnet; `assumed`: only with a setting of the account, which no template shows. */
  readonly ipv6: 'yes' | 'no' | 'assumed';
  /** Whether it has a public IPv4 address, with which an internet gateway lets it out over IPv4. */
  readonly publicIpv4: boolean;
}

/** A workload whose place is not known. */
export interface UnplacedWorkload {
  readonly logicalId: string;
  readonly type: string;
  readonly reason: string;
  /** Whether it is known to stand in another VPC of the template. @default false */
  readonly isElsewhere?: boolean;
}

/** In whose place a function that the lab adds runs: no resource's where the lab, or the user, chose the security group. */
export interface StandsFor {
  readonly kind: WorkloadKind | 'open-group' | 'chosen-group';
  readonly logicalIds: readonly string[];
}

export interface LambdaFunction {
  readonly logicalId: string;
  /** @default - itself: the template's own probe */
  readonly standsFor?: StandsFor;
  readonly name: string;
  readonly logGroupName: string;
  /** Empty for a task: its image says what to run. */
  readonly handler: string;
  readonly runtime: string;
  /** The folder of the synthesized asset, absolute, as the template names it; null for a function that the lab adds. */
  readonly codePath: string | null;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  readonly ipv6AllowedForDualStack: boolean;
  /** Whether what it stands for has a public IPv4 address, which no function has. @default false */
  readonly publicIpv4?: boolean;
  /** The logical id of the execution role. */
  readonly roleLogicalId: string;
}

/** A resource that is not part of the network: its type and its properties with every intrinsic evaluated. */
export interface OtherResource {
  readonly logicalId: string;
  readonly type: string;
  /** What `Ref` gives. */
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface Model {
  readonly region: string;
  readonly accountId: string;
  readonly vpc: Vpc;
  readonly subnets: readonly Subnet[];
  readonly routeTables: readonly RouteTable[];
  readonly gateways: readonly Gateway[];
  readonly forwarders: readonly Forwarder[];
  readonly networkAcls: readonly NetworkAcl[];
  readonly endpoints: readonly VpcEndpoint[];
  /** The logical id of the VPCBlockPublicAccessOptions. @default - there are none */
  readonly publicAccessBlock?: string | undefined;
  readonly prefixLists: readonly PrefixList[];
  readonly privateZones: readonly PrivateZone[];
  readonly securityGroups: readonly SecurityGroup[];
  readonly functions: readonly LambdaFunction[];
  /** Where the template's own functions, tasks and instances stand, NAT instances excepted; read only where the lab is to add a probe. */
  readonly workloads: readonly PlacedWorkload[];
  readonly unplacedWorkloads: readonly UnplacedWorkload[];
  /** Buckets, tables, roles and the like, for the stand-ins of AWS services. */
  readonly others: readonly OtherResource[];
  /** What the lab left out, assumed or could not read, a sentence each. */
  readonly notices: readonly string[];
  /** What could not be read. It matters only where a packet that is asked about would meet it. */
  readonly unread: readonly Unread[];
  /** The table that each unread subnet is associated with, by the subnet's id. */
  readonly unreadSubnetTables: Readonly<Record<string, string>>;
  /** Names, or patterns of names, that lead to a place which the lab does not know. */
  readonly hiddenNames: readonly string[];
}
