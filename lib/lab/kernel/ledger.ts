/** What the kernel counted. Types only. */

export type Link = 'egress-only-internet-gateway' | 'internet-gateway' | 'nat-gateway' | 'vpc-endpoint';

/** Packets between one network interface of the VPC and one far address and port, across one gateway or the endpoints' link. */
export interface Flow {
  /** The interface's name in the wiring (`fn0`). */
  readonly networkInterface: string;
  readonly link: Link;
  readonly peerAddress: string;
  readonly peerPort: number;
  readonly packetsOut: number;
  readonly packetsIn: number;
  /** SYN-ACKs that came in: whether the peer ever answered the handshake. */
  readonly handshakes: number;
}

/** Packets of one network interface that were dropped, and what dropped them. */
export interface Drop {
  readonly networkInterface: string;
  /**
   * `endpoint-security-group`: at an endpoint's interface. `network-acl`: of either subnet on the way, in either
   * direction; a dropped reply counts under the packets that it answers. `port-blocked`: AWS lets no mail out.
   * `other-network`: a route leads to a network that the lab does not have. `no-public-address`: no gateway to the
   * internet carries a private address, of IPv4 without a public one or of IPv6.
   */
  readonly reason:
    | 'security-group'
    | 'endpoint-security-group'
    | 'block-public-access'
    | 'network-acl'
    | 'port-blocked'
    | 'no-route'
    | 'other-network'
    | 'no-public-address'
    | 'fault';
  readonly peerAddress: string;
  readonly peerPort: number;
  readonly packets: number;
}

export interface Ledger {
  readonly flows: readonly Flow[];
  readonly drops: readonly Drop[];
  /** New connections from the internet, by the interface that they were sent to. */
  readonly inbound: readonly {
    readonly networkInterface: string;
    /** Dropped by the egress-only internet gateway. */
    readonly droppedAtEgressOnlyGateway: number;
    /** Arrived at the interface, behind the security group. */
    readonly arrived: number;
  }[];
}
