/** The lab's internet, modelled on the real one: baseline.json with Region, account and addresses filled in. */
import ipaddr from 'ipaddr.js';
import baseline from './baseline.json' with { type: 'json' };
import type { DnsBehaviour, Host, Internet } from './internet.ts';

/** RFC 2544's block for benchmarks: it is not routed, and not a private range that a VPC could use. */
const FIRST_IPV4_ADDRESS = '198.18.0.1';

/** Part of RFC 3849's documentation prefix; the lab's VPC takes its block from another part. */
const FIRST_IPV6_ADDRESS = '2001:db8:ffff::1';

export interface BaselineProps {
  readonly region: string;
  readonly accountId: string;
}

/** A host in baseline.json. */
interface BaselineHost {
  readonly name: string;
  readonly ipv4: boolean;
  readonly ipv6: boolean;
  /** @default 'answer' */
  readonly dns?: DnsBehaviour;
  readonly standIn: string;
}

/** Each host has an address of its own in each of its families, the same in every run. */
export function baselineInternet({ region, accountId }: BaselineProps): Internet {
  return {
    hosts: (baseline.hosts as readonly BaselineHost[]).map(
      ({ name, ipv4, ipv6, dns, standIn }, index): Host => {
        const addresses = addressesAt(index);
        return {
          name: name.replaceAll('{region}', region).replace('{account}', accountId),
          ipv4: ipv4 ? [addresses.ipv4] : [],
          ipv6: ipv6 ? [addresses.ipv6] : [],
          dns: dns ?? 'answer',
          standIn,
        };
      },
    ),
  };
}

/** The addresses for the host at a position of the table, also for worlds that add hosts. */
export function addressesAt(index: number): { readonly ipv4: string; readonly ipv6: string } {
  return { ipv4: plus(FIRST_IPV4_ADDRESS, index), ipv6: plus(FIRST_IPV6_ADDRESS, index) };
}

/** Adds to the last two octets, which is enough for the hosts of any world. */
function plus(address: string, offset: number): string {
  const octets = ipaddr.parse(address).toByteArray();
  const low = (octets.at(-2) ?? 0) * 256 + (octets.at(-1) ?? 0) + offset;
  return ipaddr.fromByteArray([...octets.slice(0, -2), low >> 8, low & 0xff]).toString();
}
