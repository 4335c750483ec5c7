/** What witnesses show: the routes that EC2 knows, and the address that an echo saw. Types only. */
import type { ROUTE_WITNESSES } from './vocabulary.ts';

/** One route of the subnet's effective table. */
export interface EffectiveRoute {
  /** IPv6 or IPv4 blocks; a prefix list's entries stand as so many blocks. */
  readonly destinationCidrBlocks: readonly string[];
  /** `eigw-…`, `igw-…`, `nat-…`, `vpce-…`, `local`, `blackhole`, or `unknown`. */
  readonly gateway: string;
  /** The prefix list that is the destination and was not read, and why: any address may be in it. @default - all is known */
  readonly unread?: string;
}

export interface RouteFinding {
  /** `ec2`: looked up in EC2; `template`: read by the lab; `declared`: only what the stack declared is known. */
  readonly witness: (typeof ROUTE_WITNESSES)[number];
  /** Where `::/0` leads; null where there is no such route, or it is unknown. */
  readonly gateway: string | null;
  /** The table's routes; null where they are unknown. */
  readonly routes: readonly EffectiveRoute[] | null;
}

/** What one echo service answered. */
export interface Echo {
  readonly target: string;
  /** The address that it named; null where its answer was not an address. */
  readonly address: string | null;
  /** The echo service's own address: where the packets went; null where it was never connected to. */
  readonly remoteAddress: string | null;
  /** Whether it answered over TLS, so that nothing on the path can have answered in its name. */
  readonly encrypted: boolean;
}
