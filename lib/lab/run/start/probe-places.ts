/** Where the probes that the lab adds stand: in the places of the template's own workloads, and where it has none. Pure. */
import { didYouMean } from '../../../did-you-mean.ts';
import type { LabRequest } from '../../session/request.ts';
import type { Model, PlacedWorkload, SecurityGroup, StandsFor, Subnet } from '../../template/model.ts';
import { listSubnets, namesOfSubnet, routesOfSubnet } from '../../template/subnets.ts';
import { TemplateError } from '../../template/template-error.ts';
import { knownWorkloads, workloadsNamed } from './known-workloads.ts';

export interface ProbePlace extends Pick<PlacedWorkload, 'ipv6' | 'publicIpv4'> {
  readonly subnet: Subnet;
  /** Null for a group of the probe's own that lets everything out, like a VPC's default group. */
  readonly securityGroupIds: readonly string[] | null;
  readonly standsFor: StandsFor;
}

export type PlaceChoice = Pick<LabRequest, 'subnet' | 'securityGroup' | 'workload'>;

/**
 * One place for each distinct one of the workloads, and one in each private subnet that has none. The private ones come
 * first: a command of the user's takes the first place.
 * @throws TemplateError for a subnet, security group or workload that does not exist, naming those that do
 */
export function probePlaces(model: Model, choice: PlaceChoice): ProbePlace[] {
  if (model.subnets.length === 0) throw new TemplateError('the template has no subnet to put a probe into');
  const subnets = chosenSubnets(model, choice.subnet);
  const group = chosenGroup(model, choice.securityGroup);
  const places =
    choice.workload !== null
      ? workloadPlaces(workloadsNamed(choice.workload, model, choice.subnet), subnets)
      : [
          ...(group ? [] : workloadPlaces(knownWorkloads(model), subnets)),
          ...standIns(model, subnets, { everywhere: group !== null, chosen: choice.subnet !== null }),
        ];
  const inOrder = [...places.filter(isIn(model, true)), ...places.filter(isIn(model, false))];
  return group ? inOrder.map((place) => behind(group, place)) : inOrder;
}

function chosenSubnets({ subnets }: Model, chosen: string | null): readonly Subnet[] {
  if (chosen === null) return subnets;
  const found = subnets.filter((subnet) => namesOfSubnet(subnet).includes(chosen));
  if (found.length > 0) return found;
  const hint = didYouMean(chosen, subnets.flatMap(namesOfSubnet));
  throw new TemplateError(`there is no subnet "${chosen}"${hint}: the subnets are ${listSubnets(subnets)}`);
}

function chosenGroup({ securityGroups }: Model, chosen: string | null): SecurityGroup | null {
  if (chosen === null) return null;
  const namesOf = ({ logicalId, id, name }: SecurityGroup) => [logicalId, id, name];
  const found = securityGroups.find((group) => namesOf(group).includes(chosen));
  if (found) return found;
  const hint = didYouMean(chosen, securityGroups.flatMap(namesOf));
  const known = securityGroups.map(({ logicalId }) => logicalId).join(', ') || 'none';
  throw new TemplateError(`there is no security group "${chosen}"${hint}: the security groups are ${known}`);
}

/** Workloads of one kind that have everything in common share a place. */
function workloadPlaces(workloads: readonly PlacedWorkload[], subnets: readonly Subnet[]): ProbePlace[] {
  const groups = Map.groupBy(workloads, ({ kind, subnetId, securityGroupIds, ipv6, publicIpv4 }) =>
    JSON.stringify([kind, subnetId, securityGroupIds.toSorted(), ipv6, publicIpv4]),
  );
  return [...groups.values()].flatMap((members) =>
    members.slice(0, 1).flatMap(({ kind, subnetId, securityGroupIds, ipv6, publicIpv4 }) =>
      subnets
        .filter(({ id }) => id === subnetId)
        .map((subnet) => ({
          subnet,
          securityGroupIds,
          ipv6,
          publicIpv4,
          standsFor: { kind, logicalIds: [...new Set(members.map(({ logicalId }) => logicalId))] },
        })),
    ),
  );
}

interface Wanted {
  /** Whether the subnets with workloads get one too. */
  readonly everywhere: boolean;
  /** Whether the user chose the subnets, so that public ones count as well. */
  readonly chosen: boolean;
}

/** Where a template has only public subnets, and no workload in them, they are what there is. */
function standIns(model: Model, subnets: readonly Subnet[], { everywhere, chosen }: Wanted): ProbePlace[] {
  const taken = new Set(everywhere ? [] : knownWorkloads(model).map(({ subnetId }) => subnetId));
  const free = subnets.filter(({ id }) => !taken.has(id));
  const privateOnes = free.filter((subnet) => isPrivate(subnet, model));
  const isEmpty = taken.size === 0 && privateOnes.length === 0;
  return (chosen || isEmpty ? free : privateOnes).map((subnet) => ({
    subnet,
    securityGroupIds: null,
    ipv6: 'yes',
    publicIpv4: false,
    standsFor: { kind: 'open-group', logicalIds: [] },
  }));
}

function behind({ id }: SecurityGroup, place: ProbePlace): ProbePlace {
  const { kind, logicalIds } = place.standsFor;
  const isStandIn = kind === 'open-group';
  return {
    ...place,
    securityGroupIds: [id],
    standsFor: isStandIn ? { kind: 'chosen-group', logicalIds } : place.standsFor,
  };
}

function isIn(model: Model, wanted: boolean): (place: ProbePlace) => boolean {
  return ({ subnet }) => isPrivate(subnet, model) === wanted;
}

/** No route of its table leads to an internet gateway (VPC User Guide, "Subnet types"). */
function isPrivate(subnet: Subnet, model: Model): boolean {
  const internetGateways = model.gateways
    .filter(({ kind }) => kind === 'internet-gateway')
    .map(({ id }) => id);
  return !routesOfSubnet(subnet, model).some(({ gatewayId }) => internetGateways.includes(gatewayId));
}
