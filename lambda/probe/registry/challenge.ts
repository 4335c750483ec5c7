/** A registry's challenge, and where its token is issued (RFC 6750; OCI distribution). Pure. */

/** Where an anonymous token for pulling the image is issued; null where the registry wants something else, as a password. */
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
