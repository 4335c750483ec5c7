/** What the judge knows besides a target's own evidence: the network as declared or looked up, and the witnesses. */

/** One route of the subnet's effective table. */
export interface EffectiveRoute {
  /** IPv6 or IPv4 blocks; a prefix list's entries stand as so many blocks. */
  readonly destinationCidrBlocks: readonly string[];
  /** `eigw-…`, `igw-…`, `nat-…`, `vpce-…`, `local`. */
  readonly gateway: string;
}

export interface RouteFinding {
  /** `ec2`: EC2 was asked for the route table; `declared`: only the stack's word is known. */
  readonly witness: 'ec2' | 'declared';
  /** Where `::/0` leads. */
  readonly gateway: string | null;
  /** The table's routes; null where it could not be asked. */
  readonly routes: readonly EffectiveRoute[] | null;
}

/** What one echo service said. */
export interface Echo {
  readonly target: string;
  /** The address it named, or null where its answer was no address. */
  readonly address: string | null;
}

export interface Facts {
  readonly vpcIpv6CidrBlock: string | null;
  readonly vpcIpv4CidrBlock: string | null;
  readonly subnetId: string | null;
  readonly route: RouteFinding;
  readonly echoes: readonly Echo[];
}
