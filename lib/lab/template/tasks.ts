/** The tasks of the workload: a task definition run once in each subnet that fits, as `ecs:RunTask` does. */
import { join } from 'node:path';
import { z } from 'zod';
import { roleOf } from './functions.ts';
import { asText } from './intrinsics.ts';
import type { LambdaFunction, Subnet } from './model.ts';
import { number, text, within } from './property-types.ts';
import type { Stack, StackResource } from './stack.ts';
import { errorAt } from './template-error.ts';
import type { TaskWorkload, WorkloadContext } from './workload.ts';

const TYPE = 'AWS::ECS::TaskDefinition';

/** The `runtime` of a function that is really a task. */
export const CONTAINER_RUNTIME = 'container';

const taskSchema = z.object({
  /** In MiB, as Fargate has it. */
  Memory: number.refine(...within(512, 122_880)),
  TaskRoleArn: text,
  ContainerDefinitions: z.tuple([
    z.looseObject({
      Image: text,
      Environment: z.array(z.object({ Name: text, Value: text })).default([]),
      LogConfiguration: z.looseObject({ Options: z.looseObject({ 'awslogs-group': text }) }),
    }),
  ]),
});

/** @returns none where the template has no task definition or no such output */
export function buildTasks(stack: Stack, workload: TaskWorkload, context: WorkloadContext): LambdaFunction[] {
  const [definition] = stack.resourcesOfType(TYPE);
  const securityGroup = stack.outputOf(workload.securityGroupOutput);
  if (!definition || securityGroup === undefined) return [];
  const task = readTask(stack, definition, context.assetRoot);
  return context.subnets
    .filter(workload.fits)
    .map((subnet) => taskIn(subnet, asText(securityGroup), task, workload));
}

type Task = Omit<LambdaFunction, 'name' | 'timeoutSeconds' | 'subnetIds' | 'securityGroupIds'>;

function readTask(stack: Stack, resource: StackResource, assetRoot: string): Task {
  const { ContainerDefinitions, Memory, TaskRoleArn } = stack.read(resource, taskSchema);
  const [{ Image, Environment, LogConfiguration }] = ContainerDefinitions;
  return {
    logicalId: resource.logicalId,
    handler: '',
    runtime: CONTAINER_RUNTIME,
    logGroupName: LogConfiguration.Options['awslogs-group'],
    codePath: join(assetRoot, folderOf(resource, Image)),
    environment: Object.fromEntries(Environment.map(({ Name, Value }) => [Name, Value])),
    memoryMegabytes: Memory,
    ipv6AllowedForDualStack: true,
    roleLogicalId: roleOf(stack, resource, TaskRoleArn),
  };
}

/** CDK tags an image with the hash that names its folder in the assembly. */
function folderOf(resource: StackResource, image: string): string {
  const [, tag] = /:([0-9a-f]{64})$/.exec(image) ?? [];
  if (tag !== undefined) return `asset.${tag}`;
  throw errorAt(resource, `Image "${image}" is not an asset of the assembly`);
}

function taskIn(subnet: Subnet, securityGroup: string, task: Task, workload: TaskWorkload): LambdaFunction {
  return {
    ...task,
    name: `${task.logicalId}-${subnet.availabilityZone}`,
    environment: { ...task.environment, ...workload.variablesIn(subnet) },
    timeoutSeconds: workload.timeoutSeconds,
    subnetIds: [subnet.id],
    securityGroupIds: [securityGroup],
  };
}
