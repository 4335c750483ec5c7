/** Checks one host: has it an AAAA record, does it answer over TCP and TLS there, and under its own name? */
import type { Resolver } from 'node:dns/promises';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { CatalogueHost } from '../../report/catalogue/catalogue-schema.ts';
import type { CatalogueEntry } from '../../report/catalogue/hosts.ts';
import { classify } from '../../report/judge/classify.ts';
import type { Phase } from '../../report/vocabulary.ts';
import { CATALOGUE_CONNECTS, CATALOGUE_QUERIES, CATALOGUE_TIMEOUT_MS } from '../limits.ts';
import { connectTo, secure } from '../net/connect.ts';
import { createResolver, resolveHost } from '../net/resolve.ts';
import { describeError } from '../observe.ts';
import { createGate, type Gate } from './limit.ts';

/** What all the checks share: hundreds of hosts must not each make their own. */
export interface CheckTools {
  readonly resolver: Resolver;
  readonly queries: Gate;
  readonly connects: Gate;
  readonly secureContext: SecureContext;
  readonly signal: AbortSignal;
}

export function createTools(signal: AbortSignal): CheckTools {
  return {
    resolver: createResolver(),
    queries: createGate(CATALOGUE_QUERIES),
    connects: createGate(CATALOGUE_CONNECTS),
    // Reading the system's certificates once and not for each connection halves the time of TLS.
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

/** TLS begins only where TCP has connected: most of the silent hosts cost no handshake. */
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
