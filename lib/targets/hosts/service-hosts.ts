/** AWS's hosts in a Region: the one that a service's clients call by default, and the service that a host belongs to. */
import { catalogueEntries } from '../../../lambda/report/catalogue/hosts.ts';
import { hostInPartition } from '../../../lambda/report/partitions.ts';
import { privateDnsNames } from '../../lab/template/private-dns-names.ts';
import { isRegion } from '../../region.ts';

interface ServiceHosts {
  readonly defaultHosts: ReadonlyMap<string, string>;
  readonly services: ReadonlyMap<string, string>;
}

const known = new Map<string, ServiceHosts>();

function hostsIn(region: string): ServiceHosts {
  const made = known.get(region) ?? makeHosts(region);
  known.set(region, made);
  return made;
}

/** Where services share a host, the first in the catalogue's order has it. */
function makeHosts(region: string): ServiceHosts {
  const named = catalogueEntries(region).flatMap(({ host, services }) =>
    services.map(({ id, kind }) => ({ host, id, kind })),
  );
  const byDefault = named.filter(({ kind }) => kind !== 'dual-stack');
  return {
    defaultHosts: new Map(byDefault.map(({ id, host }) => [id, host])),
    services: new Map(named.map(({ id, host }): [string, string] => [host, id]).toReversed()),
  };
}

/** Null for a service that the catalogue does not have in the Region's partition. */
export function defaultHost(service: string, region: string): string | null {
  return hostsIn(region).defaultHosts.get(service) ?? null;
}

/** The names that an interface endpoint of the service takes over; none where that is not known. */
export function endpointNames(service: string, region: string): readonly string[] {
  return privateDnsNames(service, region, [...hostsIn(region).services.keys()]) ?? [];
}

/** The catalogue's id; null for a host outside AWS, or of a service that the catalogue does not have. */
export function serviceOfHost(host: string, stackRegion: string): string | null {
  if (/^\d{12}\.dkr[.-]ecr\./.test(host)) return 'ecr';
  if (host === 'public.ecr.aws' || host === 'ecr-public.aws.com') return 'ecr-public';
  // A host may be of another Region than the stack.
  const region = host.split('.').find(isRegion) ?? stackRegion;
  const { services } = hostsIn(region);
  const exact = services.get(host) ?? services.get(inRegion(host, region));
  return exact ?? (isBucket(host, region) ? 's3' : null);
}

/** `sts.amazonaws.com`, the global name of a service that has Regions. */
function inRegion(host: string, region: string): string {
  const suffix = hostInPartition('.amazonaws.com', region);
  return host.endsWith(suffix) ? `${host.slice(0, -suffix.length)}.${region}${suffix}` : host;
}

function isBucket(host: string, region: string): boolean {
  return ['.s3.amazonaws.com', `.s3.${region}.amazonaws.com`, `.s3.dualstack.${region}.amazonaws.com`].some(
    (suffix) => host.endsWith(hostInPartition(suffix, region)),
  );
}
