/**
 * Asks the resolver for A and AAAA records separately: unlike `getaddrinfo`, that distinguishes "no AAAA record" from
 * "no such host".
 */
import { Resolver } from 'node:dns/promises';
import { DNS_QUERY_TIMEOUT_MS, DNS_TRIES } from '../limits.ts';

/** Addresses (none for NODATA), or the resolver's error code (`ENOTFOUND` for NXDOMAIN, `ESERVFAIL`, `ETIMEOUT`). */
type DnsAnswer =
  | { readonly addresses: readonly string[]; readonly code: null }
  | { readonly addresses: null; readonly code: string };

interface HostAnswers {
  readonly a: DnsAnswer;
  readonly aaaa: DnsAnswer;
}

export function createResolver(): Resolver {
  return new Resolver({ timeout: DNS_QUERY_TIMEOUT_MS, tries: DNS_TRIES });
}

/**
 * Never throws; ends early with `ECANCELLED` when the signal fires.
 * @param resolver one to share among many hosts; @default - one for this host
 */
export async function resolveHost(
  host: string,
  signal: AbortSignal,
  resolver: Resolver = createResolver(),
): Promise<HostAnswers> {
  const cancel = () => resolver.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const [a, aaaa] = await Promise.all([answer(resolver.resolve4(host)), answer(resolver.resolve6(host))]);
    return { a, aaaa };
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

async function answer(query: Promise<string[]>): Promise<DnsAnswer> {
  try {
    return { addresses: await query, code: null };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'EUNKNOWN';
    return code === 'ENODATA' ? { addresses: [], code: null } : { addresses: null, code };
  }
}
