/** The Fargate tasks of the project's own stack, one in each IPv6-only subnet, as `npm run probe -- --on fargate` runs them. */
import { join } from 'node:path';
import { z } from 'zod';
import { ENV, FARGATE_OUTPUTS } from '../../../lambda/report/stack-contract.ts';
import { readImage } from './container-image.ts';
import type { FunctionSurroundings } from './functions.ts';
import { roleOf } from './functions.ts';
import type { LambdaFunction } from './model.ts';
import { text } from './property-types.ts';
import type { Stack, StackResource } from './stack.ts';
import { placeOf, TemplateError } from './template-error.ts';

const TYPE = 'AWS::ECS::TaskDefinition';

/** What the probe in the container gives itself, and as long again for the container to start. */
const TIMEOUT_SECONDS = 120;

/** In the place of a Lambda runtime. */
export const CONTAINER_RUNTIME = 'container';

const taskSchema = z.object({
  Memory: text,
  TaskRoleArn: text,
  ContainerDefinitions: z.tuple([
    z.looseObject({
      Image: text,
      Environment: z.array(z.object({ Name: text, Value: text })).default([]),
      LogConfiguration: z.looseObject({ Options: z.looseObject({ 'awslogs-group': text }) }),
    }),
  ]),
});

/** @throws TemplateError where the template has no task, or no subnet for it */
export function buildTasks(stack: Stack, surroundings: FunctionSurroundings): LambdaFunction[] {
  const [task] = stack.resourcesOfType(TYPE);
  const securityGroup = stack.outputOf(FARGATE_OUTPUTS.securityGroup);
  if (!task || securityGroup === undefined) {
    throw new TemplateError(
      'the template has no Fargate task of natless: synthesize it with "fargate": true among the settings',
    );
  }
  const subnets = surroundings.subnets.filter(({ ipv4CidrBlock }) => ipv4CidrBlock === null);
  return subnets.map((subnet) => taskIn(subnet, String(securityGroup), readTask(stack, task, surroundings)));
}

type Task = Omit<LambdaFunction, 'name' | 'subnetIds' | 'securityGroupIds'>;

function readTask(stack: Stack, resource: StackResource, { assetRoot }: FunctionSurroundings): Task {
  const { ContainerDefinitions, Memory, TaskRoleArn } = stack.read(resource, taskSchema);
  const [{ Image, Environment, LogConfiguration }] = ContainerDefinitions;
  const { codePath, entryPoint } = readImage(join(assetRoot, folderOf(resource, Image)));
  return {
    logicalId: resource.logicalId,
    handler: JSON.stringify(entryPoint),
    runtime: CONTAINER_RUNTIME,
    logGroupName: LogConfiguration.Options['awslogs-group'],
    codePath,
    environment: Object.fromEntries(Environment.map(({ Name, Value }) => [Name, Value])),
    timeoutSeconds: TIMEOUT_SECONDS,
    memoryMegabytes: Number(Memory),
    ipv6AllowedForDualStack: true,
    roleLogicalId: roleOf(stack, resource, TaskRoleArn),
  };
}

/** CDK tags an image with the hash that names its folder in the assembly. */
function folderOf(resource: StackResource, image: string): string {
  const [, tag] = /:([0-9a-f]{64})$/.exec(image) ?? [];
  if (tag !== undefined) return `asset.${tag}`;
  throw new TemplateError(`${placeOf(resource)}: Image "${image}" is no asset of the assembly's`);
}

/** With what the command line adds when it runs the task: where it is. */
function taskIn(
  { id, availabilityZone }: FunctionSurroundings['subnets'][number],
  securityGroup: string,
  task: Task,
): LambdaFunction {
  return {
    ...task,
    name: `${task.logicalId}-${availabilityZone}`,
    environment: {
      ...task.environment,
      [ENV.subnetId]: id,
      [ENV.availabilityZone]: availabilityZone,
    },
    subnetIds: [id],
    securityGroupIds: [securityGroup],
  };
}
