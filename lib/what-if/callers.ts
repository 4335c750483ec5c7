/** Where the calls of a found target are made: the places of its workloads, or of the instances that these run on. Pure. */
import type { Model } from '../lab/template/model.ts';
import type { Template } from '../lab/template/template.ts';
import type { FoundTarget } from '../report/inputs/found-targets.ts';
import type { LeftOut } from './asked-targets.ts';
import { containerInstances } from './container-instances.ts';
import { startersOf, withStarters } from './starters.ts';

interface Network {
  readonly model: Model;
  readonly template: Template;
}

export interface Callers {
  /** The logical ids of the workloads that are to be asked. */
  readonly workloads: readonly string[];
  /** Those of them whose place is not known. */
  readonly unplaced: readonly LeftOut[];
}

/**
 * An instance's ECS agent and Docker fetch the images, secrets and parameters of its tasks and write their logs through the
 * instance's interface, whatever interface the task has (Amazon ECS Developer Guide, "Container image pull behavior", "Allocate a
 * network interface for tasks on Amazon ECS Managed Instances"). A task without an interface of its own makes all its calls there.
 */
export function callersOf(
  { workloads, caller }: Pick<FoundTarget, 'workloads' | 'caller'>,
  network: Network,
): Callers {
  const hosted = workloads.filter(
    (id) =>
      isDefinition(id, network) &&
      (caller === 'ecs-agent' || (caller === 'code' && isWithoutInterface(id, network))),
  );
  const stands = hosted.map((id) => hostsOf(id, network));
  const others = workloads.filter((id) => !hosted.includes(id));
  return {
    workloads: [
      ...new Set([...withStarters(others, network), ...stands.flatMap((stand) => stand.workloads)]),
    ],
    unplaced: stands.flatMap(({ unplaced }) => unplaced),
  };
}

function isDefinition(id: string, { template }: Network): boolean {
  return template.Resources[id]?.Type === 'AWS::ECS::TaskDefinition';
}

/** Without awsvpc mode a service has no place of its own. */
function isWithoutInterface(definition: string, { model, template }: Network): boolean {
  const starters = startersOf(definition, template);
  const placed = [...model.workloads, ...model.unplacedWorkloads].map(({ logicalId }) => logicalId);
  return starters.length > 0 && !starters.some((starter) => placed.includes(starter));
}

function hostsOf(definition: string, { model, template }: Network): Callers {
  const { logicalIds, isKnown } = containerInstances(startersOf(definition, template), template);
  const read = [...model.workloads, ...model.unplacedWorkloads].map(({ logicalId }) => logicalId);
  if (isKnown && logicalIds.every((id) => read.includes(id))) return { workloads: logicalIds, unplaced: [] };
  const unplaced = [{ logicalId: definition, reason: NO_INSTANCES }];
  return { workloads: [...logicalIds, definition], unplaced };
}

const NO_INSTANCES =
  'its container instances make them, and the template does not show where all of these stand: add their Auto Scaling group, with its subnets, to a capacity provider of the cluster, or have its user data name the cluster (ECS_CLUSTER)';
