/** Reads the URL of a user's target. Host, port and what reports show come from one parse, by the rules of WHATWG's URL. Pure. */

import { imageIn } from './image-name.ts';
import { isPlain } from './plain-text.ts';

const SCHEMES = ['https', 'http', 'tls', 'tcp', 'oci'] as const;
export type Scheme = (typeof SCHEMES)[number];

/** What a URL names. */
export interface TargetUrl {
  /** For requests: with the scheme replaced by one that URL parsers know; for `tls` and `tcp` only host and port count. */
  readonly url: string;
  /** As reports show it: in the same form whatever was written, and without what is the default. */
  readonly shown: string;
  readonly scheme: Scheme;
  readonly host: string;
  readonly port: number;
}

const DEFAULT_PORTS: Readonly<Record<Scheme, number | null>> = {
  https: 443,
  http: 80,
  oci: 443,
  tls: null,
  tcp: null,
};

const LIMIT_CHARACTERS = 2_048;

/** RFC 1035, section 2.3.4. */
const HOST_LIMIT_CHARACTERS = 253;

export const FORMS =
  'https://host/path, http://host/path, tls://host:port, tcp://host:port or oci://registry/image:tag';

/** @returns a string that says what would be right, for a URL that does not name a target */
export function readTargetUrl(text: string): TargetUrl | string {
  if (text.length > LIMIT_CHARACTERS) return `write at most ${LIMIT_CHARACTERS} characters`;
  const [, written = '', rest = ''] = /^([a-z]+):\/\/(.+)$/s.exec(text) ?? [];
  const scheme = SCHEMES.find((each) => each === written);
  if (scheme === undefined) return `write ${FORMS}`;
  const url = URL.parse(`${scheme === 'http' ? 'http' : 'https'}://${rest}`);
  const problem = problemOfHost(rest, url);
  if (problem !== null || url === null) return problem ?? INVALID;
  return targetUrl(scheme, url, rest);
}

const INVALID = `it is not a valid URL; write ${FORMS}`;

/**
 * What URL parsers read differently, or as something else than a person sees: other programs may take another host
 * from the same text. Names in other scripts are not among it: their ASCII form is what reports show.
 */
function problemOfHost(rest: string, url: URL | null): string | null {
  const [authority = ''] = rest.split(/[/?#]/, 1);
  if (rest.includes('\\'))
    return 'leave out the backslash: some programs read it as a slash, and others do not';
  if (authority.includes('@')) return 'leave out the user and password: they would be in every log';
  if (authority.includes('%')) return 'write the host without percent signs';
  if (!url || authority === '' || !isPlain(rest)) return INVALID;
  if (url.hostname.endsWith('.'))
    return `leave out the dot at the end of the host: ${url.hostname.replace(/\.+$/, '')}`;
  if (url.hostname.length > HOST_LIMIT_CHARACTERS)
    return `its host has ${url.hostname.length} characters, and a name has at most ${HOST_LIMIT_CHARACTERS}`;
  return null;
}

function targetUrl(scheme: Scheme, url: URL, rest: string): TargetUrl | string {
  const { hostname: host, origin } = url;
  const path = `${url.pathname}${url.search}`;
  if (scheme === 'oci' && imageIn(url) === null) return IMAGE_RULE;
  const byDefault = DEFAULT_PORTS[scheme];
  if (byDefault === null && path !== '/')
    return `a ${scheme} target has no path; write ${scheme}://host:port`;
  const port = portOf(url, rest) ?? byDefault;
  if (port === null) return `name a port: ${scheme}://${host}:port`;
  if (port < 1) return 'write a port from 1 to 65535';
  const shownPort = port === byDefault ? '' : `:${port}`;
  const shown = `${scheme}://${host}${shownPort}${path === '/' ? '' : path}`;
  return { url: `${origin}${path}`, shown, scheme, host, port };
}

/** Null where none is written. URL drops the port that is its scheme's default: of two schemes only one drops it. */
function portOf({ protocol, port }: URL, rest: string): number | null {
  const other = protocol === 'https:' ? 'http' : 'https';
  const written = port || URL.parse(`${other}://${rest}`)?.port;
  return written ? Number(written) : null;
}

const IMAGE_RULE = 'write an image as in oci://ghcr.io/owner/name:tag or oci://ghcr.io/owner/name@sha256:…';

/** For refusals, which get into logs. Up to the last `@`, since a password may hold any other character. */
export function withoutPassword(url: unknown): unknown {
  if (typeof url !== 'string') return url;
  const start = url.indexOf('//');
  const end = url.lastIndexOf('@');
  return start >= 0 && end > start ? `${url.slice(0, start)}//…${url.slice(end)}` : url;
}
