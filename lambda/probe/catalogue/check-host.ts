/** Checks one host: does it have an AAAA record, and does it answer there over TCP and TLS, under its own name? */
import type { Resolver } from 'node:dns/promises';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { CatalogueHost } from '../../report/catalogue/catalogue-schema.ts';
import type { CatalogueEntry } from '../../report/catalogue/hosts.ts';
import { classify } from '../../report/judge/classify.ts';
import { createLimit, type Limit } from '../../report/limit.ts';
import type { Phase } from '../../report/vocabulary.ts';
import { CATALOGUE_CONNECTS, CATALOGUE_QUERIES, CATALOGUE_TIMEOUT_MS } from '../limits.ts';
import { connectTo, secure } from '../net/connect.ts';
import { createResolver, resolveHost } from '../net/resolve.ts';
import { describeError } from '../observe.ts';

/** What all checks share, rather than each of hundreds of hosts making its own. */
interface CheckTools {
  readonly resolver: Resolver;
  readonly queries: Limit;
  readonly connects: Limit;
  readonly secureContext: SecureContext;
  readonly signal: AbortSignal;
}

export function createTools(signal: AbortSignal): CheckTools {
  return {
    resolver: createResolver(),
    queries: createLimit(CATALOGUE_QUERIES),
    connects: createLimit(CATALOGUE_CONNECTS),
    // Reading the system's certificates once, not for each connection, halves the time that TLS takes.
    secureContext: createSecureContext(),
    signal,
  };
}

/** Never throws. */
export async function checkHost(
  { host, services }: CatalogueEntry,
  tools: CheckTools,
): Promise<CatalogueHost> {
  const { a, aaaa } = await tools.queries(() => resolveHost(host, tools.signal, tools.resolver));
  const found = {
    host,
    services: [...services],
    a: a.addresses && [...a.addresses],
    aaaa: aaaa.addresses && [...aaaa.addresses],
  };
  const [address] = aaaa.addresses ?? [];
  if (address === undefined) {
    const { code } = classify({
      phase: 'resolve',
      code: aaaa.code ?? 'ENODATA',
      message: '',
      httpStatus: null,
    });
    return { ...found, remoteAddress: null, reached: false, code };
  }
  const failure = await tools.connects(() => shakeHands(address, host, tools));
  const code = failure && classify({ ...failure, httpStatus: null }).code;
  return { ...found, remoteAddress: address, reached: failure === null, code };
}

/** TLS begins only after TCP has connected: a silent host costs no handshake. */
async function shakeHands(address: string, host: string, { signal, secureContext }: CheckTools) {
  let phase: Phase = 'connect';
  try {
    const socket = await connectTo(address, 443, CATALOGUE_TIMEOUT_MS, signal);
    phase = 'tls';
    (await secure(socket, host, { signal, secureContext })).destroy();
    return null;
  } catch (error) {
    return { phase, ...describeError(error) };
  }
}
