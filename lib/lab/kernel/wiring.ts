/** Turns a model into what the kernel is told: `ip` commands, sysctls and one nftables ruleset. Pure. */

import type { Model } from '../template/model.ts';
import { type ServiceAddresses, withServiceAddresses } from '../template/prefix-lists.ts';
import { delayBatches, delayCreation, delayNamespaces, delayOf, delaySysctls } from './delay.ts';
import { type EndpointHost, type EndpointInterface, endpointHosts, vpcEndpointBetween } from './endpoints.ts';
import { type Fault, isDelay } from './faults.ts';
import { nftRuleset } from './filtering.ts';
import { type NetworkInterface, type Placement, placeInterfaces } from './interfaces.ts';
import type { NamespacePlan } from './namespace-wiring.ts';
import { creationLines, interfaceBatches, internetBatches, routerBatches } from './routing.ts';
import { type GatewayLink, layOut, ROUTER, resolverAddresses, resolverFor } from './topology.ts';

export type { EndpointHost, EndpointInterface, Fault, NamespacePlan, NetworkInterface, Placement };
export { placeInterfaces, resolverAddresses, resolverFor, vpcEndpointBetween };

export interface Plan {
  readonly interfaces: readonly NetworkInterface[];
  readonly gatewayLinks: readonly GatewayLink[];
  readonly endpointInterfaces: readonly EndpointInterface[];
  /** The names that lead to interface endpoints, for the resolver of the VPC. */
  readonly endpointHosts: readonly EndpointHost[];
  /** The lines of the first `ip -batch`, which makes the namespaces and links. */
  readonly creation: readonly string[];
  /** How each namespace is configured, independent of the others. */
  readonly namespaces: readonly NamespacePlan[];
  /** The ruleset of the router. */
  readonly nft: string;
  /** How long the process in the delay's namespace must hold each packet; null where nothing is late. */
  readonly delayMilliseconds: number | null;
}

/** The addresses of the lab's internet, all of them the lab's own. */
export interface InternetAddresses {
  readonly ipv4: readonly string[];
  readonly ipv6: readonly string[];
}

/**
 * @param serviceAddresses the internet's addresses of a service that has an endpoint, by the service's name; none if
 *   the lab's internet does not have it. Whoever gives it also has the resolver answer for the plan's `endpointHosts`.
 */
export function planNetwork(
  model: Model,
  interfaces: readonly NetworkInterface[],
  internet: InternetAddresses,
  faults: readonly Fault[] = [],
  serviceAddresses?: ServiceAddresses,
): Plan {
  refuseUnknownServices(model, serviceAddresses);
  const topology = layOut(withServiceAddresses(model, serviceAddresses ?? (() => [])), interfaces);
  const delays = faults.filter(isDelay);
  return {
    interfaces,
    gatewayLinks: topology.gatewayLinks,
    endpointInterfaces: topology.endpointInterfaces,
    endpointHosts: endpointHosts(model, topology.endpointInterfaces),
    creation: [...creationLines(topology), ...delayCreation(delays)],
    namespaces: [
      {
        namespace: ROUTER,
        sysctls: [...BASE_SYSCTLS, ...ROUTER_SYSCTLS],
        ipBatches: routerBatches(topology),
      },
      {
        namespace: null,
        sysctls: [...BASE_SYSCTLS, ...delaySysctls(delays)],
        ipBatches: [
          ...internetBatches(topology, [...internet.ipv4, ...internet.ipv6]),
          ...delayBatches(delays, topology),
        ],
      },
      ...delayNamespaces(delays),
      ...interfaces.map((networkInterface) => ({
        namespace: networkInterface.name,
        sysctls: BASE_SYSCTLS,
        ipBatches: interfaceBatches(networkInterface),
      })),
    ],
    nft: nftRuleset(topology, faults),
    delayMilliseconds: delayOf(delays),
  };
}

/** An endpoint that nobody leads packets to would be left out without a word. */
function refuseUnknownServices({ endpoints }: Model, serviceAddresses: ServiceAddresses | undefined): void {
  const [endpoint] = endpoints;
  if (!endpoint || serviceAddresses) return;
  throw new Error(
    `${endpoint.logicalId} is an endpoint of ${endpoint.serviceName}: the plan must be given serviceAddresses, to know where that is`,
  );
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
