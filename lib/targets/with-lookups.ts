/** Adds the names of a query log to what was found, each with how often it was looked up. */
import type { CountedTarget, FoundTarget, QueriedName } from '../report/inputs/found-targets.ts';
import { isHostName, isInside } from './hosts/hosts-in-text.ts';
import { serviceOfHost } from './hosts/service-hosts.ts';

interface QueryLog {
  readonly name: string;
  readonly names: readonly QueriedName[];
}

/** The names that the template does not explain come last, the most frequent first. */
export function withLookups(
  targets: readonly FoundTarget[],
  log: QueryLog | null,
  region: string,
): CountedTarget[] {
  const lookups = new Map((log?.names ?? []).map(({ name, lookups: count }) => [hostIn(name), count]));
  const known = new Set(targets.map(({ host }) => host));
  const further = [...lookups]
    .filter(([host]) => isHostName(host) && !isInside(host) && !known.has(host))
    .sort(([, one], [, other]) => other - one);
  return [
    ...targets.map((target) => ({ ...target, lookups: lookups.get(target.host) ?? null })),
    ...further.map(([host, count]) => ({
      url: `https://${host}`,
      host,
      service: serviceOfHost(host, region),
      caller: 'code' as const,
      foundIn: [{ logicalId: log?.name ?? '', where: 'query log' }],
      workloads: [],
      lookups: count,
    })),
  ];
}

/** The resolver logs names with a dot at their end. */
function hostIn(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}
