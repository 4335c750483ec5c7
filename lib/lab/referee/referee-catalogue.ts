/** Compares a catalogue with the kernel's counters, host by host. */
import type { CatalogueHost, CatalogueReport } from '../../../lambda/report/catalogue/catalogue-schema.ts';
import type { Observations } from './referee.ts';

/** The disagreements, a sentence each. */
export function catalogueDisagreements(
  { catalogue }: CatalogueReport,
  { flows, declaredLink }: Pick<Observations, 'flows' | 'declaredLink'>,
): string[] {
  const answering = new Set(
    flows
      .filter(({ handshakes, link }) => handshakes > 0 && link === declaredLink)
      .map(({ peerAddress }) => peerAddress),
  );
  return catalogue.hosts.flatMap((host) => checkHost(host, answering));
}

function checkHost(
  { host, reached, remoteAddress, code }: CatalogueHost,
  answering: ReadonlySet<string>,
): string[] {
  const answered = remoteAddress !== null && answering.has(remoteAddress);
  if (reached && !answered) return [`${host}: reported as reached, but no handshake crossed the gateway`];
  const silent = code === 'ConnectTimeout' || code === 'NoAaaaRecord' || code === 'NoSuchHost';
  return silent && answered ? [`${host}: reported as ${code}, but it answered the handshake`] : [];
}
