/** What a picture shows, whatever it comes from: a network, targets, and each way between them. Types. */
import type { DrawnNetwork } from '../../inputs/network.ts';
import type { Look } from '../look.ts';

export interface Scene {
  readonly network: DrawnNetwork;
  /** The ids of the subnets that were tried. */
  readonly probed: ReadonlySet<string>;
  readonly targets: readonly SceneTarget[];
  readonly journeys: readonly Journey[];
}

export interface SceneTarget {
  readonly name: string;
  readonly look: Look;
  readonly said: string;
}

export interface Journey {
  /** Its index in the scene's targets. */
  readonly target: number;
  /** A subnet's id. */
  readonly from: string;
  /** That of the result; `today` for a way over IPv4 through a NAT gateway. */
  readonly look: Look['name'] | 'today';
  /** The ids of the gateways that it passes, in order. */
  readonly stops: readonly string[];
  /** Why it does not arrive: then it ends before its first stop, or at its subnet where it has none. */
  readonly broken: string | null;
}

/** The prefixes of the ids of what takes packets out of a VPC. */
export const GATEWAY_KINDS = {
  'eigw-': 'egress-only internet gateway',
  'igw-': 'internet gateway',
  'nat-': 'NAT gateway',
  'vpce-': 'VPC endpoint',
  'i-': 'instance',
  'eni-': 'network interface',
  'tgw-': 'transit gateway',
  'pcx-': 'peering connection',
  'vgw-': 'virtual private gateway',
} as const;

export type GatewayPrefix = keyof typeof GATEWAY_KINDS;

export function prefixOf(id: string): GatewayPrefix | null {
  const prefixes = Object.keys(GATEWAY_KINDS) as GatewayPrefix[];
  return prefixes.find((prefix) => id.startsWith(prefix)) ?? null;
}
