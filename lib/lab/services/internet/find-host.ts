/** Finds the host that a name leads to. */
import type { Host, Internet } from './internet.ts';

/** The host of that name, or of the wildcard at its closest encloser (RFC 4592). */
export function findHost(internet: Internet, name: string): Host | null {
  const { byName, existing } = indexOf(internet);
  const wanted = normalize(name);
  const exact = byName.get(wanted);
  // A wildcard does not stand for a name that exists, even if only above others.
  if (exact || existing.has(wanted)) return exact ?? null;
  for (const ancestor of ancestorsOf(wanted)) {
    const wildcard = byName.get(`*.${ancestor}`);
    if (wildcard) return wildcard;
    if (existing.has(ancestor)) return null;
  }
  return null;
}

/** Whether the name is in the table, or above one that is (an empty non-terminal, RFC 8020). */
export function nameExists(internet: Internet, name: string): boolean {
  return indexOf(internet).existing.has(normalize(name));
}

/** The names above a name, nearest first. */
export function ancestorsOf(name: string): string[] {
  const labels = normalize(name).split('.');
  return labels.slice(1).map((_, index) => labels.slice(index + 1).join('.'));
}

interface Index {
  readonly byName: ReadonlyMap<string, Host>;
  readonly existing: ReadonlySet<string>;
}

const indexes = new WeakMap<Internet, Index>();

/** Kept, since an internet never changes and a catalogue asks for hundreds of names. */
function indexOf(internet: Internet): Index {
  const known = indexes.get(internet);
  if (known) return known;
  const named = internet.hosts.map((host) => [normalize(host.name), host] as const);
  const index = {
    // The first of several hosts with one name is the one that is found.
    byName: new Map(named.toReversed()),
    existing: new Set(named.flatMap(([name]) => [name, ...ancestorsOf(name)])),
  };
  indexes.set(internet, index);
  return index;
}

/** Case and the root's dot do not matter: clients vary the case (0x20) to detect forgeries. */
function normalize(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}
