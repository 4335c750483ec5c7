/** The IPv4 address that NAT64 finds in an IPv6 one. */
import { isInside, NAT64_PREFIX } from './addresses.ts';

/** Null for an address outside NAT64's well-known prefix (RFC 6052, section 2.2: the last 32 bits). */
export function translatedAddress(address: string): string | null {
  if (!isInside(address, NAT64_PREFIX)) return null;
  // URL writes every form of an IPv6 address in one way, without dots.
  const written = URL.parse(`http://[${address}]/`)?.hostname.slice(1, -1) ?? '';
  const [, end = ''] = written.split('::');
  const groups = ['0', '0', ...end.split(':')].slice(-2).map((group) => Number.parseInt(group || '0', 16));
  return groups.flatMap((group) => [group >> 8, group & 0xff]).join('.');
}
