/** The hosts of every AWS service in a Region, from the endpoint rules of AWS's own SDK. A name does not prove that the service is there. */
import endpoints from './endpoints.json' with { type: 'json' };

/** `only`: the service has one host, and no flag leads to another. */
type HostKind = 'default' | 'dual-stack' | 'only';

export interface CatalogueEntry {
  readonly host: string;
  /** Several services may share a host. */
  readonly services: readonly { readonly id: string; readonly kind: HostKind }[];
}

/** Each host once, in the order of the services' names. */
export function catalogueEntries(region: string): readonly CatalogueEntry[] {
  const named = Object.entries(endpoints.services).flatMap(([id, hosts]) =>
    hosts.map((host, index) => ({
      host: host.replaceAll('{r}', region),
      id,
      kind: kindOf(index, hosts.length),
    })),
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
