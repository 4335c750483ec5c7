/** Turns a model into what the kernel is given: `ip` commands, sysctls and one nftables ruleset. Pure. */

import type { Model } from '../template/model.ts';
import { type ServiceAddresses, withServiceAddresses } from '../template/prefix-lists.ts';
import { delayBatches, delayCreation, delayNamespaces, delayOf, delaySysctls } from './delay/delay-wiring.ts';
import { type EndpointHost, type EndpointInterface, endpointHosts } from './endpoints.ts';
import { type Fault, isDelay } from './faults.ts';
import { nftRuleset } from './filtering.ts';
import type { NetworkInterface } from './interfaces.ts';
import { internetBatches } from './internet-routing.ts';
import type { NamespaceWiring } from './namespace-wiring.ts';
import { creationLines, interfaceBatches, routerBatches } from './routing.ts';
import { type GatewayLink, layOut, ROUTER } from './topology.ts';

export interface WiringProps {
  readonly model: Model;
  /** Those of the functions: `placeInterfaces` makes them. */
  readonly interfaces: readonly NetworkInterface[];
  readonly internet: InternetAddresses;
  /** @default - none */
  readonly faults?: readonly Fault[] | undefined;
}

/** Where the lab's internet has its hosts. */
export interface InternetAddresses {
  /** The addresses of every host: the lab's namespace takes them all. */
  readonly hosts: readonly string[];
  /** Which of them belong to an AWS service; empty for one that the lab's internet does not have. */
  readonly ofService: ServiceAddresses;
}

export interface Wiring {
  readonly interfaces: readonly NetworkInterface[];
  readonly gatewayLinks: readonly GatewayLink[];
  readonly endpointInterfaces: readonly EndpointInterface[];
  /** What the VPC's resolver must answer, so that names lead to interface endpoints. */
  readonly endpointHosts: readonly EndpointHost[];
  /** Where that resolver must listen; empty where the VPC has none. */
  readonly resolverAddresses: readonly string[];
  /** The lines of the first `ip -batch`, which makes the namespaces and links. */
  readonly creation: readonly string[];
  /** How each namespace is configured, independent of the others. */
  readonly namespaces: readonly NamespaceWiring[];
  /** The ruleset of the router. */
  readonly nft: string;
  /** How long the delay's process must hold each packet; null where nothing is late. */
  readonly delayMilliseconds: number | null;
}

/** @throws for two different delays, and TemplateError for a prefix list that the template does not have */
export function wireNetwork({ model, interfaces, internet, faults = [] }: WiringProps): Wiring {
  const topology = layOut(withServiceAddresses(model, internet.ofService), interfaces);
  const delays = faults.filter(isDelay);
  return {
    interfaces,
    gatewayLinks: topology.gatewayLinks,
    endpointInterfaces: topology.endpointInterfaces,
    endpointHosts: endpointHosts(model, topology.endpointInterfaces),
    resolverAddresses: topology.resolverAddresses,
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
        ipBatches: [...internetBatches(topology, internet.hosts), ...delayBatches(delays, topology)],
      },
      ...delayNamespaces(delays),
      ...interfaces.map((networkInterface) => ({
        namespace: networkInterface.name,
        sysctls: [...BASE_SYSCTLS, ...ephemeralPorts(networkInterface)],
        ipBatches: interfaceBatches(networkInterface),
      })),
    ],
    nft: nftRuleset(topology, faults),
    delayMilliseconds: delayOf(delays),
  };
}

/**
 * A new namespace may inherit the host's settings; the wiring relies on these. Writing `all` turns IPv6 on at every
 * existing device.
 */
const BASE_SYSCTLS = ['net/ipv6/conf/all/disable_ipv6=0', 'net/ipv6/conf/default/disable_ipv6=0'];

function ephemeralPorts({ ephemeralPorts: ports }: NetworkInterface): string[] {
  return ports ? [`net/ipv4/ip_local_port_range=${ports.from} ${ports.to}`] : [];
}

/** Reverse path filtering would drop what comes back from a gateway: the router's main table has no route to the internet. */
const ROUTER_SYSCTLS = [
  'net/ipv6/conf/all/forwarding=1',
  'net/ipv4/ip_forward=1',
  'net/ipv4/conf/*/rp_filter=0',
];
