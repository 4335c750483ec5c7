/** Where the functions, tasks and instances of a template stand. One that cannot be read does not refuse the others. */
import { lookUp } from '../../../lambda/report/look-up.ts';
import { UserError } from '../../user-error.ts';
import { defaultSecurityGroupId } from './attributes.ts';
import { lazyProperties } from './lazy-value.ts';
import type { Model, PlacedWorkload, WorkloadKind } from './model.ts';
import type { Place, PlaceContext, ReadPlaces } from './place.ts';
import { functionPlaces } from './placed-functions.ts';
import { groupPlaces, instancePlaces } from './placed-instances.ts';
import { rulePlaces, schedulePlaces, servicePlaces } from './placed-tasks.ts';
import type { StackResource } from './stack.ts';

const READERS: Readonly<Record<string, readonly [kind: WorkloadKind, read: ReadPlaces]>> = {
  'AWS::Lambda::Function': ['function', functionPlaces],
  'AWS::Serverless::Function': ['function', functionPlaces],
  'AWS::ECS::Service': ['service', servicePlaces],
  'AWS::ECS::TaskSet': ['service', servicePlaces],
  'AWS::Events::Rule': ['task', rulePlaces],
  'AWS::Scheduler::Schedule': ['task', schedulePlaces],
  'AWS::EC2::Instance': ['instance', instancePlaces],
  'AWS::AutoScaling::AutoScalingGroup': ['instance', groupPlaces],
};

/** The types whose places are read. */
export const PLACED_TYPES: readonly string[] = Object.keys(READERS);

type Workloads = Pick<Model, 'workloads' | 'unplacedWorkloads'>;

/** In the order of the template. */
export function placedWorkloads(context: PlaceContext): Workloads {
  const read = context.stack.resources.map((resource) => workloadsOf(resource, context));
  return {
    workloads: read.flatMap(({ workloads }) => workloads),
    unplacedWorkloads: read.flatMap(({ unplacedWorkloads }) => unplacedWorkloads),
  };
}

const NONE: Workloads = { workloads: [], unplacedWorkloads: [] };

function workloadsOf(resource: StackResource, context: PlaceContext): Workloads {
  const reader = lookUp(READERS, resource.type);
  if (!reader) return NONE;
  const [kind, read] = reader;
  try {
    if (resource.uncertain) throw resource.uncertain;
    const places = read(lazyProperties(context.stack, resource), resource, context);
    const workloads = places.flatMap((place) => placed(kind, resource, place, context));
    const stranger = places.flatMap(({ subnetIds }) => subnetIds).find((id) => !isKnown(id, context));
    if (stranger === undefined) return { ...NONE, workloads };
    const elsewhere = unplaced(resource, outside(stranger, context));
    const isElsewhere = isDeclared(stranger, context);
    return { workloads, unplacedWorkloads: [{ ...elsewhere, ...(isElsewhere && { isElsewhere }) }] };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { ...NONE, unplacedWorkloads: [unplaced(resource, error.message)] };
  }
}

function placed(
  kind: WorkloadKind,
  { logicalId, type }: StackResource,
  { subnetIds, securityGroupIds, ipv6, publicIpv4 }: Place,
  context: PlaceContext,
): PlacedWorkload[] {
  const groups =
    securityGroupIds.length > 0 ? securityGroupIds : [defaultSecurityGroupId(context.vpc.logicalId)];
  return [...new Set(subnetIds)]
    .filter((id) => isKnown(id, context))
    .map((subnetId) => ({
      kind,
      logicalId,
      type,
      subnetId,
      securityGroupIds: groups,
      ipv6: ipv6(subnetId),
      publicIpv4: publicIpv4(subnetId),
    }));
}

function isKnown(subnetId: string, { subnets }: PlaceContext): boolean {
  return subnets.some(({ id }) => id === subnetId);
}

/** A subnet of the template that is not in the VPC is in another one, of which the stack lists no resource by type. */
function isDeclared(subnetId: string, { stack }: PlaceContext): boolean {
  const subnets = stack.resources.filter(({ type }) => type === 'AWS::EC2::Subnet');
  return subnets.some(({ logicalId }) => stack.refOf(logicalId) === subnetId);
}

function outside(subnetId: string, { vpc }: PlaceContext): string {
  return `its subnet "${subnetId}" is not one of the template's in the VPC ${vpc.logicalId}`;
}

function unplaced({ logicalId, type }: StackResource, reason: string): Model['unplacedWorkloads'][number] {
  return { logicalId, type, reason };
}
