/** Checks the hosts of every AWS service in the Region, as many at once as the resolver and the sockets allow. */

import type { CatalogueReport } from '../../report/catalogue/catalogue-schema.ts';
import { catalogueEntries } from '../../report/catalogue/hosts.ts';
import type { ProbeEnvironment } from '../environment.ts';
import { checkHost, createTools } from './check-host.ts';

/** Never throws, and ends soon after the signal has fired: hosts that were not checked in time are `CutOff`. */
export async function runCatalogue(
  environment: ProbeEnvironment,
  signal: AbortSignal,
): Promise<CatalogueReport> {
  const { region, subnetId, availabilityZone } = environment;
  const startedAt = new Date();
  const started = performance.now();
  const tools = createTools(signal);
  const hosts = await Promise.all(catalogueEntries(region).map((entry) => checkHost(entry, tools)));
  const durationMs = Math.round(performance.now() - started);
  return {
    schemaVersion: 1,
    catalogue: { region, subnetId, availabilityZone, startedAt: startedAt.toISOString(), durationMs, hosts },
  };
}
