/** Checks the hosts of every AWS service in the Region, all at once as far as the resolver and the sockets allow. */
import type { ProbeEnvironment } from '../environment.ts';
import type { CatalogueReport } from './catalogue-schema.ts';
import { checkHost, createTools } from './check-host.ts';
import { catalogueEntries } from './hosts.ts';

/** Never throws, and ends soon after the signal has fired: hosts that had no time are `CutOff`. */
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
