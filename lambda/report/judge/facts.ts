/** What the judge knows besides a target's own evidence: the network as declared or looked up, and the witnesses. */
import type { Echo, RouteFinding } from '../witnesses.ts';

export interface Facts {
  readonly vpcIpv6CidrBlock: string | null;
  readonly vpcIpv4CidrBlock: string | null;
  readonly subnetId: string | null;
  readonly route: RouteFinding;
  /** Whether the role's grants hold only for requests that AWS sees come from the VPC's IPv6 block. */
  readonly iamWitness: boolean;
  /** The TCP ports that the security group lets out; null where unknown. */
  readonly openPorts: readonly number[] | null;
  readonly echoes: readonly Echo[];
}
