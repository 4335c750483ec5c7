/**
 * Which of the names, addresses and ports that were asked for are missing only in the lab: its internet is not the real
 * one, and of what it does not have it knows nothing. Pure.
 */
import { bareHost, familyOf } from '../../../../lambda/report/addresses.ts';
import type { Run } from '../../../../lambda/report/report-schema.ts';
import type { Model } from '../../template/model.ts';
import { isDeclared, USUAL_PORTS } from './declared-hosts.ts';
import { findHost } from './find-host.ts';
import type { Internet } from './internet.ts';
import { isHidden } from './private-zones.ts';

/** @returns names in lower case, each once */
export function unknownHosts(run: Run, served: Internet, model: Model): string[] {
  return unknownNames(
    operationsOf(run).map(({ host }) => host),
    served,
    model,
  );
}

/** Those that are neither addresses nor in the table: a name that the table knows to be absent is known. */
export function unknownNames(
  asked: readonly string[],
  internet: Internet,
  model: Pick<Model, 'privateZones' | 'hiddenNames'>,
): string[] {
  const names = new Set(asked.map((name) => name.toLowerCase().replace(/\.$/, '')));
  return [...names].filter((name) => {
    const host = findHost(internet, name);
    if (host === null) return addressIn(name) === null;
    return isHidden(name, model) && !isDeclared(host);
  });
}

/** @returns `host:port` of hosts that the lab has without that port, and of addresses that no host has, each once */
export function unknownPorts(run: Run, served: Internet): string[] {
  const missing = operationsOf(run).filter(({ host, port }) =>
    isPortMissing(host.toLowerCase(), port, served),
  );
  return [...new Set(missing.map(({ host, port }) => `${host.toLowerCase()}:${port}`))];
}

function isPortMissing(name: string, port: number, internet: Internet): boolean {
  const address = addressIn(name);
  if (address !== null) return !isServed(address, port, internet);
  const host = findHost(internet, name);
  return host !== null && !(host.ports ?? USUAL_PORTS).includes(port);
}

function isServed(address: string, port: number, { hosts }: Internet): boolean {
  return hosts.some(
    ({ ipv4, ipv6, ports = USUAL_PORTS }) => [...ipv4, ...ipv6].includes(address) && ports.includes(port),
  );
}

/** A URL has an IPv6 address in brackets. */
function addressIn(name: string): string | null {
  const bare = bareHost(name);
  return familyOf(bare) === null ? null : bare;
}

function operationsOf({ targets, witnesses }: Run) {
  return [...targets, ...witnesses].flatMap(({ attempts }) =>
    attempts.flatMap(({ operations }) => operations),
  );
}
