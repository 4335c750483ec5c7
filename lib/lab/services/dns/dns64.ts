/** DNS64 (RFC 6147): a name that has only IPv4 addresses gets IPv6 addresses that lead to NAT64. */
import { nat64Address } from '../../template/nat64.ts';
import type { Internet } from '../internet/internet.ts';

export function withDns64({ hosts }: Internet): Internet {
  return {
    hosts: hosts.map((host) =>
      host.ipv6.length > 0 ? host : { ...host, ipv6: host.ipv4.map(nat64Address) },
    ),
  };
}
