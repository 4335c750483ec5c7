/** The lab's internet, modelled on the real one: baseline.json with Region, account and addresses filled in. */
import ipaddr from 'ipaddr.js';
import type { GroundRecord } from '../../../../lambda/report/lab-schema.ts';
import { hostInPartition, isCommercial } from '../../../../lambda/report/partitions.ts';
import { awsRecords, type HostRecords } from './aws-records.ts';
import baseline from './baseline.json' with { type: 'json' };
import type { Host, Internet } from './internet.ts';

/** RFC 2544's block for benchmarks: it is not routed, and not a private range that a VPC could use. */
const FIRST_IPV4_ADDRESS = '198.18.0.1';

/** Part of RFC 3849's documentation prefix; the lab's VPC takes its block from another part. */
const FIRST_IPV6_ADDRESS = '2001:db8:ffff::1';

export interface BaselineProps {
  readonly region: string;
  readonly accountId: string;
}

/** A host in baseline.json. Without a source it is one of AWS's catalogue, and its records are what AWS documents. */
interface BaselineHost {
  readonly name: string;
  readonly standIn: string;
  readonly source?: keyof typeof baseline.sources;
  readonly ipv4?: boolean;
  readonly ipv6?: boolean;
  /** Whether only the commercial partition has it. @default false */
  readonly commercial?: boolean;
}

const GROUNDS: Readonly<Record<keyof typeof baseline.sources, GroundRecord['kind']>> = {
  article: 'reported',
  issues: 'reported',
  docs: 'documented',
  sdk: 'by name',
  'old-cli': 'by name',
  assumed: 'assumed',
};

/** Each host has an address of its own in each of its families, the same in every run. */
export function baselineInternet({ region, accountId }: BaselineProps): Internet {
  const records = awsRecords(region);
  const hosts = (baseline.hosts as readonly BaselineHost[]).filter(
    ({ commercial = false }) => !commercial || isCommercial(region),
  );
  return {
    hosts: hosts.map((host, index) => {
      const name = nameOf(host.name, { region, accountId });
      return hostWith({ name, standIn: host.standIn, ...recordsOf(host, records.get(name)) }, index);
    }),
  };
}

/** A name without a Region is the same in every partition. */
function nameOf(name: string, { region, accountId }: BaselineProps): string {
  const own = name.includes('{region}') ? hostInPartition(name, region) : name;
  return own.replaceAll('{region}', region).replace('{account}', accountId);
}

function recordsOf(
  { name, source, ipv4 = false, ipv6 = false }: BaselineHost,
  byAws?: HostRecords,
): HostRecords {
  if (source) return { ipv4, ipv6, ground: { kind: GROUNDS[source], date: baseline.date } };
  if (byAws) return byAws;
  throw new Error(`baseline.json: "${name}" has no source, and is not in the catalogue of AWS's hosts`);
}

/** A host with those records, at the addresses of a position of the table. */
export function hostWith(
  { name, standIn, ipv4, ipv6, ground }: HostRecords & Pick<Host, 'name' | 'standIn'>,
  index: number,
): Host {
  const addresses = addressesAt(index);
  return {
    name,
    ipv4: ipv4 ? [addresses.ipv4] : [],
    ipv6: ipv6 ? [addresses.ipv6] : [],
    dns: ipv4 || ipv6 ? 'answer' : 'nxdomain',
    standIn,
    ground,
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
