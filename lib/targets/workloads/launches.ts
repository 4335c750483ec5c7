/** Who fetches the image of an ECS task: Fargate, or the ECS agent of a container instance. */
import { allReferencesIn } from '../../lab/template/references.ts';
import type { Stack, StackResource } from '../../lab/template/stack.ts';
import type { Caller } from '../../report/inputs/found-targets.ts';
import { mapIn, readerOf, type ValueReader } from '../read-value.ts';

/** By what starts the tasks; where that does not say it, one that may run on Fargate counts as if it did: more breaks there. */
export function fetcherOf(definition: StackResource, stack: Stack): Caller {
  const launches = launchesOf(definition, stack);
  if (launches.includes('fargate')) return 'fargate';
  const isOnInstances = launches.length > 0 && launches.every((launch) => launch === 'instances');
  const fits = compatibilitiesOf(definition, stack);
  if (isOnInstances && (fits.length === 0 || fits.includes('EC2'))) return 'ecs-agent';
  return fits.includes('FARGATE') ? 'fargate' : 'ecs-agent';
}

type Launch = 'fargate' | 'instances' | 'unknown';

/** What starts tasks, and where each type has the parameters. */
const STARTERS: Readonly<Record<string, (resource: ValueReader) => readonly unknown[]>> = {
  'AWS::ECS::Service': ({ resource }) => [resource.resource.Properties],
  'AWS::ECS::TaskSet': ({ resource }) => [resource.resource.Properties],
  'AWS::Events::Rule': ({ resource, items }) =>
    (items(resource.resource.Properties?.Targets) ?? []).map((target) => mapIn(target).EcsParameters),
  'AWS::Scheduler::Schedule': ({ resource, chosen }) => [
    mapIn(chosen(resource.resource.Properties?.Target)).EcsParameters,
  ],
};

/** The types of what starts tasks. */
export const STARTER_TYPES: readonly string[] = Object.keys(STARTERS);

function launchesOf({ logicalId }: StackResource, stack: Stack): Launch[] {
  return Object.entries(STARTERS).flatMap(([type, parametersOf]) =>
    stack.resourcesOfType(type).flatMap((resource) => {
      const reader = readerOf(stack, resource);
      return parametersOf(reader)
        .filter((parameters) => allReferencesIn(parameters).includes(logicalId))
        .map((parameters) => launchOf(mapIn(reader.chosen(parameters)), reader, stack));
    }),
  );
}

/** Without either the cluster's default strategy decides; without that too, the definition has to. */
function launchOf(
  { LaunchType, CapacityProviderStrategy }: Readonly<Record<string, unknown>>,
  reader: ValueReader,
  stack: Stack,
): Launch {
  if (LaunchType !== undefined) return launchIn(reader.read(LaunchType));
  const own = CapacityProviderStrategy ?? null;
  const strategies = own === null ? defaultStrategies(stack) : [{ reader, raw: own }];
  const launches = strategies.map((strategy) => launchByStrategy(strategy, stack));
  if (launches.length === 0) return 'unknown';
  return launches.find((launch) => launch !== 'instances') ?? 'instances';
}

function launchIn(read: ReturnType<ValueReader['read']>): Launch {
  if ('problem' in read) return 'unknown';
  return /^FARGATE/.test(String(read.value)) ? 'fargate' : 'instances';
}

interface Strategy {
  readonly reader: ValueReader;
  readonly raw: unknown;
}

/** Those of all clusters: which one a service has may be a parameter's business. */
function defaultStrategies(stack: Stack): Strategy[] {
  return ['AWS::ECS::Cluster', 'AWS::ECS::ClusterCapacityProviderAssociations']
    .flatMap(stack.resourcesOfType)
    .flatMap((resource) => {
      const raw = resource.resource.Properties?.DefaultCapacityProviderStrategy;
      return raw === undefined ? [] : [{ reader: readerOf(stack, resource), raw }];
    });
}

function launchByStrategy({ reader, raw }: Strategy, stack: Stack): Launch {
  const items = reader.items(raw);
  if (items === null || items.length === 0) return 'unknown';
  const own = new Set(stack.resourcesOfType('AWS::ECS::CapacityProvider').map(({ logicalId }) => logicalId));
  const launches = items.map((item): Launch => {
    const { CapacityProvider } = mapIn(item);
    const isOwn = allReferencesIn(CapacityProvider).some((name) => own.has(name));
    return isOwn ? 'instances' : launchIn(reader.read(CapacityProvider));
  });
  return launches.find((launch) => launch !== 'instances') ?? 'instances';
}

/** Empty where the definition names none. */
function compatibilitiesOf(definition: StackResource, stack: Stack): unknown[] {
  const reader = readerOf(stack, definition);
  const all = reader.items(definition.resource.Properties?.RequiresCompatibilities ?? []) ?? [];
  return all.flatMap((each) => {
    const read = reader.read(each);
    return 'value' in read ? [read.value] : [];
  });
}
