/** On which instances the tasks of a definition run: those of its cluster, by capacity providers and user data. Pure. */
import { isObject } from '../lab/template/intrinsics.ts';
import { allReferencesIn } from '../lab/template/references.ts';
import type { Template } from '../lab/template/template.ts';

export interface ContainerInstances {
  /** The logical ids of Auto Scaling groups and instances. */
  readonly logicalIds: readonly string[];
  /** Whether each of the starters is known to run on some of them. */
  readonly isKnown: boolean;
}

const GROUP = 'AWS::AutoScaling::AutoScalingGroup';
const INSTANCES = [GROUP, 'AWS::EC2::Instance'];
const LAUNCHED_BY = ['AWS::EC2::LaunchTemplate', 'AWS::AutoScaling::LaunchConfiguration'];
const PROVIDER = 'AWS::ECS::CapacityProvider';
const CLUSTER = 'AWS::ECS::Cluster';
const ASSOCIATIONS = 'AWS::ECS::ClusterCapacityProviderAssociations';

/** @param starters what starts the tasks: services, rules, schedules */
export function containerInstances(starters: readonly string[], template: Template): ContainerInstances {
  const each = starters.map((starter) => instancesOf(starter, template));
  return {
    logicalIds: [...new Set(each.flat())],
    isKnown: each.length > 0 && each.every((instances) => instances.length > 0),
  };
}

/** A capacity provider of its own decides; else everything in its cluster may be meant. */
function instancesOf(starter: string, template: Template): string[] {
  const names = namesIn(starter, template);
  const own = ofType(names, [PROVIDER], template);
  if (own.length > 0) return own.flatMap((provider) => groupsOf(provider, template));
  return ofType(names, [CLUSTER], template).flatMap((cluster) => [
    ...providersOf(cluster, template).flatMap((provider) => groupsOf(provider, template)),
    ...membersOf(cluster, template),
  ]);
}

function groupsOf(provider: string, template: Template): string[] {
  return ofType(namesIn(provider, template), [GROUP], template);
}

function providersOf(cluster: string, template: Template): string[] {
  const associations = idsOf([ASSOCIATIONS], template).filter((id) =>
    namesIn(id, template).includes(cluster),
  );
  const names = [cluster, ...associations].flatMap((id) => namesIn(id, template));
  return ofType(names, [PROVIDER], template);
}

/** Those whose user data names the cluster, or that of what launches them. */
function membersOf(cluster: string, template: Template): string[] {
  const name = template.Resources[cluster]?.Properties?.ClusterName;
  return idsOf(INSTANCES, template).filter((id) => {
    const launchedBy = ofType(namesIn(id, template), LAUNCHED_BY, template);
    return [id, ...launchedBy].some(
      (each) => namesIn(each, template).includes(cluster) || names(each, name, template),
    );
  });
}

/** `ECS_CLUSTER=NAME`, written out in the user data. */
function names(id: string, cluster: unknown, template: Template): boolean {
  if (typeof cluster !== 'string') return false;
  const named = textsIn(template.Resources[id]?.Properties).flatMap((text) =>
    [...text.matchAll(/ECS_CLUSTER=["']?([\w-]+)/g)].map(([, name]) => name),
  );
  return named.includes(cluster);
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return isObject(value) || Array.isArray(value) ? Object.values(value).flatMap(textsIn) : [];
}

function namesIn(id: string, { Resources }: Template): string[] {
  return allReferencesIn(Resources[id]?.Properties);
}

function idsOf(types: readonly string[], template: Template): string[] {
  return ofType(Object.keys(template.Resources), types, template);
}

function ofType(ids: readonly string[], types: readonly string[], { Resources }: Template): string[] {
  return ids.filter((id) => types.includes(Resources[id]?.Type ?? ''));
}
