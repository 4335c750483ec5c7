/** IPv4 addresses inside IPv6 ones, as NAT64 and DNS64 write them (RFC 6052). */
import { NAT64_PREFIX } from '../../../lambda/report/addresses.ts';
import { addressAt, formatCidr, parseCidr } from './cidr.ts';

/** `198.18.0.0/15` is `64:ff9b::c612:0/111`. */
export function nat64Block(ipv4CidrBlock: string): string {
  const { first, prefixLength } = parseCidr(ipv4CidrBlock);
  const prefix = parseCidr(NAT64_PREFIX);
  return formatCidr({
    family: 'IPv6',
    first: prefix.first + first,
    prefixLength: prefix.prefixLength + prefixLength,
  });
}

/** `198.18.0.1` is `64:ff9b::c612:1`: DNS64 answers with it, and NAT64 translates it back. */
export function nat64Address(ipv4Address: string): string {
  return addressAt(parseCidr(nat64Block(`${ipv4Address}/32`)), 0);
}
