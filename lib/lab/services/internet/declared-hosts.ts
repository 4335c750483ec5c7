/** Adds to the lab's internet the hosts that the user declares, or that the machine's resolver knows. Pure. */
import type { DeclaredHost } from '../../../declared-host.ts';
import { hostWith } from './baseline.ts';
import { findHost } from './find-host.ts';
import type { Host, Internet } from './internet.ts';

/**
 * A declared host takes the place of the one that the lab has: its records change, and what answers there stays.
 * @param registries the names that images are pulled from
 */
export function withDeclaredHosts(
  internet: Internet,
  declared: readonly DeclaredHost[],
  registries: readonly string[] = [],
): Internet {
  const added = [...Map.groupBy(declared, ({ name }) => name).values()].flatMap((group, index) => {
    const [first] = group;
    if (!first) return [];
    const known = findHost(internet, first.name)?.standIn;
    const standIn = known ?? (registries.includes(first.name) ? 'any-registry' : 'website');
    return [hostOf(first, portsOf(group), standIn, internet.hosts.length + index)];
  });
  const names = new Set(added.map(({ name }) => name));
  return { hosts: [...internet.hosts.filter(({ name }) => !names.has(name)), ...added] };
}

function hostOf(
  { name, exists, ipv4, ipv6, ground, date }: DeclaredHost,
  ports: readonly number[],
  standIn: string,
  index: number,
): Host {
  const records = { name, standIn, ipv4, ipv6, ground: { kind: ground, date } };
  return { ...hostWith(records, index), dns: exists ? 'answer' : 'nxdomain', ports };
}

/** Whether its records come from the user or the machine's resolver, whatever the lab knows of the name. */
export function isDeclared({ ground }: Host): boolean {
  return ground?.kind === 'declared' || ground?.kind === 'resolved';
}

/** The ports on which every stand-in listens. */
export const USUAL_PORTS: readonly number[] = [80, 443];

function portsOf(group: readonly DeclaredHost[]): number[] {
  return [...new Set(group.flatMap(({ port }) => port ?? USUAL_PORTS))];
}
