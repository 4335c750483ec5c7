/** The workloads of a template in whose place a probe can stand, and what to say of the others. Pure. */
import { didYouMean } from '../../../did-you-mean.ts';
import type { Model, PlacedWorkload, UnplacedWorkload } from '../../template/model.ts';
import { listSubnets, namesOfSubnet } from '../../template/subnets.ts';
import { errorAt, placeOf, TemplateError } from '../../template/template-error.ts';

type Workloads = Pick<
  Model,
  'workloads' | 'unplacedWorkloads' | 'securityGroups' | 'prefixLists' | 'subnets' | 'vpc'
>;

/** Those of which it is known what they let out. */
export function knownWorkloads(model: Workloads): PlacedWorkload[] {
  return model.workloads.filter((workload) => unknownEgress(workload, model) === null);
}

/** @throws TemplateError if there is nothing of that name in the chosen subnets, naming those that there are */
export function workloadsNamed(name: string, model: Workloads, subnet: string | null): PlacedWorkload[] {
  const known = knownWorkloads(model);
  const own = known.filter(({ logicalId }) => logicalId === name);
  if (own.length === 0) throw noWorkload(name, known, model);
  const homes = model.subnets.filter(({ id }) => own.some(({ subnetId }) => subnetId === id));
  const here = homes.filter((home) => subnet === null || namesOfSubnet(home).includes(subnet));
  if (here.length > 0) return own;
  throw new TemplateError(`"${name}" is not in the subnet "${subnet}": it is in ${listSubnets(homes)}`);
}

function noWorkload(name: string, known: readonly PlacedWorkload[], model: Workloads): TemplateError {
  const odd = unplaced(model).find(({ logicalId }) => logicalId === name);
  if (odd) return errorAt(odd, `the probe cannot stand in its place: ${odd.reason}`);
  const names = [...new Set(known.map(({ logicalId }) => logicalId))];
  const all =
    names.length > 0
      ? `the workloads are ${names.join(', ')}`
      : `the template has no function, task or instance in a subnet of the VPC ${model.vpc.logicalId}`;
  return new TemplateError(`there is no workload "${name}"${didYouMean(name, names)}: ${all}`);
}

/** For more of them a sentence each would hide all others. */
const MOST_NAMED = 5;

/** A sentence for each workload in whose place no probe can stand. */
export function noticesAboutUnplaced(model: Workloads): string[] {
  const all = unplaced(model);
  const further = all.slice(MOST_NAMED).map(({ logicalId }) => logicalId);
  return [
    ...all.slice(0, MOST_NAMED).map((each) => `no probe stands in for ${placeOf(each)}: ${each.reason}`),
    ...(further.length > 0 ? [`nor, for like reasons, for ${further.join(', ')}`] : []),
  ];
}

/** Those in whose place no probe can stand, and why. */
export function unplaced(model: Workloads): UnplacedWorkload[] {
  const behindUnknown = model.workloads.flatMap((workload) => {
    const reason = unknownEgress(workload, model);
    const { logicalId, type } = workload;
    return reason === null ? [] : [{ logicalId, type, reason }];
  });
  const byId = new Map([...model.unplacedWorkloads, ...behindUnknown].map((each) => [each.logicalId, each]));
  return [...byId.values()];
}

/** Why it is not known what its groups let out; null where it is. AWS's own prefix lists have other ids in each Region. */
function unknownEgress({ securityGroupIds }: PlacedWorkload, model: Workloads): string | null {
  const groups = model.securityGroups.filter(({ id }) => securityGroupIds.includes(id));
  const stranger = securityGroupIds.find((wanted) => !groups.some(({ id }) => id === wanted));
  if (stranger !== undefined) return unknown(`its security group "${stranger}" lets out`);
  const lists = new Set(model.prefixLists.map(({ id }) => id));
  for (const { logicalId, egress } of groups)
    for (const { peer } of egress)
      if (peer.kind === 'prefix-list' && !lists.has(peer.prefixListId))
        return unknown(`its security group ${logicalId} lets out by the prefix list "${peer.prefixListId}"`);
  return null;
}

function unknown(what: string): string {
  return `what ${what} is unknown, since the template does not have it: choose one with --security-group`;
}
