/** Renders catalogues for a terminal: a matrix of services and hosts, and the services that have no IPv6 at all. */
import width from 'string-width';
import type { CatalogueHost, CatalogueReport } from '../../../lambda/report/catalogue/catalogue-schema.ts';
import { type CatalogueService, servicesOf } from '../../../lambda/report/catalogue/summary.ts';
import { plainText } from '../../../lambda/report/plain-text.ts';
import { groundsInWords } from '../grounds.ts';
import { fitted } from './fitted.ts';
import { shortened } from './shortened.ts';

export function renderCatalogue({ catalogue }: CatalogueReport, columns: number): string {
  const { hosts, availabilityZone, region, durationMs } = catalogue;
  const services = servicesOf(hosts).map((service) => ({ ...service, id: plainText(service.id) }));
  const isLab = hosts.some(({ ground }) => ground !== undefined);
  const heading = `${isLab ? 'LAB  ' : ''}${plainText(availabilityZone ?? region)}  ${hosts.length} hosts of ${services.length} services  ${(durationMs / 1_000).toFixed(1)} s`;
  const sections = [
    [heading, ...serviceTable(services, isLab, columns)].join('\n'),
    listOf('reached over IPv6 by the default name', services, 'default name'),
    listOf('reached over IPv6 by the dual-stack name', services, 'dual-stack name'),
    listOf('no IPv6 at all', services, 'none'),
    isLab ? labSentence(hosts) : `${reachedOf(hosts)} over IPv6.`,
  ];
  return `${fitted(sections.join('\n\n'), columns)}\n`;
}

function reachedOf(hosts: readonly CatalogueHost[]): string {
  return `${hosts.filter(({ reached }) => reached).length} of ${hosts.length} hosts answered`;
}

/** What answers in the lab is what its own table says. */
function labSentence(hosts: readonly CatalogueHost[]): string {
  const grounds = groundsInWords(hosts.flatMap(({ ground }) => ground ?? []));
  return [
    `LAB: ${reachedOf(hosts)} over IPv6, by the lab's own records:`,
    ...grounds.map((ground) => `  ${ground}`),
    'natless catalogue --deployed asks the real hosts.',
  ].join('\n');
}

/** What the other columns take, and the least that a name gets. */
const OTHERS_WIDTH = 52;
const LEAST_NAME_WIDTH = 28;

/** A service's name is short; a host says why it was not reached, and in the lab the row what that rests on. */
function serviceTable(services: readonly CatalogueService[], isLab: boolean, columns: number): string[] {
  const most = Math.max(LEAST_NAME_WIDTH, columns - OTHERS_WIDTH);
  const longest = services.reduce((most, { id }) => Math.max(most, width(id)), 0);
  const room = Math.min(most, longest);
  const row = (id: string, one: string, other: string, ground: string) =>
    `${isLab ? 'LAB  ' : ''}${id}${' '.repeat(Math.max(0, room - width(id)))}  ${one.padEnd(14)}  ${other.padEnd(15)}  ${ground}`.trimEnd();
  return [
    row('service', 'default host', 'dual-stack host', isLab ? 'by' : ''),
    ...services.map((service) =>
      row(
        shortened(service.id, room),
        hostCell(service.defaultHost),
        hostCell(service.dualStackHost),
        groundOf(service),
      ),
    ),
  ];
}

/** The host that decides whether the service has IPv6. */
function groundOf({ defaultHost, dualStackHost }: CatalogueService): string {
  const decisive = defaultHost?.reached ? defaultHost : (dualStackHost ?? defaultHost);
  return decisive?.ground?.kind ?? '';
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
