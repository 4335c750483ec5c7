/** Turns a model into what the kernel is told: `ip` commands, sysctls and one nftables ruleset. Pure. */
import type { Fault } from './plan/faults.ts';
import { nftRuleset } from './plan/filtering.ts';
import { type NetworkInterface, type Placement, placeInterfaces } from './plan/interfaces.ts';
import {
  creationLines,
  type IpBatch,
  interfaceBatches,
  internetBatches,
  routerBatches,
} from './plan/routing.ts';
import { type GatewayLink, layOut, ROUTER, resolverAddresses } from './plan/topology.ts';
import type { Model } from './template/model.ts';

export type { Fault, NetworkInterface, Placement };
export { placeInterfaces, resolverAddresses };

export interface Plan {
  readonly interfaces: readonly NetworkInterface[];
  readonly gatewayLinks: readonly GatewayLink[];
  /** The lines of the first `ip -batch`, which makes the namespaces and links. */
  readonly creation: readonly string[];
  /** How each namespace is configured, independent of the others. */
  readonly namespaces: readonly NamespacePlan[];
  /** The ruleset of the router. */
  readonly nft: string;
}

export interface NamespacePlan {
  /** Null for the namespace that the lab runs in, which is the internet. */
  readonly namespace: string | null;
  /** `path=value`, the path below /proc/sys, in which `*` stands for every device. */
  readonly sysctls: readonly string[];
  readonly ipBatches: readonly IpBatch[];
}

/** The addresses of the lab's internet, all of them the lab's own. */
export interface InternetAddresses {
  readonly ipv4: readonly string[];
  readonly ipv6: readonly string[];
}

export function planNetwork(
  model: Model,
  interfaces: readonly NetworkInterface[],
  internet: InternetAddresses,
  faults: readonly Fault[] = [],
): Plan {
  const topology = layOut(model, interfaces);
  return {
    interfaces,
    gatewayLinks: topology.gatewayLinks,
    creation: creationLines(topology),
    namespaces: [
      {
        namespace: ROUTER,
        sysctls: [...BASE_SYSCTLS, ...ROUTER_SYSCTLS],
        ipBatches: routerBatches(topology),
      },
      {
        namespace: null,
        sysctls: BASE_SYSCTLS,
        ipBatches: internetBatches(topology, [...internet.ipv4, ...internet.ipv6]),
      },
      ...interfaces.map((networkInterface) => ({
        namespace: networkInterface.name,
        sysctls: BASE_SYSCTLS,
        ipBatches: interfaceBatches(networkInterface),
      })),
    ],
    nft: nftRuleset(topology, faults),
  };
}

/**
 * A new namespace may inherit the host's settings; these are what the plan relies on. Paths below /proc/sys.
 * Writing `all` turns IPv6 on at every device that is there.
 */
const BASE_SYSCTLS = ['net/ipv6/conf/all/disable_ipv6=0', 'net/ipv6/conf/default/disable_ipv6=0'];

/** Reverse path filtering would drop what comes back from a gateway: the router's main table knows no internet. */
const ROUTER_SYSCTLS = [
  'net/ipv6/conf/all/forwarding=1',
  'net/ipv4/ip_forward=1',
  'net/ipv4/conf/*/rp_filter=0',
];
