/** Changes hosts of the lab's internet, for worlds about names and services. */
import type { Expectation } from '../../../lambda/report/vocabulary.ts';
import { addressesAt } from '../services/baseline.ts';
import type { Host, Internet } from '../services/internet.ts';
import type { World } from './world.ts';

/** @throws if no host has such a name: the world would change nothing */
export function changeHosts({ hosts }: Internet, name: RegExp, change: (host: Host) => Host): Internet {
  if (!hosts.some((host) => name.test(host.name))) throw new Error(`the internet has no host ${name}`);
  return { hosts: hosts.map((host) => (name.test(host.name) ? change(host) : host)) };
}

/** The IPv6 addresses of the hosts of that name. */
export function ipv6AddressesOf({ hosts }: Internet, name: RegExp): string[] {
  return hosts.filter((host) => name.test(host.name)).flatMap(({ ipv6 }) => ipv6);
}

/** The service that plays a server, and what a probe must make of it. */
export interface Played {
  readonly service: string;
  readonly expect: Expectation;
}

/** Servers by the first label of a name under a domain: the hosts, and the targets that lead to them. */
export function servers(domain: string, played: Readonly<Record<string, Played>>) {
  const named = Object.entries(played).map(([name, { service, expect }]) => ({
    ...{ name, service, expect, host: `${name}.${domain}` },
  }));
  return {
    addTo: (internet: Internet) =>
      named.reduce((sum, { host, service }) => addHost(sum, host, service), internet),
    targets: (url: (host: string) => string): NonNullable<World['targets']> =>
      named.map(({ name, host, expect }) => ({ url: url(host), name, expect })),
  };
}

/** A further host, with an address in both families; one that has the name already gives way. */
export function addHost({ hosts }: Internet, name: string, service: string): Internet {
  const { ipv4, ipv6 } = addressesAt(hosts.length);
  const others = hosts.filter((host) => host.name !== name);
  return { hosts: [...others, { name, ipv4: [ipv4], ipv6: [ipv6], dns: 'answer', service }] };
}
