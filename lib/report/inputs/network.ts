/** The network as a report draws it: produced by the lab from a template, by the command line from EC2. Types only. */

export interface DrawnNetwork {
  readonly ipv4CidrBlocks: readonly string[];
  readonly ipv6CidrBlocks: readonly string[];
  readonly subnets: readonly DrawnSubnet[];
  /** VPC endpoints included: they too take packets out of the VPC. */
  readonly gateways: readonly DrawnGateway[];
}

export interface DrawnSubnet {
  readonly id: string;
  /** The Name tag, else the id. */
  readonly name: string;
  readonly availabilityZone: string;
  /** Empty where the blocks are unknown. */
  readonly cidrBlocks: readonly string[];
  /** From the effective route table, without the local routes; null where the table is unknown. */
  readonly routes: readonly DrawnRoute[] | null;
}

interface DrawnRoute {
  readonly destination: string;
  readonly gatewayId: string;
}

export interface DrawnGateway {
  /** `eigw-…`, `igw-…`, `nat-…`, `vpce-…`. */
  readonly id: string;
  /** The subnet that a NAT gateway stands in; absent where it is unknown, or for other gateways. */
  readonly subnetId?: string;
  /** A VPC endpoint's service, for example `com.amazonaws.us-west-2.s3`; absent where it is unknown. */
  readonly serviceName?: string;
}
