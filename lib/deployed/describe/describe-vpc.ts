/** Reads a VPC of an account, and what runs in it, into the file that the lab takes. Read-only. */
import { VPC_FILE_FORMAT, VPC_FILE_VERSION, type VpcFile } from '../../vpc-file/vpc-file.ts';
import type { Place } from '../place.ts';
import { createAsker } from './ask.ts';
import { readAcls, readGroups, readPrefixLists } from './filters.ts';
import { readFunctions } from './functions.ts';
import { readHostedZones } from './hosted-zones.ts';
import type { HostsIn } from './hosts-in.ts';
import { readInstances } from './instances.ts';
import { readSubnets, readVpc } from './network.ts';
import { readEndpoints, readGateways, readNatGateways, readPeering, readTables } from './paths.ts';
import { readIdentities } from './roles.ts';
import { readServices } from './services.ts';

export interface DescribeOptions {
  readonly vpcId: string;
  readonly place: Place;
  readonly signal: AbortSignal;
  readonly hostsIn: HostsIn;
  /** Whether natless knows what one of AWS's own policies allows, by its ARN: it is not read then. */
  readonly isKnownPolicy: (arn: string) => boolean;
  /** @default - now */
  readonly now?: Date;
}

/** What natless never asks for, and what could change an answer. */
const NEVER_READ = [
  {
    what: 'resolver rules, DNS firewalls and Route 53 Profiles',
    why: 'natless does not read Route 53 Resolver: the names are looked up as on the internet',
  },
  {
    what: 'tasks that no ECS service keeps, and compute in VPCs that is neither Lambda, ECS nor EC2',
    why: 'natless reads Lambda functions, ECS services and EC2 instances',
  },
].map((gap) => ({ ...gap, permission: null }));

/** @throws UserError where the VPC or its subnets cannot be read; everything else that cannot is a gap */
export async function describeVpc({
  vpcId,
  place,
  signal,
  hostsIn,
  isKnownPolicy,
  now = new Date(),
}: DescribeOptions): Promise<VpcFile> {
  const asker = createAsker(place, signal);
  const { accountId, vpc } = await readVpc(asker, vpcId, place.region);
  const subnets = await readSubnets(asker, vpcId);
  const subnetIds = new Set(subnets.map(({ id }) => id));
  const [routeTables, gateways, natGateways, networkAcls, securityGroups, vpcEndpoints, peering] =
    await Promise.all([
      readTables(asker, vpcId),
      readGateways(asker, vpcId),
      readNatGateways(asker, vpcId),
      readAcls(asker, vpcId),
      readGroups(asker, vpcId),
      readEndpoints(asker, vpcId),
      readPeering(asker, vpcId),
    ]);
  const lists = listsIn(routeTables, securityGroups);
  const [prefixLists, functions, services, instances, hostedZones] = await Promise.all([
    readPrefixLists(asker, lists),
    readFunctions(asker, vpcId, hostsIn),
    readServices(asker, subnetIds, hostsIn),
    readInstances(asker, vpcId),
    readHostedZones(asker, vpcId, place.region),
  ]);
  const workloads = { functions, ...services, instances };
  const identities = await readIdentities(asker, workloads, isKnownPolicy);
  return {
    format: VPC_FILE_FORMAT,
    version: VPC_FILE_VERSION,
    region: place.region,
    accountId,
    describedAt: now.toISOString(),
    ...{ vpc, subnets, routeTables, gateways, natGateways, networkAcls, securityGroups, vpcEndpoints },
    ...{ prefixLists, peering, workloads, ...identities, hostedZones },
    gaps: [...asker.gaps, ...NEVER_READ],
  };
}

/** The prefix lists that routes and rules name. */
function listsIn(tables: VpcFile['routeTables'], groups: VpcFile['securityGroups']): string[] {
  const inRoutes = (tables ?? []).flatMap(({ routes }) =>
    routes.map(({ destination }) => destination).filter((destination) => destination.startsWith('pl-')),
  );
  const inRules = (groups ?? []).flatMap(({ ingress, egress }) =>
    [...ingress, ...egress].flatMap(({ peer }) => ('prefixListId' in peer ? [peer.prefixListId] : [])),
  );
  return [...new Set([...inRoutes, ...inRules])];
}
