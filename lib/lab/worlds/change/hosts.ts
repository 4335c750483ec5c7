/** Changes to hosts of the lab's internet, for worlds about names and services. */
import type { Expectation } from '../../../../lambda/report/vocabulary.ts';
import { addressesAt } from '../../services/internet/baseline.ts';
import type { Host, Internet } from '../../services/internet/internet.ts';
import type { World } from '../world.ts';

/** Host names of built-in targets, whatever the Region. */
export const CHECKIP = /^checkip\.global\.api\.aws$/;
export const EC2 = /^ec2\..*\.api\.aws$/;
export const IFCONFIG = /^ifconfig\.me$/;
export const S3 = /s3\.dualstack\./;
export const STS = /^sts\..*\.api\.aws$/;

/** Both echo services that are targets; the third is a control and has no IPv6. */
export const ECHOES = /^(ifconfig\.me|checkip\.global\.api\.aws)$/;

/** @throws if no host has a name like this: the world would change nothing */
export function changeHosts({ hosts }: Internet, name: RegExp, changed: Partial<Host>): Internet {
  if (!hosts.some((host) => name.test(host.name))) throw new Error(`the internet has no host ${name}`);
  return { hosts: hosts.map((host) => (name.test(host.name) ? { ...host, ...changed } : host)) };
}

/** The same, as the change of a world. */
export function hostsWith(name: RegExp, changed: Partial<Host>): NonNullable<World['changeInternet']> {
  return (internet) => changeHosts(internet, name, changed);
}

/** The IPv6 addresses of the hosts with such a name. */
export function ipv6AddressesOf({ hosts }: Internet, name: RegExp): string[] {
  return hosts.filter((host) => name.test(host.name)).flatMap(({ ipv6 }) => ipv6);
}

/** A server to add: the stand-in that answers for it, and what the probe must conclude about it. */
interface AddedServer {
  readonly standIn: string;
  readonly expect: Expectation;
}

/** Servers under a domain, by the first label of their names: the hosts, and the targets that lead to them. */
export function servers(domain: string, added: Readonly<Record<string, AddedServer>>) {
  const named = Object.entries(added).map(([name, server]) => ({
    ...{ name, host: `${name}.${domain}` },
    ...server,
  }));
  return {
    addTo: (internet: Internet) =>
      named.reduce((sum, { host, standIn }) => addHost(sum, host, standIn), internet),
    targets: (url: (host: string) => string): NonNullable<World['targets']> =>
      named.map(({ name, host, expect }) => ({ url: url(host), name, expect })),
  };
}

/** Adds a host with an address in both families; it replaces a host of the same name. */
export function addHost({ hosts }: Internet, name: string, standIn: string): Internet {
  const { ipv4, ipv6 } = addressesAt(hosts.length);
  const others = hosts.filter((host) => host.name !== name);
  return { hosts: [...others, { name, ipv4: [ipv4], ipv6: [ipv6], dns: 'answer', standIn }] };
}
