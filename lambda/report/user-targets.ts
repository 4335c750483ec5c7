/** Reads the targets that users name in the settings, in a file or in an event: one parser for all three. Pure. */

import { TARGET_IDS } from './built-in-targets.ts';
import { imageIn } from './image-name.ts';
import { plainText, quote } from './plain-text.ts';
import { USER_TARGETS_LIMIT } from './report-limits.ts';
import { EXPECTATIONS, type Expectation } from './vocabulary.ts';

export interface UserTarget {
  /** The name, or the URL as it was written. */
  readonly id: string;
  /** The URL, with the scheme replaced by one that URL parsers know; for `tls` and `tcp` only host and port count. */
  readonly url: string;
  readonly scheme: Scheme;
  readonly host: string;
  readonly port: number;
  readonly expect: Expectation;
  /** Whether its metrics are written: each has a monthly price. */
  readonly metrics: boolean;
}

const SCHEMES = ['https', 'http', 'tls', 'tcp', 'oci'] as const;
export type Scheme = (typeof SCHEMES)[number];

const DEFAULT_PORTS: Readonly<Partial<Record<Scheme, number>>> = {
  https: 443,
  http: 80,
  oci: 443,
};

const NAME_LIMIT_CHARACTERS = 64;
const URL_LIMIT_CHARACTERS = 2_048;

const FORMS =
  'https://host/path, http://host/path, tls://host:port, tcp://host:port or oci://registry/image:tag';

/** What was read, and one sentence for each problem. */
export interface ParsedTargets {
  readonly targets: readonly UserTarget[];
  readonly problems: readonly string[];
}

/** @param where what a problem calls the list, for example `"targets"` */
export function parseUserTargets(list: unknown, where: string): ParsedTargets {
  if (!Array.isArray(list)) {
    return { targets: [], problems: [`${where} is ${quote(list)}: write a list of targets`] };
  }
  if (list.length > USER_TARGETS_LIMIT) {
    const problem = `${where} has ${list.length} targets: write at most ${USER_TARGETS_LIMIT}`;
    return { targets: [], problems: [problem] };
  }
  const read = list.map((item, index) => parseOne(item, `${where}[${index}]`));
  const targets = read.flatMap((item) => ('problems' in item ? [] : [item]));
  const problems = read.flatMap((item) => ('problems' in item ? item.problems : []));
  return { targets, problems: [...problems, ...duplicates(targets, where)] };
}

interface Fields {
  readonly url: unknown;
  readonly name?: unknown;
  readonly expect?: unknown;
  readonly metrics?: unknown;
}

const KEYS = ['url', 'name', 'expect', 'metrics'];

function parseOne(item: unknown, where: string): UserTarget | { readonly problems: readonly string[] } {
  const fields: Fields | null = typeof item === 'string' ? { url: item } : asObject(item);
  if (!fields) return { problems: [`${where} is ${quote(item)}: write ${FORMS}, or {"url": …}`] };
  const { url, name, expect = 'reached', metrics = false } = fields;
  const address = typeof url === 'string' ? readUrl(url) : `write ${FORMS}`;
  const unknown = Object.keys(fields).filter((key) => !KEYS.includes(key));
  const problems = [
    ...unknown.map((key) => `${where} has an unknown key ${quote(key)}: the keys are ${KEYS.join(', ')}`),
    ...(typeof address === 'string' ? [`${where}.url is ${quote(withoutPassword(url))}: ${address}`] : []),
    ...(name === undefined || isName(name) ? [] : [`${where}.name is ${quote(name)}: ${NAME_RULE}`]),
    ...(isOneOf(EXPECTATIONS, expect)
      ? []
      : [`${where}.expect is ${quote(expect)}: write one of ${EXPECTATIONS.join(', ')}`]),
    ...(typeof metrics === 'boolean' ? [] : [`${where}.metrics is ${quote(metrics)}: write true or false`]),
  ];
  if (problems.length > 0 || typeof address === 'string') return { problems };
  return {
    ...address,
    id: (name as string | undefined) ?? (url as string),
    expect: expect as Expectation,
    metrics: metrics as boolean,
  };
}

type Address = Pick<UserTarget, 'url' | 'scheme' | 'host' | 'port'>;

/** Refusals get into logs. */
function withoutPassword(url: unknown): unknown {
  return typeof url === 'string' ? url.replace(/\/\/[^/?#]*@/, '//…@') : url;
}

/** @returns a string that says what would be right, for an invalid URL */
function readUrl(text: string): Address | string {
  const [, scheme = '', rest = ''] = /^(\w+):\/\/(.+)$/s.exec(text) ?? [];
  if (!isOneOf(SCHEMES, scheme) || text.length > URL_LIMIT_CHARACTERS) return `write ${FORMS}`;
  // `tls` and `tcp` are schemes that URL does not know: it would not convert their hosts to ASCII.
  const url = URL.parse(`${scheme === 'http' ? 'http' : 'https'}://${rest}`);
  if (!url || url.hostname === '' || !isPlain(text)) return `it is not a valid URL; write ${FORMS}`;
  if (url.username || url.password) return 'leave out the user and password: they would be in every log';
  return readAddress(scheme, url, rest);
}

function readAddress(scheme: Scheme, url: URL, rest: string): Address | string {
  if (scheme === 'oci' && imageIn(url) === null) return IMAGE_RULE;
  const hasNoPath = scheme === 'tls' || scheme === 'tcp';
  if (hasNoPath && (url.pathname !== '/' || url.search !== ''))
    return `a ${scheme} target has no path; write ${scheme}://host:port`;
  // URL drops a port that is its scheme's default, even where it was written.
  const written = /:(\d+)\/?$/.exec(rest.split(/[/?#]/)[0] ?? '')?.[1];
  const port = Number(url.port || written || DEFAULT_PORTS[scheme]);
  if (!Number.isInteger(port)) return `name a port: ${scheme}://${url.hostname}:port`;
  if (port < 1) return 'write a port from 1 to 65535';
  url.hash = '';
  return { url: url.href, scheme, host: url.hostname, port };
}

const IMAGE_RULE = 'write an image as in oci://ghcr.io/owner/name:tag or oci://ghcr.io/owner/name@sha256:…';

const NAME_RULE = `write 1 to ${NAME_LIMIT_CHARACTERS} printable characters, and not the id of a built-in target (${TARGET_IDS.join(', ')})`;

function isName(name: unknown): boolean {
  return (
    typeof name === 'string' &&
    name.trim() !== '' &&
    [...name].length <= NAME_LIMIT_CHARACTERS &&
    isPlain(name) &&
    !isOneOf(TARGET_IDS, name)
  );
}

/** Without what plain text leaves out: control characters, and marks that reorder or break lines. */
function isPlain(text: string): boolean {
  return plainText(text, text.length + 1) === text;
}

function duplicates(targets: readonly UserTarget[], where: string): string[] {
  const groups = Map.groupBy(targets, ({ id }) => id);
  return [...groups]
    .filter(([, { length }]) => length > 1)
    .map(
      ([id, { length }]) => `${where} has ${length} targets named ${quote(id)}: give each a different name`,
    );
}

function asObject(item: unknown): Fields | null {
  return typeof item === 'object' && item !== null && !Array.isArray(item) ? (item as Fields) : null;
}

function isOneOf<T extends string>(all: readonly T[], value: unknown): value is T {
  return (all as readonly unknown[]).includes(value);
}
