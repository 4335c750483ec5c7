/** Sums up a catalogue by service. Pure. */
import type { CatalogueHost } from './catalogue-schema.ts';

/** The name by which code calls a service over IPv6. */
type ReachedBy = 'default name' | 'dual-stack name' | 'none';

export interface CatalogueService {
  readonly id: string;
  readonly reachedBy: ReachedBy;
  readonly defaultHost: CatalogueHost | null;
  readonly dualStackHost: CatalogueHost | null;
}

/** In the order of the catalogue. */
export function servicesOf(hosts: readonly CatalogueHost[]): CatalogueService[] {
  const ids = [...new Set(hosts.flatMap(({ services }) => services.map(({ id }) => id)))];
  const byService = new Map(ids.map((id) => [id, { defaultHost: null, dualStackHost: null } as Mutable]));
  for (const host of hosts) {
    for (const { id, kind } of host.services) {
      const entry = byService.get(id);
      if (entry) entry[kind === 'dual-stack' ? 'dualStackHost' : 'defaultHost'] = host;
    }
  }
  return [...byService].map(([id, entry]) => ({ id, ...entry, reachedBy: reachedBy(entry) }));
}

interface Mutable {
  defaultHost: CatalogueHost | null;
  dualStackHost: CatalogueHost | null;
}

function reachedBy({ defaultHost, dualStackHost }: Mutable): ReachedBy {
  if (defaultHost?.reached) return 'default name';
  return dualStackHost?.reached ? 'dual-stack name' : 'none';
}
