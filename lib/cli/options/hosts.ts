/** The options about hosts that the lab's internet does not have: `--host` and `--resolve`. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { bareHost, familyOf } from '../../../lambda/report/addresses.ts';
import { readTargetUrl } from '../../../lambda/report/target-url.ts';
import type { DeclaredHost } from '../../declared-host.ts';

export interface HostArguments {
  readonly host?: readonly DeclaredHost[];
}

export interface ResolveArguments {
  readonly resolve?: boolean;
}

/** @param description none where the next option shares the row */
export function addHostOption(command: Command, description = HOST_TEXT): Command {
  return command.addOption(new Option('--host <name=A,AAAA>', description).argParser(addHost));
}

const HOST_TEXT = 'records of a host that the lab does not know';

export function addHostOptions(command: Command): Command {
  return addHostOption(command, '').option('--resolve', "a host's records; ask this machine's resolver");
}

const FORM =
  'write the name and its records, as in api.stripe.com=A or www.example.com=A,AAAA, and a port other than 80 and 443 after the name, as in db.example.com:5432=A';

function addHost(text: string, previous: readonly DeclaredHost[] = []): DeclaredHost[] {
  const host = declaredHost(text);
  for (const before of previous) requireNoContradiction(before, host);
  return [...previous, host];
}

function declaredHost(text: string): DeclaredHost {
  const [, written = '', port, records = ''] = /^([^=:]+)(?::(\d{1,5}))?=([^=]*)$/.exec(text.trim()) ?? [];
  const types = records.toUpperCase().split(',');
  const known = types.filter((type) => type === 'A' || type === 'AAAA');
  if (known.length !== types.length || new Set(types).size !== types.length)
    throw new InvalidArgumentError(FORM);
  return {
    name: nameIn(written),
    port: port === undefined ? null : portIn(port),
    exists: true,
    ipv4: types.includes('A'),
    ipv6: types.includes('AAAA'),
    ground: 'declared',
    date: today(),
  };
}

/** By the rules for a target's host; `*` stands for what comes before a name. */
function nameIn(written: string): string {
  const [, wildcard = '', rest = ''] = /^(\*\.)?(.*)$/s.exec(written.toLowerCase().replace(/\.$/, '')) ?? [];
  const url = readTargetUrl(`https://${rest}`);
  if (typeof url === 'string' || rest === '' || /[/?#*]/.test(rest)) throw new InvalidArgumentError(FORM);
  if (familyOf(bareHost(url.host)) === null) return `${wildcard}${url.host}`;
  throw new InvalidArgumentError('an address has no records: write a name');
}

function portIn(text: string): number {
  const port = Number(text);
  if (port >= 1 && port <= 65_535) return port;
  throw new InvalidArgumentError('write a port from 1 to 65535');
}

/** @returns for example `2026-11-26`, in UTC */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

function requireNoContradiction(before: DeclaredHost, host: DeclaredHost): void {
  if (before.name !== host.name) return;
  if (before.port === host.port) {
    throw new InvalidArgumentError(
      `"${host.name}" is there twice: write all its records at once, as in ${host.name}=A,AAAA`,
    );
  }
  if (before.ipv4 !== host.ipv4 || before.ipv6 !== host.ipv6) {
    throw new InvalidArgumentError(
      `"${host.name}" has ${recordsOf(before)} before and ${recordsOf(host)} here: a name has the same records for every port`,
    );
  }
}

/** For example `A, AAAA`. */
function recordsOf({ ipv4, ipv6 }: Pick<DeclaredHost, 'ipv4' | 'ipv6'>): string {
  return [...(ipv4 ? ['A'] : []), ...(ipv6 ? ['AAAA'] : [])].join(', ') || 'no addresses';
}
