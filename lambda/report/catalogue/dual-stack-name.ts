/** The dual-stack name that a service of AWS has beside its default name. Pure. */
import { findPartition, hostInPartition } from '../partitions.ts';
import { type CatalogueEntry, catalogueEntries } from './hosts.ts';

/** The hosts of AWS's services in a Region. */
export interface ServiceHosts {
  readonly region: string;
  readonly byHost: ReadonlyMap<string, CatalogueEntry>;
  /** By the service's id, in the order of the catalogue. */
  readonly byService: ReadonlyMap<string, readonly CatalogueEntry[]>;
}

/** More than AWS has Regions; a report may name others, without end. */
const MOST_KEPT = 50;
const kept = new Map<string, ServiceHosts>();

/** Kept, since a report asks for those of its Region again and again. */
export function serviceHosts(region: string): ServiceHosts {
  const known = kept.get(region);
  if (known) return known;
  const hosts = makeHosts(region);
  if (kept.size === MOST_KEPT) kept.clear();
  kept.set(region, hosts);
  return hosts;
}

function makeHosts(region: string): ServiceHosts {
  const entries = catalogueEntries(region);
  const named = entries.flatMap((entry) => entry.services.map(({ id }) => ({ id, entry })));
  const byService = Map.groupBy(named, ({ id }) => id);
  return {
    region,
    byHost: new Map(entries.map((entry) => [entry.host, entry])),
    byService: new Map([...byService].map(([id, group]) => [id, group.map(({ entry }) => entry)])),
  };
}

/** Names that the SDK's endpoint rules do not know (Amazon ECR Public User Guide). */
const DUAL_STACK_NAMES: Readonly<Record<string, string>> = { 'public.ecr.aws': 'ecr-public.aws.com' };

/**
 * Null where there is none, or the host is that name. That there is such a name does not prove that it has IPv6.
 * @param region of the caller: the host may name another one, or none
 */
export function dualStackName(host: string, region: string): string | null {
  if (Object.hasOwn(DUAL_STACK_NAMES, host)) return DUAL_STACK_NAMES[host] ?? null;
  const named = host.split('.').find((label) => findPartition(label) !== undefined);
  return nameInRegion(host, serviceHosts(named ?? region));
}

function nameInRegion(host: string, { region, byHost, byService }: ServiceHosts): string | null {
  const isBucket = host.endsWith(hostInPartition(`.s3.${region}.amazonaws.com`, region));
  if (isBucket) return host.replace(`.s3.${region}.`, `.s3.dualstack.${region}.`);
  const services = byHost.get(host)?.services.filter(({ kind }) => kind === 'default') ?? [];
  const dualStack = services
    .flatMap(({ id }) => byService.get(id)?.filter((entry) => isDualStackOf(id, entry)) ?? [])
    .at(0);
  return dualStack?.host ?? null;
}

function isDualStackOf(service: string, { services }: CatalogueEntry): boolean {
  return services.some(({ id, kind }) => id === service && kind === 'dual-stack');
}

/** For all clients of the SDKs (AWS SDKs and Tools Reference Guide, "Dual-stack and FIPS endpoints"). */
export const DUAL_STACK_LINE = 'AWS_USE_DUALSTACK_ENDPOINT=true';

/** What code has to add to call that name: the variable changes the names of AWS's services in a Region, no others. */
export function lineFor(host: string, name: string): string {
  return host.endsWith('.amazonaws.com') || host.endsWith('.amazonaws.com.cn')
    ? DUAL_STACK_LINE
    : `use ${name}`;
}
