/** Renders catalogues for a terminal: a matrix of services and hosts, and the services that have no IPv6 at all. */
import type { CatalogueHost, CatalogueReport } from '../../../lambda/report/catalogue/catalogue-schema.ts';
import { type CatalogueService, servicesOf } from '../../../lambda/report/catalogue/summary.ts';
import { plainText } from '../../../lambda/report/plain-text.ts';

export function renderCatalogue({ catalogue }: CatalogueReport): string {
  const { hosts, availabilityZone, region, durationMs } = catalogue;
  const services = servicesOf(hosts).map((service) => ({ ...service, id: plainText(service.id) }));
  const reached = hosts.filter((host) => host.reached).length;
  const heading = `${plainText(availabilityZone ?? region)}  ${hosts.length} hosts of ${services.length} services  ${(durationMs / 1_000).toFixed(1)} s`;
  const sections = [
    [heading, ...serviceTable(services)].join('\n'),
    listOf('reached over IPv6 by the default name', services, 'default name'),
    listOf('reached over IPv6 by the dual-stack name', services, 'dual-stack name'),
    listOf('no IPv6 at all', services, 'none'),
    `${reached} of ${hosts.length} hosts answered over IPv6.`,
  ];
  return `${sections.join('\n\n')}\n`;
}

/** A service's name is short; a host says why it was not reached. */
function serviceTable(services: readonly CatalogueService[]): string[] {
  const width = Math.max(...services.map(({ id }) => id.length));
  const row = (id: string, one: string, other: string) =>
    `${id.padEnd(width)}  ${one.padEnd(22)}  ${other}`.trimEnd();
  return [
    row('service', 'default host', 'dual-stack host'),
    ...services.map(({ id, defaultHost, dualStackHost }) =>
      row(id, hostCell(defaultHost), hostCell(dualStackHost)),
    ),
  ];
}

function hostCell(host: CatalogueHost | null): string {
  if (host === null) return '';
  return host.reached ? '✓' : `✗ ${host.code}`;
}

function listOf(
  title: string,
  services: readonly CatalogueService[],
  reachedBy: CatalogueService['reachedBy'],
): string {
  const ids = services.filter((service) => service.reachedBy === reachedBy).map(({ id }) => id);
  return `${title} (${ids.length}): ${ids.join(', ') || '-'}`;
}
