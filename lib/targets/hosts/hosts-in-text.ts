/** Finds the hosts in the value of a variable. Only hosts and ports come out: a value may hold a password. Pure. */
import { familyOf } from '../../../lambda/report/addresses.ts';
import { lookUp } from '../../../lambda/report/look-up.ts';
import { specialRange } from '../../../lambda/report/special-addresses.ts';
import { readTargetUrl } from '../../../lambda/report/target-url.ts';

export type HostInText =
  | { readonly kind: 'target'; readonly url: string; readonly host: string }
  /** A host that only the network itself has. */
  | { readonly kind: 'inside' }
  /** A URL that does not say which host, or which port. */
  | { readonly kind: 'unclear'; readonly reason: string };

/** Schemes of the probe's own. */
const WEB: Readonly<Record<string, string>> = { https: 'https', wss: 'https', http: 'http', ws: 'http' };

/** The ports of other schemes (IANA, "Service Name and Transport Protocol Port Number Registry", and each product's manual). */
const PORTS: Readonly<Record<string, number>> = {
  ...{ postgres: 5432, postgresql: 5432, mysql: 3306, mariadb: 3306, sqlserver: 1433, oracle: 1521 },
  ...{ mongodb: 27017, redis: 6379, rediss: 6379, memcached: 11211, cassandra: 9042, clickhouse: 9000 },
  ...{ amqp: 5672, amqps: 5671, mqtt: 1883, mqtts: 8883, nats: 4222, kafka: 9092, stomp: 61613 },
  ...{ smtp: 25, smtps: 465, ldap: 389, ldaps: 636, ftp: 21, sftp: 22, ssh: 22, bolt: 7687, neo4j: 7687 },
};

/** What looks like a URL, and does not lead to a host. */
const NOT_HOSTS = new Set(['s3', 'file', 'arn', 'urn', 'data', 'classpath', 'sqlite', 'oci', 'docker']);

/** A scheme, and the rest up to a blank, a quotation mark or a bracket. */
const URLS = /([a-z][a-z0-9+.-]*):\/\/([^\s"'`<>{}|\\^]+)/gi;

export function hostsInText(text: string): HostInText[] {
  const urls = [...text.matchAll(URLS)];
  if (urls.length === 0) return hostsWithPorts(text);
  return urls.flatMap(([, scheme = '', rest = '']) => hostsInUrl(scheme.toLowerCase(), rest));
}

function hostsInUrl(scheme: string, rest: string): HostInText[] {
  if (NOT_HOSTS.has(scheme)) return [];
  const [authority = ''] = rest.split(/[/?#;]/, 1);
  if (mayBePassword(authority, rest.slice(authority.length), scheme)) return [unclear(UNESCAPED)];
  // What DNS answers for such a name are the names of the real hosts (MongoDB manual, "SRV Connection Format").
  if (scheme === 'mongodb+srv') return [unclear(SRV)];
  const hosts = authority.slice(authority.lastIndexOf('@') + 1).split(',');
  return hosts.map((host) => hostOf(host, scheme));
}

const UNESCAPED = 'its URL has a user or password with characters that should be written with percent signs';
const SRV = 'it names its hosts by an SRV record';

/** An `@` behind the host may end a password that has a slash in it: then what looks like the host is a user's name. */
function mayBePassword(authority: string, rest: string, scheme: string): boolean {
  if (authority.includes('@') || !rest.includes('@')) return false;
  return !Object.hasOwn(WEB, scheme) || authority.includes(':') || !authority.includes('.');
}

function hostOf(authority: string, scheme: string): HostInText {
  const web = lookUp(WEB, scheme);
  const url = URL.parse(`https://${authority}`);
  // `URL` drops 443, the default of the scheme that it is given here.
  const port = url?.port || (/:0*443$/.test(authority) ? '443' : '');
  if (!url || typeof readTargetUrl(`https://${authority}`) === 'string')
    return unclear('its URL does not name a valid host');
  if (isInside(url.hostname)) return { kind: 'inside' };
  if (web !== undefined) return targetOf(`${web}://${url.hostname}${port === '' ? '' : `:${port}`}`);
  const known = port || lookUp(PORTS, scheme);
  return known === undefined
    ? unclear('its URL does not name a port')
    : targetOf(`tcp://${url.hostname}:${known}`);
}

/** @param url one that is valid, in any form */
export function targetOf(url: string): HostInText {
  const read = readTargetUrl(url);
  return typeof read === 'string'
    ? unclear('its URL does not name a valid host')
    : { kind: 'target', url: read.shown, host: read.host };
}

function unclear(reason: string): HostInText {
  return { kind: 'unclear', reason };
}

/** `b-1.example.com:9092,b-2.example.com:9092`: only where the whole value is in this form. */
function hostsWithPorts(text: string): HostInText[] {
  const items = text.split(/[\s,;]+/).filter((item) => item !== '');
  if (items.length === 0 || !items.every((item) => HOST_AND_PORT.test(item))) return [];
  return items.map((item) => hostOf(item, 'tcp'));
}

const LABELS = '(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]*[a-z]';
const HOST_AND_PORT = new RegExp(`^(?:${LABELS}|\\d{1,3}(?:\\.\\d{1,3}){3}):\\d{1,5}$`, 'i');
const HOST = new RegExp(`^${LABELS}$`, 'i');

/** Whether a value is a name with dots, and nothing else. */
export function isHostName(text: string): boolean {
  return text.length <= 253 && HOST.test(text);
}

/** Names that public DNS does not have (RFC 6761, 6762, 8375; ICANN on `internal`), and addresses that are not public. */
export function isInside(host: string): boolean {
  const address = host.replace(/^\[|\]$/g, '');
  if (familyOf(address) !== null) return specialRange(address) !== null;
  return !host.includes('.') || /\.(internal|local|localhost|test|invalid|home\.arpa)$/.test(host);
}
