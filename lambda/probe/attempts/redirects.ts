/** Where a response redirects its client. */
import type { IncomingHttpHeaders } from 'node:http';
import { ObservedError } from '../observe.ts';
import { readServerUrl, withoutSecrets } from './server-url.ts';

/** More than a move from http to https and to another name takes. */
export const REDIRECTS_FOLLOWED = 5;

/** Null for a response that does not redirect. @throws ObservedError for a redirect to anything but http or https */
export function redirectIn(
  { status, headers: { location } }: { readonly status: number; readonly headers: IncomingHttpHeaders },
  from: URL,
): URL | null {
  if (![301, 302, 303, 307, 308].includes(status) || !location) return null;
  const to = readServerUrl(location, from);
  if ('url' in to) return to.url;
  throw redirectLoop(from, `redirects to ${to.problem}`);
}

export function tooManyRedirects(from: URL): ObservedError {
  return redirectLoop(from, `redirects more than ${REDIRECTS_FOLLOWED} times`);
}

function redirectLoop(from: URL, problem: string): ObservedError {
  return new ObservedError('request', 'RedirectLoop', `${withoutSecrets(from)} ${problem}`);
}
