/** What the judge knows besides a target's own evidence. */
import type { WorkloadRecord } from '../lab-schema.ts';
import type { Echo, RouteFinding } from '../witnesses.ts';

/** The network and the role, as declared or looked up. */
export interface RunFacts {
  /** As the stack names them; empty where they are unknown. */
  readonly vpcIpv6CidrBlocks: readonly string[];
  readonly vpcIpv4CidrBlocks: readonly string[];
  readonly subnetId: string | null;
  /** @default - unknown, as with null */
  readonly subnetIpv6CidrBlock?: string | null;
  readonly route: RouteFinding;
  /** Whether the role's grants hold only for requests that AWS sees come from the VPC's IPv6 block. */
  readonly iamWitness: boolean;
  /** The TCP ports that the security group lets out; null where unknown. */
  readonly openPorts: readonly number[] | null;
  /** Variables that would send SDK clients elsewhere, and that the probe ignores. @default - none */
  readonly endpointVariables?: readonly string[] | undefined;
  /** Only where the lab judges. @default - nothing that only the lab knows */
  readonly lab?: LabFacts;
}

/** With where the run was, and what its echo services answered. */
export interface JudgeFacts extends RunFacts {
  readonly region: string;
  readonly echoes: readonly Echo[];
}

/** Whether the network is another project's: there, any way but a NAT gateway is a good one, and nothing is expected unasked. */
export function isOthersNetwork({ lab }: Pick<RunFacts, 'lab'>): boolean {
  return lab !== undefined && !lab.ownTemplate;
}

/** What only the lab knows: its template, its internet, and who dropped which packets. */
export interface LabFacts {
  /** Whether the template is this project's. */
  readonly ownTemplate: boolean;
  /** The ids of targets whose expectation the user wrote: of others nothing is expected in another project's network. */
  readonly expectedTargets: readonly string[];
  /** Names, in lower case, that the lab's internet does not have, though a real one may. */
  readonly unknownHosts: readonly string[];
  /** `host:port` of hosts that it has, without what listens there. */
  readonly unknownPorts: readonly string[];
  readonly drops: readonly LabDrop[];
  /** Gateways, endpoints, subnets, groups and the like, by their ids. */
  readonly resources: Readonly<Record<string, LabResource>>;
  readonly vpc: LabResource;
  readonly subnet: LabResource;
  /** What a workload needs for an IPv6 address of its own. */
  readonly ipv6: {
    readonly vpcHasBlock: boolean;
    readonly subnetHasBlock: boolean;
    /** Ipv6AllowedForDualStack, or what stands for it. */
    readonly allowed: boolean;
    /** Whether its security groups let anything out over IPv6. */
    readonly groupsLetOut: boolean;
  };
  /** Whose place the probe had. */
  readonly workload: WorkloadRecord;
}

export const LAB_DROP_REASONS = [
  'security-group',
  'endpoint-security-group',
  'network-acl',
  'block-public-access',
  'no-route',
  /** AWS itself, which lets no mail out. */
  'port-blocked',
  /** A route to a network that the lab does not have: what becomes of them there is unknown. */
  'other-network',
] as const;

/** Packets to one address and port that something of the template dropped. */
export interface LabDrop {
  readonly remoteAddress: string;
  readonly port: number;
  readonly by: (typeof LAB_DROP_REASONS)[number];
  /** The things that did it: one, unless it took several together, as the security groups of one interface. */
  readonly resources: readonly LabResource[];
  /** More about how, for example in which direction; null where there is nothing to add. */
  readonly detail: string | null;
  /** Public blocks that the groups let the port out to, in which the real host may be, though the lab's is not. @default - none */
  readonly letOutTo?: readonly string[];
}

export interface LabResource {
  readonly logicalId: string;
  readonly id: string;
  /** The Name tag; null without one. */
  readonly name: string | null;
}
