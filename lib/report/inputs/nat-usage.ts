/** How many bytes an account's NAT gateways carried, as EC2 and CloudWatch know it. Types only. */

export interface NatGatewayUsage {
  readonly id: string;
  readonly vpcId: string | null;
  /** Whether it leads to the internet; a private one leads to other networks, and a VPC's IPv6 does not replace it. */
  readonly isPublic: boolean;
  /** In how many Availability Zones it stands, and is paid for: a regional one may have several. */
  readonly zones: number;
  readonly publicAddresses: number;
  /** For how many hours it existed within the days that were looked at. */
  readonly hours: number;
  /** What it took in from both sides within those days: each byte that passed, counted once. */
  readonly bytes: number;
}

export interface NatUsage {
  readonly region: string;
  /** How many days back the metrics were read. */
  readonly days: number;
  readonly gateways: readonly NatGatewayUsage[];
}
