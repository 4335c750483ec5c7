/** The hosts of every AWS service in a Region, from the endpoint rules of AWS's own SDK. A name does not prove that the service is there. */
import { hostInPartition, isCommercial } from '../partitions.ts';
import endpoints from './endpoints.json' with { type: 'json' };

/** `only`: the service has one host, and no flag leads to another. */
type HostKind = 'default' | 'dual-stack' | 'only';

export interface CatalogueEntry {
  readonly host: string;
  /** Several services may share a host. */
  readonly services: readonly { readonly id: string; readonly kind: HostKind }[];
}

/**
 * Each host once, in the order of the services' names. A service with one home for all Regions has other homes in other
 * partitions, which the table does not have: there it is left out.
 */
export function catalogueEntries(region: string): readonly CatalogueEntry[] {
  const named = Object.entries(endpoints.services).flatMap(([id, hosts]) =>
    hosts.flatMap((host, index) =>
      isCommercial(region) || host.includes('.{r}.')
        ? [
            {
              host: hostInPartition(host.replaceAll('{r}', region), region),
              id,
              kind: kindOf(index, hosts.length),
            },
          ]
        : [],
    ),
  );
  return [...Map.groupBy(named, ({ host }) => host)].map(([host, group]) => ({
    host,
    services: group.map(({ id, kind }) => ({ id, kind })),
  }));
}

function kindOf(index: number, count: number): HostKind {
  if (count === 1) return 'only';
  return index === 0 ? 'default' : 'dual-stack';
}
