/** A URL that a server sent. It is read once and within bounds; its user, query and fragment may be secret. Pure. */

/** Twice the longest that storages sign. */
const URL_LIMIT_CHARACTERS = 8_192;

/** RFC 1035, section 3.1, without the bytes that only a message has. */
const HOST_LIMIT_CHARACTERS = 253;

/** What a server sent: where a request may go next, or why none may, without anything that may be secret. */
type ServerUrl = { readonly url: URL } | { readonly problem: string };

/** @param from what a relative URL is relative to */
export function readServerUrl(text: string, from?: URL): ServerUrl {
  if (text.length > URL_LIMIT_CHARACTERS)
    return {
      problem: `a URL of ${text.length} characters, and natless reads at most ${URL_LIMIT_CHARACTERS}`,
    };
  const url = URL.parse(text, from?.href);
  if (!url) return { problem: 'text that is not a URL' };
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return { problem: `${withoutSecrets(url)}, which is not a web address` };
  if (url.hostname.length > HOST_LIMIT_CHARACTERS)
    return {
      problem: `a host of ${url.hostname.length} characters, and a name has at most ${HOST_LIMIT_CHARACTERS}`,
    };
  return { url };
}

/** Scheme, host and path. A URL without a host, such as `data:…`, is all path: of that the scheme is enough. */
export function withoutSecrets({ protocol, host, pathname }: URL): string {
  return host === '' ? `a ${protocol} address` : `${protocol}//${host}${pathname}`;
}
