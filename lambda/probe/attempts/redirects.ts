/** Where an answer sends its client instead. */
import type { IncomingHttpHeaders } from 'node:http';
import { ObservedError } from '../observe.ts';

/** As many as a browser would need for a move from http to https and to another name, and then some. */
export const REDIRECTS_FOLLOWED = 5;

/** Null for an answer that is no redirect. @throws ObservedError for one that leads to no web address */
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
    `${withoutQuery(from)} redirects to "${location}", which is no web address`,
  );
}

export function tooManyRedirects(from: URL): ObservedError {
  return new ObservedError(
    'request',
    'RedirectLoop',
    `${withoutQuery(from)} redirects more than ${REDIRECTS_FOLLOWED} times`,
  );
}

/** Queries may hold signatures, which belong into no log. */
function withoutQuery({ origin, pathname }: URL): string {
  return `${origin}${pathname}`;
}
