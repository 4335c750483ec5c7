/** Adds the hosts of every AWS service to the lab's internet: those that the SDK's endpoint rules name and the baseline lacks. */
import { type CatalogueEntry, catalogueEntries } from '../../../../lambda/report/catalogue/hosts.ts';
import { addressesAt } from './baseline.ts';
import { findHost } from './find-host.ts';
import type { Host, Internet } from './internet.ts';

/** Whether such a host has IPv6 is guessed from its name: the catalogue finds out about the real ones. */
export function withAwsHosts(internet: Internet, region: string): Internet {
  const further = catalogueEntries(region).filter(({ host }) => findHost(internet, host) === null);
  const hosts = further.map((entry, index) => hostOf(entry, internet.hosts.length + index));
  return { hosts: [...internet.hosts, ...hosts] };
}

function hostOf({ host, services }: CatalogueEntry, index: number): Host {
  const { ipv4, ipv6 } = addressesAt(index);
  const hasIpv6 = services.some(({ kind }) => kind === 'dual-stack') || /\.(api\.aws|on\.aws)$/.test(host);
  return { name: host, ipv4: [ipv4], ipv6: hasIpv6 ? [ipv6] : [], dns: 'answer', standIn: 'not-emulated' };
}
