/** ECS task definitions: their containers' images and variables, and what ECS fetches through the task's interface. */
import { referencesIn } from '../../lab/template/references.ts';
import type { Stack, StackResource } from '../../lab/template/stack.ts';
import { type Finding, gapAt, targetAt } from '../finding.ts';
import { defaultHost } from '../hosts/service-hosts.ts';
import { mapIn, readerOf, type ValueReader } from '../read-value.ts';
import { fetcherOf } from './launches.ts';
import type { RawValue, Workload } from './workload.ts';

/** The property whose role is for ECS itself. */
export const EXECUTION_ROLE = 'ExecutionRoleArn';

export function tasksIn(stack: Stack): Workload[] {
  return stack.resourcesOfType('AWS::ECS::TaskDefinition').map((resource) => taskWorkload(resource, stack));
}

export function hasFargateTasks(stack: Stack): boolean {
  return tasksIn(stack).some(({ fetchedBy }) => fetchedBy === 'fargate');
}

function taskWorkload(resource: StackResource, stack: Stack): Workload {
  const { TaskRoleArn, ExecutionRoleArn, ContainerDefinitions } = resource.resource.Properties ?? {};
  const reader = readerOf(stack, resource);
  const containers = reader.items(ContainerDefinitions ?? []);
  const named = (containers ?? []).map((container, index) => ({
    container: mapIn(container),
    where: containerName(container, index, reader),
  }));
  return {
    resource,
    isFunction: false,
    fetchedBy: fetcherOf(resource, stack),
    roles: Object.entries({ TaskRoleArn, [EXECUTION_ROLE]: ExecutionRoleArn }).flatMap(([where, raw]) =>
      raw === undefined ? [] : [{ where, name: where, raw }],
    ),
    environments: named.map(({ container, where }) => variablesOf(container, where, reader)),
    images: named.map(({ container, where }) => ({
      where: `${where}.Image`,
      name: 'Image',
      raw: container.Image,
    })),
    findings: [
      ...(containers ? [] : [unreadable(resource)]),
      ...named.flatMap(({ container, where }) => fetchedByEcs(container, where, reader, stack)),
    ],
  };
}

function unreadable({ logicalId }: StackResource): Finding {
  return gapAt({ logicalId, where: 'ContainerDefinitions' }, 'unreadable', 'they cannot be read');
}

function containerName(container: unknown, index: number, reader: ValueReader): string {
  const name = reader.read(mapIn(container).Name);
  return `container ${'value' in name && typeof name.value === 'string' ? name.value : index + 1}`;
}

function variablesOf(
  { Environment }: Readonly<Record<string, unknown>>,
  where: string,
  reader: ValueReader,
): RawValue[] {
  return (reader.items(Environment ?? []) ?? []).map((variable) => {
    const { Name, Value } = mapIn(variable);
    const read = reader.read(Name);
    const name = 'value' in read ? String(read.value) : '';
    return { where: `${where}.Environment.${name}`, name, raw: Value };
  });
}

/** On Fargate through the task's own interface, on EC2 through the instance's: secrets before it starts, logs while it runs (Amazon ECS Developer Guide). */
function fetchedByEcs(
  { Secrets, LogConfiguration }: Readonly<Record<string, unknown>>,
  where: string,
  reader: ValueReader,
  stack: Stack,
): Finding[] {
  const { logicalId } = reader.resource;
  const secrets = (reader.items(Secrets ?? []) ?? []).map((secret, index) => ({
    place: `${where}.Secrets ${index + 1}`,
    service: secretStore(mapIn(secret).ValueFrom, reader, stack),
  }));
  const driver = reader.read(mapIn(reader.chosen(LogConfiguration)).LogDriver);
  const isAwsLogs = 'value' in driver && driver.value === 'awslogs';
  const logs = isAwsLogs ? [{ place: `${where}.LogConfiguration`, service: 'logs' }] : [];
  return [...secrets, ...logs].map(({ place, service }) => {
    const host = defaultHost(service, stack.region);
    const ground = { logicalId, where: place };
    return host === null
      ? gapAt(ground, 'unknown', `natless does not know the host of "${service}" in ${stack.region}`)
      : targetAt(ground, { url: `https://${host}`, host, service });
  });
}

/** Secrets Manager by an ARN or a resource of its own; anything else names a parameter of Systems Manager. */
function secretStore(raw: unknown, reader: ValueReader, stack: Stack): string {
  const read = reader.read(raw);
  const isArn = 'value' in read && String(read.value).includes(':secretsmanager:');
  const names = referencesIn(raw, () => true);
  const isOwn = stack
    .resourcesOfType('AWS::SecretsManager::Secret')
    .some(({ logicalId }) => names.includes(logicalId));
  return isArn || isOwn ? 'secretsmanager' : 'ssm';
}
