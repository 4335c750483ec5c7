/** What a registry wants before it gives anything away: its challenge, and where the token is (RFC 6750; OCI distribution). Pure. */

/** Where an anonymous token for pulling the image can be had; null where the registry wants something else, such as a password. */
export function tokenUrl(challenge: string | undefined, name: string): URL | null {
  const [, parameters] = /^bearer\s+(.*)$/is.exec(challenge ?? '') ?? [];
  if (parameters === undefined) return null;
  const found = Object.fromEntries(
    [...parameters.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', value = '']) => [
      key.toLowerCase(),
      value,
    ]),
  );
  const url = URL.parse(found.realm ?? '');
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') return null;
  if (found.service) url.searchParams.set('service', found.service);
  url.searchParams.set('scope', found.scope || `repository:${name}:pull`);
  return url;
}
