/** Finds the hosts in a variable of a workload, with what its name and the variables beside it say. Pure. */
import { type HostInText, hostsInText, isHostName, isInside, targetOf } from './hosts-in-text.ts';
import { serviceOfHost } from './service-hosts.ts';

export interface Variable {
  readonly name: string;
  readonly text: string;
}

/** A variable of which only the URL's host is worth a risk. */
const SECRET_NAME = /SECRET|PASSW|TOKEN|KEY|CREDENTIAL|_PASS$/i;

export function hostsInVariable(variable: Variable, all: readonly Variable[], region: string): HostInText[] {
  const { name, text } = variable;
  if (SECRET_NAME.test(name) && !text.includes('://')) return [];
  const [, stem, kind] = HOST_NAME.exec(name) ?? [];
  return kind !== undefined && isHostName(text)
    ? [bareHost(text, `${stem}PORT`, all, region)]
    : hostsInText(text);
}

/** Names of variables whose value is only a host. */
const HOST_NAME = /^(.*_|)(HOST|HOSTNAME|SERVER|ENDPOINT|DOMAIN)$/i;

/** With the port of the variable beside it, as in `DB_HOST` and `DB_PORT`. */
function bareHost(host: string, portName: string, all: readonly Variable[], region: string): HostInText {
  if (isInside(host.toLowerCase())) return { kind: 'inside' };
  const port = all.find(({ name }) => name.toUpperCase() === portName.toUpperCase())?.text;
  if (port !== undefined && /^\d{1,5}$/.test(port)) return targetOf(`tcp://${host}:${port}`);
  return serviceOfHost(host.toLowerCase(), region) === null
    ? { kind: 'unclear', reason: 'it is a host without a port' }
    : targetOf(`https://${host}`);
}

/** What leaves the variables of a workload: hosts, and the names of variables of which it is unclear where they lead. */
export interface HostsInEnvironment {
  readonly urls: { variable: string; url: string }[];
  readonly unclear: { variable: string; reason: string }[];
}

export function hostsInEnvironment(variables: readonly Variable[], region: string): HostsInEnvironment {
  const found = variables.flatMap((variable) =>
    hostsInVariable(variable, variables, region).map((host) => ({ variable: variable.name, host })),
  );
  return {
    urls: found.flatMap(({ variable, host }) =>
      host.kind === 'target' ? [{ variable, url: host.url }] : [],
    ),
    unclear: found.flatMap(({ variable, host }) =>
      host.kind === 'unclear' ? [{ variable, reason: host.reason }] : [],
    ),
  };
}
