/** Says which names were asked for that the lab does not have, and which of the declared ones were not asked for. Pure. */
import type { DeclaredHost } from '../../declared-host.ts';
import type { DnsQuery } from '../services/dns/resolver.ts';
import { findHost } from '../services/internet/find-host.ts';
import type { Internet } from '../services/internet/internet.ts';
import { unknownNames } from '../services/internet/unknown-hosts.ts';
import type { Model } from '../template/model.ts';

interface Asked {
  readonly queries: readonly DnsQuery[];
  readonly served: Internet;
  readonly model: Model;
}

/** A line for each name. */
export function describeUnknown({ queries, served, model }: Asked): string[] {
  const asked = queries.filter(({ type }) => type === 'A' || type === 'AAAA').map(({ name }) => name);
  return unknownNames(asked, served, model).map(
    (name) =>
      `${name}: a name that the lab does not know, so this says nothing about the host: declare the records that it has, --host ${name}=A, =AAAA or =A,AAAA`,
  );
}

/** A line for each `--host` that changed nothing: its name may be misspelled. */
export function describeUnasked(declared: readonly DeclaredHost[], { queries, served }: Asked): string[] {
  const asked = new Set(queries.map(({ name }) => findHost(served, name)?.name));
  const own = declared.filter(({ ground }) => ground === 'declared').map(({ name }) => name);
  return [...new Set(own)]
    .filter((name) => !asked.has(name))
    .map((name) => `--host ${name} changed nothing: nothing asked for that name`);
}
