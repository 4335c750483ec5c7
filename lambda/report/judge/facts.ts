/** What the judge knows besides a target's own evidence. */
import type { Echo, RouteFinding } from '../witnesses.ts';

/** The network and the role, as declared or looked up. */
export interface RunFacts {
  /** As the stack names them; empty where they are unknown. */
  readonly vpcIpv6CidrBlocks: readonly string[];
  readonly vpcIpv4CidrBlocks: readonly string[];
  readonly subnetId: string | null;
  readonly route: RouteFinding;
  /** Whether the role's grants hold only for requests that AWS sees come from the VPC's IPv6 block. */
  readonly iamWitness: boolean;
  /** The TCP ports that the security group lets out; null where unknown. */
  readonly openPorts: readonly number[] | null;
}

/** With what the run's echo services answered. */
export interface JudgeFacts extends RunFacts {
  readonly echoes: readonly Echo[];
}
