/** The lab's internet as the real one is known to be: baseline.json with a Region, an account and addresses filled in. */
import ipaddr from 'ipaddr.js';
import baseline from './baseline.json' with { type: 'json' };
import type { DnsBehaviour, Host, Internet } from './internet.ts';

/** RFC 2544's block for benchmarks: nobody routes it, and it is no private range that a VPC could use. */
const FIRST_IPV4_ADDRESS = '198.18.0.1';

/** A part of RFC 3849's documentation prefix, apart from the one that the lab's VPC takes its block from. */
const FIRST_IPV6_ADDRESS = '2001:db8:ffff::1';

export interface BaselineProps {
  readonly region: string;
  readonly accountId: string;
}

/** As baseline.json has it. */
interface BaselineHost {
  readonly name: string;
  readonly ipv4: boolean;
  readonly ipv6: boolean;
  /** @default 'answer' */
  readonly dns?: DnsBehaviour;
  readonly service: string;
}

/** Every host has its own address in each family that it has, the same in every run. */
export function baselineInternet({ region, accountId }: BaselineProps): Internet {
  return {
    hosts: (baseline.hosts as readonly BaselineHost[]).map(
      ({ name, ipv4, ipv6, dns, service }, index): Host => {
        const addresses = addressesAt(index);
        return {
          name: name.replaceAll('{region}', region).replace('{account}', accountId),
          ipv4: ipv4 ? [addresses.ipv4] : [],
          ipv6: ipv6 ? [addresses.ipv6] : [],
          dns: dns ?? 'answer',
          service,
        };
      },
    ),
  };
}

/** The addresses of the host at a position of the internet's table, for worlds that give a host an address it lacks. */
export function addressesAt(index: number): { readonly ipv4: string; readonly ipv6: string } {
  return { ipv4: plus(FIRST_IPV4_ADDRESS, index), ipv6: plus(FIRST_IPV6_ADDRESS, index) };
}

/** Adds to the last two octets, which is room for more hosts than any world has. */
function plus(address: string, offset: number): string {
  const octets = ipaddr.parse(address).toByteArray();
  const low = (octets.at(-2) ?? 0) * 256 + (octets.at(-1) ?? 0) + offset;
  return ipaddr.fromByteArray([...octets.slice(0, -2), low >> 8, low & 0xff]).toString();
}
