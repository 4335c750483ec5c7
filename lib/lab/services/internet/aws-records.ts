/**
 * Which records the hosts of AWS's services have in the lab, and on which ground: by what AWS documents
 * (aws-ipv6-support.json), and only for what it leaves open by what the SDK's endpoint rules name. Pure.
 */
import { type CatalogueEntry, catalogueEntries } from '../../../../lambda/report/catalogue/hosts.ts';
import type { GroundRecord } from '../../../../lambda/report/lab-schema.ts';
import { lookUp } from '../../../../lambda/report/look-up.ts';
import { findPartition, hostInPartition } from '../../../../lambda/report/partitions.ts';
import { isOffered, type Offer } from '../../../../lambda/report/regions/offers.ts';
import support from './aws-ipv6-support.json' with { type: 'json' };
import baseline from './baseline.json' with { type: 'json' };

export interface HostRecords {
  /** Whether the name has A records. Without them it does not exist: no host of AWS has only IPv6. */
  readonly ipv4: boolean;
  readonly ipv6: boolean;
  readonly ground: GroundRecord;
}

/** By host: all hosts of the catalogue in the Region. */
export function awsRecords(region: string): ReadonlyMap<string, HostRecords> {
  return new Map(catalogueEntries(region).map((entry) => [entry.host, recordsOf(entry, region)]));
}

type Service = CatalogueEntry['services'][number];

/** Several services may share a host: the best documented one decides. */
function recordsOf({ host, services }: CatalogueEntry, region: string): HostRecords {
  const records = services.map((service) => recordsFor(service, host, region));
  const [first = BY_NAME_ONLY, ...others] = records;
  return others.reduce((best, each) => (rank(each) < rank(best) ? each : best), first);
}

const RANKS: readonly GroundRecord['kind'][] = ['documented', 'contradicted', 'by name'];

function rank({ ground }: HostRecords): number {
  return RANKS.indexOf(ground.kind);
}

const DOCUMENTED: GroundRecord = { kind: 'documented', date: support.date };
const CONTRADICTED: GroundRecord = { kind: 'contradicted', date: support.date };
const BY_NAME: GroundRecord = { kind: 'by name', date: baseline.date };

const BY_NAME_ONLY: HostRecords = { ipv4: true, ipv6: false, ground: BY_NAME };

function recordsFor(service: Service, host: string, region: string): HostRecords {
  return (
    contradictedRecords(service) ?? documentedRecords(service, region) ?? recordsByName(service, host, region)
  );
}

/** The page that lists a service's hosts is more specific than the table. */
function contradictedRecords({ id, kind }: Service): HostRecords | null {
  const found = support.contradictions.find(({ services }) => services.includes(id));
  if (!found) return null;
  const listed = kind === 'default' || found.dualStackHost;
  return { ipv4: listed, ipv6: kind !== 'default' && found.dualStackHost, ground: CONTRADICTED };
}

/** AWS's table is of these partitions; the others have tables of their own, which are not here. */
const TABLE_PARTITIONS = ['aws', 'aws-us-gov'];

const { yes, partial, no } = support.publicEndpoints;

/** @returns null for what AWS does not document */
function documentedRecords({ id, kind }: Service, region: string): HostRecords | null {
  const offer = lookUp(OFFERS, id);
  const offered = offer === undefined ? null : isOffered(offer, region);
  if (offered && kind !== 'default') return { ipv4: true, ipv6: true, ground: DOCUMENTED };
  if (offered === false && kind === 'only') return { ipv4: false, ipv6: false, ground: DOCUMENTED };
  if (!TABLE_PARTITIONS.includes(findPartition(region)?.name ?? '')) return null;
  if (no.includes(id)) return { ipv4: kind === 'default', ipv6: false, ground: DOCUMENTED };
  // That the default name has no IPv6 follows only from the existence of another name.
  if (kind === 'default' || ![...yes, ...partial].includes(id)) return null;
  // A page of the service that leaves the Region out contradicts the table.
  return { ipv4: true, ipv6: true, ground: offered === false ? CONTRADICTED : DOCUMENTED };
}

/** Services whose dual-stack names AWS lists by Region. One with a single name is not in the other Regions at all. */
const OFFERS: Readonly<Record<string, Offer>> = {
  ec2: 'ec2DualStack',
  dynamodb: 'dynamodbDualStack',
  s3vectors: 's3Vectors',
};

function recordsByName({ kind }: Service, host: string, region: string): HostRecords {
  const isDualStackName = host.endsWith(hostInPartition('.api.aws', region));
  return { ipv4: true, ipv6: kind === 'dual-stack' || isDualStackName, ground: BY_NAME };
}
