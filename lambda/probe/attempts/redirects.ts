/** Where a response redirects its client. */
import type { IncomingHttpHeaders } from 'node:http';
import { ObservedError } from '../observe.ts';

/** More than a move from http to https and to another name takes. */
export const REDIRECTS_FOLLOWED = 5;

/** Null for a response that does not redirect. @throws ObservedError for a redirect to anything but http or https */
export function redirectIn(
  { status, headers: { location } }: { readonly status: number; readonly headers: IncomingHttpHeaders },
  from: URL,
): URL | null {
  if (![301, 302, 303, 307, 308].includes(status) || !location) return null;
  const to = URL.parse(location, from.href);
  if (to?.protocol === 'http:' || to?.protocol === 'https:') return to;
  throw new ObservedError(
    'request',
    'RedirectLoop',
    `${withoutQuery(from)} redirects to "${location}", which is not a web address`,
  );
}

export function tooManyRedirects(from: URL): ObservedError {
  return new ObservedError(
    'request',
    'RedirectLoop',
    `${withoutQuery(from)} redirects more than ${REDIRECTS_FOLLOWED} times`,
  );
}

/** Queries may hold signatures, which must not get into a log. */
function withoutQuery({ origin, pathname }: URL): string {
  return `${origin}${pathname}`;
}
